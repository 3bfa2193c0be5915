"""A question put to every document: none is left out, each row is kept, and it goes on after anything."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from house import PATIENCE, House

from app.exporting.answers import TableFormat, written
from app.runs.table import lines
from engine.cancel import CancelToken
from engine.errors import WorkerDied
from engine.types import GenerationEvent, Message, Sampling
from rag.errors import DocumentUnknown, RunUnknown
from rag.runs.types import Begun, Done, Ended, PartState, Result, Run, RunEvent, RunState, Verdict
from rag.surveying.types import DISTANCE, SurveyKind, SurveyScope

QUESTION = "How long are the invoices kept in the archive?"
KEPT = "The invoices are kept in the archive for {} years."
YEARS = {"a.txt": 5, "b.txt": 6, "c.txt": 7}


def reply(messages: Sequence[Message]) -> str:
    """What the source in front of it says."""
    said = [line for line in messages[-1].text.splitlines() if "invoices are kept" in line]
    return said[0] if said else "Not in your documents."


def fill(house: House, folder: Path, *, silent: bool = True) -> None:
    folder.mkdir(exist_ok=True)
    for name, years in YEARS.items():
        (folder / name).write_text(f"# Retention\n{KEPT.format(years)}\n", encoding="utf-8")
    if silent:
        (folder / "d.txt").write_text("# Travel\nSecond class is booked on all trains.\n", encoding="utf-8")
    house.library.add(sorted(folder.iterdir()), "rules")
    house.library.wait_idle()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path / "home", generator=FakeGenerator(reply))
    fill(opened, tmp_path / "files")
    yield opened
    opened.close()


def run(house: House, survey: Run) -> list[Result]:
    *_, last = house.runs.run(survey.id, CancelToken())
    assert isinstance(last, Ended)
    return house.runs.results(survey.id)


def answers(rows: Sequence[Result]) -> dict[str, str]:
    return {row.part.document: " ".join(point.text for point in row.points) for row in rows}


def test_every_document_gets_a_row_of_its_own(house: House) -> None:
    survey = house.surveys.create(QUESTION)
    assert (survey.total, survey.done, survey.state) == (4, 0, RunState.QUEUED)
    rows = run(house, survey)
    assert answers(rows) == {**{name: KEPT.format(years) for name, years in YEARS.items()}, "d.txt": ""}
    for row in rows[:3]:
        assert row.verdict is Verdict.FOUND
        (citation,) = row.points[0].citations
        assert (citation.document, citation.page) == (row.part.document, 2)
        assert row.prompt_tokens > 0
    kept = house.runs.get(survey.id)
    assert (kept.state, kept.done, kept.found) == (RunState.DONE, 4, 3)


def test_what_is_far_from_the_question_is_said_to_be_judged_without_the_model(house: House) -> None:
    rows = run(house, house.surveys.create(QUESTION))
    assert rows[3].verdict is Verdict.SILENT
    assert rows[3].reason == DISTANCE
    assert rows[3].prompt_tokens == 0
    assert len(house.generator.calls) == 3


def test_rows_of_documents_in_the_bin_are_counted_as_that(house: House) -> None:
    survey = house.surveys.create(QUESTION)
    run(house, survey)
    ids = [one.id for one in house.library.documents()]
    house.removals.put(ids)
    kept = house.runs.get(survey.id)
    assert (kept.total, kept.found, kept.removed) == (0, 0, 4)
    house.removals.restore(ids)
    kept = house.runs.get(survey.id)
    assert (kept.total, kept.found, kept.removed) == (4, 3, 0)


LEASES = {
    "quayside.txt": "The Tenant shall pay a deposit of GBP 1,700 to the Landlord as security.\n",
    "mill.txt": "3.1 Deposit. Upon signing, the Lessee deposits EUR 5,250 with the Lessor.\n"
    "3.2 The deposit bears no interest.\n",
    "nda.txt": "The receiving party shall keep the Confidential Information secret.\n",
}


@pytest.mark.parametrize("question", ["How much is the deposit?", "What is the amount of the deposit?"])
def test_what_a_document_says_is_not_denied_by_a_model_that_does_not_see_it(
    tmp_path: Path, question: str
) -> None:
    house = House(tmp_path / "home", generator=FakeGenerator("Not in your documents."))
    try:
        for name, text in LEASES.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
            house.library.add([tmp_path / name])
        house.library.wait_idle()
        found = {row.part.document: row for row in run(house, house.surveys.create(question))}
    finally:
        house.close()
    assert {name: row.verdict for name, row in found.items()} == {
        "quayside.txt": Verdict.FOUND,
        "mill.txt": Verdict.FOUND,
        "nda.txt": Verdict.SILENT,
    }
    (first,), (second,) = found["quayside.txt"].points, found["mill.txt"].points
    assert first.text == f"“{LEASES['quayside.txt'].strip()}”"
    assert "5,250" in second.text, "and not that it bears no interest"


def test_a_party_is_not_given_the_name_of_the_other(tmp_path: Path) -> None:
    (tmp_path / "lease.txt").write_text(
        "Between Harold Pike, lessor, and Denby Bakery Ltd, lessee.\nThe Lessor may enter the shop.\n",
        "utf-8",
    )
    house = House(tmp_path / "home", generator=FakeGenerator("Harold Pike is the lessee."))
    try:
        house.library.add([tmp_path / "lease.txt"])
        house.library.wait_idle()
        (row,) = run(house, house.surveys.create("Who is the lessee?"))
    finally:
        house.close()
    assert row.points[0].text == "“Between Harold Pike, lessor, and Denby Bakery Ltd, lessee.”"


def test_two_documents_of_one_name_are_asked_each(house: House, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text(f"# Retention\n{KEPT.format(9)}\n", encoding="utf-8")
    house.library.add([other / "a.txt"], "others")
    house.library.wait_idle()
    rows = run(house, house.surveys.create(QUESTION))
    said = [row.points[0].text for row in rows if row.part.document.endswith("a.txt") and row.points]
    assert said == [KEPT.format(5), KEPT.format(9)]


def test_a_collection_or_chosen_documents_are_asked_alone(house: House) -> None:
    assert house.surveys.create(QUESTION, SurveyScope(collection="rules")).total == 4
    assert house.surveys.create(QUESTION, SurveyScope(collection="none")).total == 0
    chosen = tuple(one.id for one in house.library.documents() if one.name in ("a.txt", "c.txt"))
    rows = run(house, house.surveys.create(QUESTION, SurveyScope(documents=chosen)))
    assert list(answers(rows)) == ["a.txt", "c.txt"]
    with pytest.raises(DocumentUnknown):
        house.surveys.create(QUESTION, SurveyScope(documents=(99,)))


def test_rows_come_one_by_one_with_an_estimate(house: House) -> None:
    events = list(house.runs.run(house.surveys.create(QUESTION).id, CancelToken()))
    kinds = [type(event) for event in events]
    assert kinds == [Begun, Done] * 4 + [Ended]
    done = [event for event in events if isinstance(event, Done)]
    assert [(event.done, event.total) for event in done] == [(n, 4) for n in range(1, 5)]
    assert done[0].seconds_left is None
    assert done[2].seconds_left is not None
    assert done[3].seconds_left == 0


def test_stopping_keeps_what_is_done_and_going_on_does_the_rest(house: House) -> None:
    survey, cancel = house.surveys.create(QUESTION), CancelToken()
    for event in house.runs.run(survey.id, cancel):
        if isinstance(event, Done) and event.done == 2:
            cancel.cancel()
    stopped = house.runs.get(survey.id)
    assert (stopped.state, stopped.done) == (RunState.STOPPED, 2)
    assert house.surveys.unfinished(QUESTION, SurveyScope()) == stopped
    asked = len(house.generator.calls)
    assert not house.runs.pending()
    rows = run(house, stopped)
    assert all(row.state is not PartState.WAITING for row in rows)
    assert len(house.generator.calls) == asked + 1
    assert house.runs.get(survey.id).state is RunState.DONE


def test_the_end_of_the_program_interrupts_and_the_next_start_goes_on(tmp_path: Path) -> None:
    gate = threading.Semaphore(25)
    first = House(tmp_path / "home", generator=FakeGenerator(reply, gate=gate))
    fill(first, tmp_path / "files", silent=False)
    survey = first.surveys.create(QUESTION)
    seen: list[RunEvent] = []
    worker = threading.Thread(target=lambda: seen.extend(first.runs.run(survey.id, CancelToken())))
    worker.start()
    while len(first.generator.calls) < 3:
        assert worker.is_alive()
        worker.join(0.01)
    first.runs.close()
    gate.release(1000)
    worker.join(PATIENCE)
    first.close()
    assert not any(isinstance(event, Ended) for event in seen)
    second = House(tmp_path / "home", generator=FakeGenerator(reply))
    try:
        (left,) = second.runs.pending()
        assert left.state is RunState.RUNNING
        assert (left.id, left.done) == (survey.id, 2)
        assert answers(run(second, left)) == {name: KEPT.format(years) for name, years in YEARS.items()}
        assert len(second.generator.calls) == 1
    finally:
        second.close()


def test_a_question_to_the_chat_goes_first(tmp_path: Path) -> None:
    gate = threading.Semaphore(3)
    house = House(tmp_path / "home", generator=FakeGenerator(reply, gate=gate))
    try:
        fill(house, tmp_path / "files", silent=False)
        survey = house.surveys.create(QUESTION)
        worker = threading.Thread(target=lambda: list(house.runs.run(survey.id, CancelToken())))
        worker.start()
        while not house.generator.calls:
            worker.join(0.01)
        chat: list[object] = []
        asker = threading.Thread(target=lambda: chat.extend(house.chats.answer(QUESTION, CancelToken())))
        asker.start()
        while len(house.generator.calls) < 2:
            gate.release()  # the row under way ends at its next token
            asker.join(0.01)
        gate.release(2000)
        asker.join(PATIENCE)
        worker.join(PATIENCE)
        assert chat
        asked = [
            [name for name in YEARS if f"] {name}" in call.messages[-1].text]
            for call in house.generator.calls
        ]
        assert asked[0] == ["a.txt"]
        assert len(asked[1]) > 1, "the chat reads several documents"
        assert asked[2:] == [["a.txt"], ["b.txt"], ["c.txt"]], "the row that gave way is asked again"
        assert house.runs.get(survey.id).found == 3
    finally:
        house.close()


class Dying(FakeGenerator):
    """Ends at a certain document."""

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        if "b.txt" in messages[-1].text and not self.calls[2:]:
            self.calls.append(self.calls[0])
            raise WorkerDied(reason="memory")
        return super().generate(messages, sampling, cancel)


def test_a_row_that_fails_does_not_end_the_rest_and_is_asked_again(tmp_path: Path) -> None:
    house = House(tmp_path / "home", generator=Dying(reply))
    try:
        fill(house, tmp_path / "files", silent=False)
        survey = house.surveys.create(QUESTION)
        rows = run(house, survey)
        assert [row.verdict or row.state for row in rows] == [Verdict.FOUND, PartState.FAILED, Verdict.FOUND]
        (line,) = [line for line in lines(survey, rows) if line.state is PartState.FAILED]
        assert "memory" in line.answer
        assert [row.verdict or row.state for row in run(house, survey)] == [Verdict.FOUND] * 3
    finally:
        house.close()


def test_a_document_taken_out_meanwhile_leaves_no_row(house: House) -> None:
    survey = house.surveys.create(QUESTION)
    house.library.remove(survey_document(house, "b.txt"))
    rows = run(house, survey)
    assert "b.txt" not in [row.part.document for row in rows]
    assert all(row.state is PartState.DONE for row in rows)


def survey_document(house: House, name: str) -> int:
    return next(one.id for one in house.library.documents() if one.name == name)


def test_surveys_are_kept_asked_again_and_deleted(house: House) -> None:
    survey = house.surveys.create(QUESTION)
    run(house, survey)
    again = house.surveys.again(survey.id)
    assert (again.title, SurveyScope.of(again), again.total) == (QUESTION, SurveyScope(), 4)
    assert [one.id for one in house.runs.runs()] == [again.id, survey.id]
    house.runs.delete(survey.id)
    assert [one.id for one in house.runs.runs()] == [again.id]
    with pytest.raises(RunUnknown):
        house.runs.results(survey.id)
    with house.vault.read() as db:
        assert db.execute("SELECT count(*) FROM run_parts").fetchone() == (4,)


def test_which_of_these_tells_those_that_say_otherwise(tmp_path: Path) -> None:
    law = "This contract is governed by the laws of {}."

    def governed(messages: Sequence[Message]) -> str:
        return next(line for line in messages[-1].text.splitlines() if line.startswith("This contract"))

    house = House(tmp_path / "home", generator=FakeGenerator(governed))
    try:
        for name, state in (("x.txt", "New York"), ("y.txt", "Delaware")):
            path = tmp_path / name
            path.write_text(law.format(state), encoding="utf-8")
            house.library.add([path])
        house.library.wait_idle()
        survey = house.surveys.create("Which of these contracts are governed by the laws of New York?")
        rows = run(house, survey)
        assert [row.verdict or row.state for row in rows] == [Verdict.FOUND, Verdict.OTHERWISE]
        assert "Is this contract governed" in house.generator.calls[0].messages[-1].text
    finally:
        house.close()


def test_every_part_of_a_document_is_listed_from_and_repetitions_are_merged(tmp_path: Path) -> None:
    def listing(messages: Sequence[Message]) -> str:
        text = messages[-1].text
        return "\n".join(f"- {line}" for line in text.splitlines() if line.endswith("days.")) or "None."

    house = House(tmp_path / "home", generator=FakeGenerator(listing))
    try:
        filler = "Nothing of interest is said on this page about anything at all. " * 8
        rows = [f"Form {n} is returned within {n} days." for n in range(1, 36)]
        path = tmp_path / "forms.txt"
        path.write_text("\n".join(f"{row}\n{filler}" for row in [*rows, rows[0]]), encoding="utf-8")
        house.library.add([path])
        house.library.wait_idle()
        scope = SurveyScope(SurveyKind.SECTIONS, None, (house.library.documents()[0].id,))
        survey = house.surveys.create("all forms with their days", scope)
        assert survey.total > 5
        found = [line for line in lines(survey, run(house, survey)) if line.state is Verdict.FOUND]
        assert [line.answer for line in found] == rows
        assert [one.page for one in found[0].citations] == [1, 71]
        assert [line.page for line in found] == list(range(1, 70, 2))
    finally:
        house.close()


def test_the_table_as_text(house: House) -> None:
    survey = house.surveys.create(QUESTION)
    found = lines(survey, run(house, survey))
    text = written(found, TableFormat.CSV).splitlines()
    assert text[0] == "Document,Answer,State,Page,Section,Quote"
    assert text[1].startswith(f"a.txt,{KEPT.format(5)},Found,2,Retention,")
    assert text[4].startswith("d.txt,No answer found in this document.,Not found,,")
    assert written(found, TableFormat.MARKDOWN).splitlines()[1] == "| --- | --- | --- | --- | --- | --- |"
