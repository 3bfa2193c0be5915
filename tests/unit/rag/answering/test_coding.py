"""Code, formulas and queries: who asks for them, how they are given, what is no such wish."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from answer_house import House
from fakes.generator import FakeGenerator

from engine.cancel import CancelToken
from engine.types import Task
from rag.answering.assistant import Assistant
from rag.answering.coding import asks_for_code
from rag.answering.intents.bare import bare
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    Intent,
    Outcome,
    SearchScope,
    SentenceGrounded,
    Support,
    Turn,
)

REPLY = "```python\ndef add(a, b):\n    return a + b\n```\nIt adds two numbers."
WANTED = [
    "Write a Python function that adds two numbers",
    "Write me an Excel formula that adds up column B if column A is 2024",
    "Can you write a regex for IBANs?",
    "How do I write an SQL query that lists all overdue invoices?",
    "I need a VBA macro that deletes empty rows",
    "Create a bash script that renames all PDFs in a folder",
    "Give me a PowerShell command to list files larger than 1 GB",
    "make a small html page with a form",
    "What is the formula in Excel to compute working days between two dates?",
    "Why does this fail?\n```python\nprint(1\n```",
    "Schreibe eine Python-Funktion, die zwei Daten vergleicht",
    "Kannst du mir eine Excel-Formel schreiben, die Spalte B summiert?",
    "Ich brauche ein SQL-Statement für alle offenen Rechnungen",
    "Wie lautet die Excel-Formel für Arbeitstage?",
    "Erstelle einen regulären Ausdruck für Postleitzahlen",
    "Écris une fonction Python qui compte les mots",
    "Donne-moi une formule Excel pour calculer la TVA",
    "Peux-tu écrire une requête SQL qui liste les clients ?",
    "Il me faut une expression régulière pour les dates",
    "Escribe una función en Python que sume",
    "Dame una fórmula de Excel para el IVA",
    "Necesito una consulta SQL",
    "Scrivi una funzione Python",
    "Mi serve una formula Excel per l'IVA",
    "Schrijf een Python-functie",
    "Geef me een Excel-formule voor btw",
    "Escreva uma função em Python",
    "Preciso de uma fórmula do Excel para o IVA",
]
OF_DOCUMENTS = [
    "Write a letter to the tenant",
    "What is the formula for the rent increase?",
    "Give me the code for the gate",
    "What does the building code say about lamps?",
    "Write a summary of the code of conduct",
    "Which Python scripts does the contract mention?",
    "Show me the Excel file of 2024",
    "Create a table in Word with all fees",
    "Give me the fees as JSON",
    "What is the access code?",
    "How do I access the files?",
    "Write an email to Java Ltd about the delay",
    "Who wrote the program of the festival?",
    "Write down the terms of the access agreement",
    "What is a class in the regulation?",
    "Go to page 3",
    "Show me a class R fire test",
    "Schreibe einen Brief an die Python GmbH",
    "Erstelle eine Zusammenfassung des Programms",
    "Wie lautet der Code für das Tor?",
    "Erstelle eine Tabelle in Excel mit allen Fristen",
    "Geben Sie mir die Klasse R Werte",
    "Quelle est la formule de révision du loyer ?",
    "Fais un résumé du programme",
    "¿Cuál es la fórmula del precio?",
    "Escribe una carta al inquilino",
    "Scrivi una lettera all'inquilino",
    "Maak een samenvatting",
    "Faça um resumo do programa",
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.vault.close()


def wants(question: str, history: Sequence[Turn] = ()) -> bool:
    asked = bare(question)
    return asks_for_code(question, asked.whole, asked.language, history)


@pytest.mark.parametrize("question", WANTED)
def test_a_wish_for_code_is_heard(question: str) -> None:
    assert wants(question)


@pytest.mark.parametrize("question", OF_DOCUMENTS)
def test_what_is_asked_of_documents_is_no_wish_for_code(question: str) -> None:
    assert not wants(question)


class Asking:
    """An assistant whose tasks have generators of their own."""

    def __init__(self, house: House, reply: str = REPLY, *, allowed: bool = True) -> None:
        self.coder, self.general, self.writer = FakeGenerator(reply), FakeGenerator("x"), FakeGenerator("y")
        by_task = {Task.CODE: self.coder, Task.DRAFT: self.writer}
        self.asked_for: list[tuple[Task, SearchScope | None]] = []

        def writer(task: Task, scope: SearchScope | None) -> FakeGenerator:
            self.asked_for.append((task, scope))
            return by_task.get(task, self.general)

        self.assistant = Assistant(
            self.general,
            house.retriever,
            house.store,
            house.embedder,
            own_words=lambda _: allowed,
            writer=writer,
        )

    def __call__(
        self, question: str, history: Sequence[Turn] = (), cancel: CancelToken | None = None
    ) -> Answer:
        self.events = list(self.assistant.answer(question, history, cancel=cancel))
        last = self.events[-1]
        assert isinstance(last, AnswerDone)
        return last.answer


def test_the_model_for_code_writes_it_as_a_block(house: House) -> None:
    asking = Asking(house)
    answer = asking("Write a Python function that adds two numbers")
    assert (answer.outcome, answer.intent) == (Outcome.GENERAL, Intent.CODE)
    lead, block, told = answer.sentences
    assert lead.text.startswith("Written by the model, not taken from your documents.")
    assert block.code == "def add(a, b):\n    return a + b"
    assert told.text == "It adds two numbers."
    assert all(one.support is Support.NEUTRAL and not one.citations for one in answer.sentences)
    assert all(answer.text[one.start : one.end] == one.text for one in answer.sentences)
    assert len(asking.coder.calls) == 1
    assert not asking.general.calls
    streamed = "".join(one.text for one in asking.events if isinstance(one, AnswerDelta))
    assert "return a + b" in streamed
    assert [one.sentence for one in asking.events if isinstance(one, SentenceGrounded)] == list(
        answer.sentences
    )


def test_where_the_model_may_not_speak_for_itself_the_documents_are_asked(house: House) -> None:
    asking = Asking(house, allowed=False)
    answer = asking("Write a Python function that adds two numbers")
    assert answer.intent is not Intent.CODE
    assert not asking.coder.calls


def test_a_block_that_is_cut_short_gets_its_end(house: House) -> None:
    answer = Asking(house, "```sql\nSELECT *\nFROM invoices")("Write an SQL query for all invoices")
    assert answer.sentences[1].code == "SELECT *\nFROM invoices"


def test_a_block_set_in_and_what_goes_on_and_on(house: House) -> None:
    reply = "1. **Formula:**\n   ```excel\n   =SUM(A1:A9)\n   ```\nIt adds.\n2. **Steps:**\n   - Open it.\n"
    answer = Asking(house, reply)("Write an Excel formula for the sum")
    assert [one.code or one.text for one in answer.sentences[1:]] == [
        "1. **Formula:**",
        "=SUM(A1:A9)",
        "It adds.",
    ]


def test_a_formula_without_a_block_is_given_as_it_is(house: House) -> None:
    answer = Asking(house, "=SUM(A1:A9)")("Write an Excel formula for the sum")
    assert [one.text for one in answer.sentences[1:]] == ["=SUM(A1:A9)"]


def test_what_follows_changes_the_code_of_before(house: House) -> None:
    asking = Asking(house)
    before = asking("Write a Python function that adds two numbers")
    turn = Turn(1, 1, before.question, before, 0.0)
    assert asking("And in JavaScript?", [turn]).intent is Intent.CODE
    messages = asking.coder.calls[-1].messages
    assert [one.text for one in messages[1:]] == [
        before.question,
        "```python\ndef add(a, b):\n    return a + b\n```\nIt adds two numbers.",
        "And in JavaScript?",
    ]
    assert not wants("How long is the notice period?", [turn])


def test_documents_it_speaks_of_are_quoted_below(house: House) -> None:
    wish = "Write a Python function that tells whether my breach was notified in the hours that are allowed"
    answer = Asking(house)(wish)
    quoted = [one for one in answer.sentences if one.citations]
    assert quoted, answer.text
    assert "72 hours" in quoted[0].text
    assert quoted[0].code is None


def test_each_task_is_asked_of_its_own_model(house: House) -> None:
    asking = Asking(house)
    asking("Who shall designate a data protection officer?")
    asking("Write a letter to the landlord about the breach")
    assert [task for task, _ in asking.asked_for] == [Task.ANSWER, Task.ANSWER, Task.DRAFT]
