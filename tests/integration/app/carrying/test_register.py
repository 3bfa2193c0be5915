"""Every function of the register over a real vault: done, and taken back where it writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import House

from app.carrying.register import Done, carry_out, register, undo
from engine.cancel import CancelToken
from rag.calling.tools import own_tools
from rag.carrying.wishes import Tool
from rag.errors import DocumentUnknown
from rag.reading.reader import DocumentReader
from rag.types import Answer, AnswerDone, Intent, Outcome, Wish

TEXTS = {
    "NDA_Acme.txt": "Non-disclosure agreement\n\nThis is between Acme Ltd and Globex Corporation.\n",
    "NDA_Globex.txt": "Non-disclosure agreement\n\nThe receiving party keeps secret what it is told.\n",
    "2024-02.txt": "Invoice 7\n\nTotal amount 90.00 EUR\n",
    "lease.txt": "Lease agreement\n\nThe tenant shall prune the trees in February.\n",
    "sales.csv": "Month,Sales\n2024-01-01,5\n2024-02-01,6\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home", reader=DocumentReader())) as house:
        folder = tmp_path / "files"
        folder.mkdir()
        for name, text in TEXTS.items():
            (folder / name).write_text(text, encoding="utf-8")
        house.library.add([folder])
        house.library.wait_idle()
        yield house


def asked(house: House, text: str) -> Answer:
    (answer,) = [
        event.answer for event in house.chats.answer(text, CancelToken()) if isinstance(event, AnswerDone)
    ]
    return answer


def done(house: House, text: str) -> tuple[Wish, Done]:
    wish = asked(house, text).wish
    assert wish is not None
    return wish, carry_out(house.services, wish)


def test_each_has_a_function_and_says_whether_it_writes() -> None:
    functions = {one.name for one in own_tools()}
    assert set(register()) == set(Tool)
    assert {one.function.name for one in register().values()} <= functions
    # What reckoning answers by itself needs nothing that is carried out.
    assert functions - {one.value for one in Tool} == {"calculate", "deadline"}
    assert {tool for tool, action in register().items() if action.writes} == {Tool.TAG, Tool.EXTRACT}


def test_a_wish_changes_nothing_before_it_is_carried_out(house: House) -> None:
    answer = asked(house, "Tag all NDAs as signed")
    assert (answer.outcome, answer.intent) == (Outcome.ACTION, Intent.CARRY)
    assert "2 documents: " in answer.text
    assert "NDA_Acme.txt" in answer.text
    assert house.services.tagging.tags() == []
    assert house.runs.runs() == []


def test_tags_are_put_on_and_taken_off_again(house: House) -> None:
    _, what = done(house, "Tag all NDAs as signed")
    (use,) = house.services.tagging.tags()
    assert (use.tag.name, use.documents) == ("signed", 2)
    assert undo(house.services, what)
    assert [one.documents for one in house.services.tagging.tags()] in ([], [0])


def test_a_document_is_of_a_kind_that_its_first_line_tells(house: House) -> None:
    wish = asked(house, "Tag all invoices as paid").wish
    assert wish is not None
    (document,) = house.store.some(wish.documents)
    assert document.name == "2024-02.txt"


def test_values_are_kept_and_deleted_again(house: House) -> None:
    _, what = done(house, "Extract the parties of the NDAs")
    assert what.run is not None
    for _ in house.runs.run(what.run.id, CancelToken()):
        pass
    report = house.runs.report(what.run.id)
    said = [point.text for result in report.results for point in result.points]
    assert "Acme Ltd" in said[0]
    assert "Globex Corporation" in said[0]
    assert undo(house.services, what)
    assert house.runs.runs() == []


def test_what_only_reads_is_given(house: House) -> None:
    _, page = done(house, "Open page 1 of lease.txt")
    assert "prune the trees" in page.text
    assert not undo(house.services, page)
    _, found = done(house, "Search for 'prune the trees'")
    assert found.hits[0].document == "lease.txt"
    _, within = done(house, "Search for 'agreement' in NDA_Acme.txt")
    assert {hit.document for hit in within.hits} == {"NDA_Acme.txt"}
    _, table = done(house, "Forecast the sales in sales.csv for 6 months")
    assert table.table is not None
    assert table.table.name == "sales.csv"


def test_a_document_that_has_gone_is_told_and_nothing_is_done(house: House) -> None:
    wish = asked(house, "Tag all NDAs as signed").wish
    assert wish is not None
    house.library.remove(wish.documents[0])
    with pytest.raises(DocumentUnknown):
        carry_out(house.services, wish)
    assert house.services.tagging.tags() == []


def test_a_call_is_kept_with_its_conversation(house: House) -> None:
    conversation = house.chats.create().id
    list(house.chats.ask(conversation, "Tag all NDAs as signed", CancelToken()))
    (turn,) = house.chats.turns(conversation)
    assert turn.answer is not None
    assert turn.answer.wish == asked(house, "Tag all NDAs as signed").wish


def test_a_question_goes_its_usual_way(house: House) -> None:
    assert asked(house, "When are the trees pruned?").intent is Intent.FACT
    assert asked(house, "What is 2 + 2?").intent is Intent.RECKON
