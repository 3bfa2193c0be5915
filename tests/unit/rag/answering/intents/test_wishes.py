"""What is wished for, told by rules in every language."""

import pytest

from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of, mentioned
from rag.language.languages import languages
from rag.types import Intent


def told(text: str) -> Intent:
    asked = bare(text)
    return intent_of(text, asked.whole, asked.language)[0]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello", Intent.GREETING),
        ("Guten Abend!", Intent.GREETING),
        ("Goedemiddag", Intent.GREETING),
        ("merci beaucoup", Intent.THANKS),
        ("Hi! What can you do?", Intent.CAPABILITY),
        ("Olá! O que sabes fazer?", Intent.CAPABILITY),
        ("Wer sind Sie?", Intent.IDENTITY),
        ("How many files do I have?", Intent.COUNT),
        ("Quels documents ai-je ?", Intent.LIST),
        ("Wie viele Seiten hat orchard.pdf?", Intent.PAGES),
        ("Which documents mention the water board?", Intent.MENTIONS),
        ("Please sum up orchard.pdf", Intent.SUMMARISE),
        ("Fasse den Pachtvertrag zusammen", Intent.SUMMARISE),
        ("Schreibe einen Brief an den Pächter", Intent.DRAFT),
        ("Traduisez l'article 2 en anglais", Intent.TRANSLATE),
        ("Vergleiche die Ausgabe von 2019 mit der von 2021", Intent.COMPARE),
        ("What is on page 4 of orchard.pdf?", Intent.ON_PAGE),
        ("Which contracts have a break clause?", Intent.EACH),
        ("In welchen Verträgen steht eine Kündigungsfrist?", Intent.EACH),
        ("Quels contrats prévoient une indexation ?", Intent.EACH),
        ("Quali contratti prevedono una penale?", Intent.EACH),
        ("Can I have a short overview of the lease?", Intent.SUMMARISE),
        ("What is the gist of this contract?", Intent.SUMMARISE),
        ("Gib mir eine Zusammenfassung der Satzung", Intent.SUMMARISE),
        ("Fais un résumé du règlement", Intent.SUMMARISE),
        ("Hazme un resumen de la ordenanza", Intent.SUMMARISE),
        ("Puoi farmi una sintesi di questo contratto?", Intent.SUMMARISE),
        ("Maak een samenvatting van het contract", Intent.SUMMARISE),
        ("What does the summary say about fees?", Intent.FACT),
        ("When must the annual summary be filed?", Intent.FACT),
        ("Which fee is named in the executive summary?", Intent.FACT),
        ("Was sagt die Zusammenfassung über Gebühren?", Intent.FACT),
        ("Wer schreibt die Zusammenfassung des Protokolls?", Intent.FACT),
        ("Que dit le résumé sur les amendes ?", Intent.FACT),
        ("¿Qué dice el resumen sobre las multas?", Intent.FACT),
        ("Cosa dice la sintesi sulle multe?", Intent.FACT),
        ("O que diz o resumo sobre as multas?", Intent.FACT),
        ("Wat zegt de samenvatting over boetes?", Intent.FACT),
        ("What is the notice period?", Intent.FACT),
        ("Hello, what is the rent?", Intent.FACT),
        ("Which fine is due for a late notice?", Intent.FACT),
        ("Who signed the letter?", Intent.FACT),
        ("Wie hoch ist die Pacht?", Intent.FACT),
    ],
)
def test_a_wish_is_told_from_a_question(text: str, intent: Intent) -> None:
    assert told(text) is intent


def test_what_is_looked_for_is_taken_from_its_question() -> None:
    english = languages()[0]
    assert mentioned("Which document mentions the “Water Board”?", english) == "Water Board"
    assert mentioned("What is the rent?", english) == ""


# Wishes as people write them, clipped, polite or with a file's name, and questions that only resemble them.
MEANT = {
    Intent.COUNT: [
        "how many PDFs are stored here", "Wie viele Dateien habe ich dir bisher gegeben?",
        "hoeveel stukken zitten er in mijn bibliotheek",
    ],
    Intent.LIST: [
        "Could you list everything I've uploaded?", "Können Sie mir alle Dokumente auflisten?",
        "Geef me een lijst van al mijn documenten", "Welche PDFs habe ich hier?", "Welke bestanden ken je?",
    ],
    Intent.PAGES: [
        "orchard.pdf how many pages", "Aus wie vielen Seiten besteht der Bericht?",
        "hoeveel pagina's telt pachtcontract.pdf",
    ],
    Intent.ON_PAGE: ["What's on page 3 of orchard.pdf?"],
    Intent.MENTIONS: [
        "Is there any file that mentions “beaver”?", "Wird Bleifarbe in einem meiner Dokumente erwähnt?",
        "Komt het woord 'bever' ergens in mijn documenten voor?",
    ],
    Intent.SUMMARISE: [
        "What is orchard.pdf about?", "I have no time for orchard.pdf, what are the essential points?",
        "Wovon handelt dieser Vertrag", "bericht in drei sätzen bitte", "Waar gaat pacht.pdf over?",
        "vat de statuten even samen",
    ],
    Intent.COMPARE: [
        "differences old and new statutes", "orchard 2019 vs orchard 2021.pdf",
        "Worin unterscheiden sich die beiden Mietverträge?", "Stell die beiden Verträge gegenüber",
        "Zet beide contracten naast elkaar", "verschillen oude en nieuwe statuten",
    ],
    Intent.TRANSLATE: [
        "section 3 in Spanish please", "I need the break clause in Italian", "den mietvertrag auf englisch",
        "Was heißt Klausel 7 auf Englisch?", "het huurcontract in het engels", "pacht.pdf naar het frans",
    ],
    Intent.DRAFT: [
        "I'd like a letter to the insurer disputing the excess", "kurzes schreiben an das amt wegen aufschub",
        "Kunt u een mailtje aan de conciërge schrijven over de lamp?", "ik heb een mail nodig aan mijn buren",
    ],
    Intent.GREETING: ["good evening all", "Schönen guten Abend", "hoi, alles goed?"],
    Intent.THANKS: ["That was very helpful, thank you", "Prima, danke dir", "ok dank je, doei"],
    Intent.CAPABILITY: [
        "Do you understand French?", "Does anything leave this computer", "Brauchst du Internet?",
        "Kannst du auch Handschrift lesen?", "Welke formaten ondersteun je?", "Kun je ook scans lezen?",
    ],
    Intent.FACT: [
        "How many pages may the appeal have?", "Who must translate diplomas?", "Who drafts the agreement?",
        "Is a summary of the audit sent out?", "Which documents do I have to hand in?",
        "Must one write a letter to give notice?", "Is the contract in German?",
        "What is the difference between tenant and lodger?", "Can you keep a dog in the flat?",
        "Is my data shared with third parties?", "What is the VAT on this invoice?",
        "Wie viele Unterlagen sind beizufügen?", "Wie lange darf das Schreiben sein?",
        "Wer muss die Zeugnisse übersetzen lassen?", "Welche Dokumente werden für den Antrag benötigt?",
        "Wird dem Eigentümer eine Zusammenfassung geschickt?", "Kann der Mieter per E-Mail kündigen?",
        "Hoeveel documenten mag een lid lenen?", "Wie moet de diploma's laten vertalen?",
        "Welke stukken moet ik inleveren?", "Moet de huurder een brief schrijven om op te zeggen?",
        "Is een vertaling van de akte vereist?", "Wordt er ergens in het gebouw gerookt?",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("intent", "text"), [(one, text) for one, texts in MEANT.items() for text in texts])
def test_a_wish_is_told_however_it_is_put(intent: Intent, text: str) -> None:
    assert told(text) is intent


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Does the word “beaver” appear anywhere in my documents?", "beaver"),
        ("Which files contain the name Alvarez", "Alvarez"),
        ("Where is the term 'force majeure' mentioned?", "force majeure"),
        ('Kommt das Wort "Biber" irgendwo in meinen Dokumenten vor?', "Biber"),
        ("Gibt es ein Dokument, das den Begriff „Pacht“ erwähnt?", "Pacht"),
        ("Steht irgendwo in meinen Unterlagen etwas über Frau Özdemir?", "Frau Özdemir"),
        ("In welke bestanden staat de naam Alvarez", "Alvarez"),
        ("Noemt een van mijn documenten meneer Smit?", "meneer Smit"),
    ],
)
def test_the_word_looked_for_stands_alone(text: str, what: str) -> None:
    asked = bare(text)
    assert mentioned(asked.whole, intent_of(text, asked.whole, asked.language)[1]) == what


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_each_language_says_and_hears_the_same(language: object) -> None:
    english = languages()[0]
    assert set(language.says) == set(english.says)  # type: ignore[attr-defined]
    assert set(language.wishes) == set(english.wishes)  # type: ignore[attr-defined]
    assert set(language.asks) == set(english.asks)  # type: ignore[attr-defined]
