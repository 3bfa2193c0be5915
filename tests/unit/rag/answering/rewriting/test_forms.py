"""In which form an answer is wished for, in every language, and what rules make of it."""

import pytest

from rag.answering.intents.bare import bare
from rag.answering.rewriting.forms import Form, bullets, form_wanted, table
from rag.language.languages import languages
from rag.types import Citation, Sentence, Support

ENGLISH = languages()[0]


@pytest.mark.parametrize(
    ("text", "form", "target"),
    [
        ("shorter please", Form.SHORTER, "en"),
        ("Can you make it a bit shorter?", Form.SHORTER, "en"),
        ("as bullet points", Form.BULLETS, "en"),
        ("And now put that in a table", Form.TABLE, "en"),
        ("Explain it in simpler words", Form.PLAIN, "en"),
        ("In German please", Form.TRANSLATED, "de"),
        ("Say that again in French", Form.TRANSLATED, "fr"),
        ("Translate that into Dutch", Form.TRANSLATED, "nl"),
        ("Kürzer bitte", Form.SHORTER, "de"),
        ("Bitte als Tabelle", Form.TABLE, "de"),
        ("Sag es auf Englisch", Form.TRANSLATED, "en"),
        ("Sag das in einfachen Worten", Form.PLAIN, "de"),
        ("Plus court, s'il vous plaît", Form.SHORTER, "fr"),
        ("Sous forme de tableau", Form.TABLE, "fr"),
        ("Más corto, por favor", Form.SHORTER, "es"),
        ("Ponlo en una tabla", Form.TABLE, "es"),
        ("Più breve", Form.SHORTER, "it"),
        ("Come elenco puntato", Form.BULLETS, "it"),
        ("Mais curto, por favor", Form.SHORTER, "pt"),
        ("Em forma de lista", Form.BULLETS, "pt"),
        ("Korter graag", Form.SHORTER, "nl"),
        ("Zet het in een tabel", Form.TABLE, "nl"),
        ("Could you cut that down a bit", Form.SHORTER, "en"),
        ("Can I get this as bullet points", Form.BULLETS, "en"),
        ("explain it like i'm five", Form.PLAIN, "en"),
        ("Same thing in Spanish please", Form.TRANSLATED, "es"),
        ("könnten Sie mir das kürzer fassen", Form.SHORTER, "de"),
        ("Mach eine Tabelle draus", Form.TABLE, "de"),
        ("stichpunktartig bitte", Form.BULLETS, "de"),
        ("ohne Fachbegriffe", Form.PLAIN, "de"),
        ("Kun je dat een beetje inkorten?", Form.SHORTER, "nl"),
        ("Maak er een tabel van", Form.TABLE, "nl"),
        ("graag puntsgewijs", Form.BULLETS, "nl"),
        ("leg dat eens simpeler uit", Form.PLAIN, "nl"),
        ("en in het Frans?", Form.TRANSLATED, "fr"),
    ],
)
def test_a_form_is_heard(text: str, form: Form, target: str) -> None:
    asked = bare(text)
    wanted = form_wanted(asked.whole, asked.language)
    assert wanted is not None
    assert wanted.form is form
    if form is Form.TRANSLATED:
        assert wanted.language.code == target


LATIN = {
    Form.SHORTER: [
        "Résume ça en deux phrases", "fais plus court", "en moins de mots", "hazlo más corto",
        "en menos palabras", "en una frase", "fallo più corto", "in meno parole", "faz mais curto",
        "em menos palavras",
    ],
    Form.BULLETS: [
        "sous forme de points", "Peux-tu en faire une liste à puces ?", "con viñetas",
        "sotto forma di elenco", "em lista",
    ],
    Form.TABLE: [
        "Un tableau, s'il te plaît", "je préférerais un tableau", "en formato tabla",
        "¿Puede ponerlo en una tabla?", "puoi metterlo in tabella?", "Preferirei una tabella",
        "pode colocar isso numa tabela?",
    ],
    Form.PLAIN: [
        "dis-le plus simplement", "j'ai rien compris", "más sencillo por favor", "con parole più semplici",
        "de forma mais simples", "explica melhor, não percebi",
    ],
    Form.TRANSLATED: [
        "et en italien ?", "y ahora en inglés", "puoi dirlo in francese?", "e em espanhol?",
        "la même chose en anglais", "lo mismo en inglés", "la stessa cosa in inglese",
        "a mesma coisa em inglês",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("form", "text"), [(one, text) for one, texts in LATIN.items() for text in texts])
def test_a_form_is_heard_in_few_words(form: Form, text: str) -> None:
    asked = bare(text)
    wanted = form_wanted(asked.whole, asked.language)
    assert wanted is not None
    assert wanted.form is form


@pytest.mark.parametrize(
    "text",
    [
        "Is there a shorter notice period?",
        "What is the table of fees?",
        "And in winter?",
        "Which German court decides?",
        "How is it in the new lease?",
        "Gibt es eine kürzere Frist?",
        "Et pour les pêcheurs ?",
        "list the duties of the tenant",
    ],
)
def test_a_question_is_no_form(text: str) -> None:
    asked = bare(text)
    assert form_wanted(asked.whole, asked.language) is None


def said(text: str) -> Sentence:
    cited = Citation(1, "lease.txt", 2, "", 0, len(text), text)
    return Sentence(0, len(text), text, Support.SUPPORTED, (cited,))


def test_items_of_a_list_stand_on_lines_of_their_own() -> None:
    made = bullets([said("The tenant (a) mows the verge; (b) paints the fence; and (c) feeds the geese.")])
    assert [one.text for one in made] == [
        "• The tenant", "• (a) mows the verge", "• (b) paints the fence", "• (c) feeds the geese.",
    ]  # fmt: skip
    assert all(one.citations for one in made)


def test_a_table_tells_what_is_said_and_where() -> None:
    made = table([said("The rent is 40 euros | month.")], ENGLISH)
    assert made[0].text == "| What is said | Where |"
    assert made[2].text == "| The rent is 40 euros \\| month. | lease.txt, 2 |"
    assert made[2].support is Support.SUPPORTED
