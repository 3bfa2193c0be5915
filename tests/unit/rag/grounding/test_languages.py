"""Support in other languages: right answers are not refused, wrong ones not let through."""

from __future__ import annotations

import pytest

from rag.answering.questions import Demand, bears_on, is_follow_up, relevance
from rag.grounding.grounder import Grounder, is_silent
from rag.language.sentences import sentences
from rag.types import Hit, PageBox, Sentence, Support

TEXTS = {
    "de": (
        "Der Pächter meldet jeden Schaden am Steg binnen fünf Werktagen schriftlich dem Bauamt. Wer dies"
        " unterlässt, zahlt ein Bußgeld von 300 Euro. Die Verordnung gilt nicht für Stege der Feuerwehr. Die"
        " Gebühr von 1.250,50 Euro ist bis zum 31. März eines Jahres zu entrichten."
    ),
    "fr": (
        "Le locataire signale tout dommage au ponton à la capitainerie dans un délai de quatre jours. Une"
        " amende de 180 euros est due lorsque le dommage n'a pas été signalé. Le règlement ne s'applique pas"
        " aux pontons du bassin sud."
    ),
    "es": (
        "El titular avisa de los daños al ayuntamiento en el plazo de seis días. La multa es de 250 euros. La"
        " autorización no se puede transmitir a otra persona."
    ),
    "it": (
        "Il concessionario comunica i danni alla capitaneria entro otto giorni. La sanzione è di 220 euro. La"
        " concessione non può essere ceduta ad altri."
    ),
    "pt": (
        "O titular comunica os danos à capitania no prazo de dez dias. A coima é de 190 euros. A licença não"
        " pode ser cedida a outra pessoa."
    ),
    "nl": (
        "De huurder meldt elke schade aan de steiger binnen zeven dagen bij het havenkantoor. De boete is"
        " 160 euro. De vergunning kan niet worden overgedragen."
    ),
}


class Pages:
    """One page, without a word's place on it."""

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        return 1, "page 1"

    def is_poor(self, document_id: int, page: int) -> bool:
        return False


def hit(text: str) -> Hit:
    return Hit(1, 1, "text.txt", None, 1, 1, "", 0, len(text), 1.0, text)


@pytest.mark.parametrize(
    ("code", "question", "said", "support"),
    [
        ("de", "Wie hoch ist das Bußgeld?", "Das Bußgeld beträgt 300 Euro.", True),
        ("de", "Wie hoch ist das Bußgeld?", "Das Bußgeld beträgt 400 Euro.", False),
        ("de", "Bis wann?", "Der Schaden ist innerhalb von 5 Werktagen zu melden.", True),
        ("de", "Bis wann?", "Der Schaden ist innerhalb von fünf Wochen zu melden.", False),
        ("de", "Wie hoch ist die Gebühr?", "Die Gebühr beträgt 1250,50 Euro.", True),
        ("de", "Gilt sie für die Feuerwehr?", "Die Verordnung gilt für Stege der Feuerwehr.", False),
        ("fr", "Quel délai ?", "Le locataire signale le dommage dans un délai de 4 jours.", True),
        ("fr", "Quelle amende ?", "L'amende est de 180 euros.", True),
        ("fr", "Quelle amende ?", "L'amende est de 95 euros.", False),
        ("es", "¿Cuál es la multa?", "La multa es de 250 euros.", True),
        ("es", "¿Se puede transmitir?", "La autorización se puede transmitir a otra persona.", False),
        ("it", "Qual è la sanzione?", "La sanzione è di 220 euro.", True),
        ("it", "Entro quando?", "I danni si comunicano entro 9 giorni.", False),
        ("pt", "Qual é a coima?", "A coima é de 190 euros.", True),
        ("nl", "Hoe hoog is de boete?", "De boete bedraagt 160 euro.", True),
        ("nl", "Kan ze worden overgedragen?", "De vergunning kan worden overgedragen.", False),
    ],
)
def test_support(code: str, question: str, said: str, support: bool) -> None:
    found = Grounder(question, [hit(TEXTS[code])], Pages()).ground(said)
    assert (found.support is Support.SUPPORTED) is support
    if support:
        sentence = Sentence(0, len(said), said, found.support, found.citations)
        assert bears_on(question, question, sentence, Demand.OFFERED)


@pytest.mark.parametrize(
    "said",
    [
        "Die Dokumente enthalten dazu keine Angaben.",
        "Dies wird in den Quellen nicht erwähnt.",
        "Les documents ne mentionnent pas cette information.",
        "Aucune information n'est donnée.",
        "Los documentos no mencionan la altura.",
        "I documenti non indicano l'altezza.",
        "Os documentos não mencionam a altura.",
        "De documenten vermelden geen informatie hierover.",
    ],
)
def test_silence(said: str) -> None:
    assert is_silent(said)


def test_an_ordinal_does_not_end_a_sentence() -> None:
    text = "Die Gebühr ist bis zum 31. März zu zahlen. Nach der 2. Mahnung folgt Abs. 3 der Ordnung."
    assert [text[one.start : one.end] for one in sentences(text)] == [
        "Die Gebühr ist bis zum 31. März zu zahlen.",
        "Nach der 2. Mahnung folgt Abs. 3 der Ordnung.",
    ]


@pytest.mark.parametrize(
    ("question", "follows"),
    [
        ("Und bis wann ist sie zu zahlen?", True),
        ("Et l'amende ?", True),
        ("¿Y la multa?", True),
        ("Wie hoch ist das Bußgeld für einen nicht gemeldeten Schaden am Steg?", False),
        ("Quel est le montant de la redevance annuelle pour un ponton privé ?", False),
    ],
)
def test_follow_ups(question: str, follows: bool) -> None:
    assert is_follow_up(question) is follows


def test_a_question_in_german_is_not_hopeless_for_an_english_embedder() -> None:
    assert not relevance("Wie hoch ist das Bußgeld?", [hit(TEXTS["de"])], [0.2]).hopeless
    assert relevance("Wer liefert die Schulbücher?", [hit(TEXTS["de"])], [0.2]).hopeless
