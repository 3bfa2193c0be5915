"""A summary covers the whole document, says only what stands there, and goes on after anything."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from archive import FILLER, RULE, SUBJECTS, contents, filler, rule_of, text
from fakes.generator import FakeGenerator
from house import PATIENCE, House

from engine.cancel import CancelToken
from engine.errors import ModelMissing, WorkerDied
from engine.types import Generated, GenerationEvent, Message, ModelInfo, Sampling
from rag.errors import DocumentUnknown, KindUnknown, NoText, RunUnknown
from rag.runs.types import (
    Begun,
    Done,
    Ended,
    Finishing,
    PartState,
    Quick,
    Report,
    Run,
    RunEvent,
    RunState,
)
from rag.summarising.types import Length
from rag.types import Support


def open_house(tmp_path: Path, generator: FakeGenerator) -> House:
    return House(tmp_path / "home", generator=generator)


def add(house: House, folder: Path, name: str = "rules.txt", content: str | None = None) -> int:
    path = folder / name
    path.write_text(text() if content is None else content, encoding="utf-8")
    (addition,) = house.library.add([path])
    house.library.wait_idle()
    return addition.document_id


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = open_house(tmp_path, FakeGenerator(rule_of))
    yield opened
    opened.close()


def make(house: House, summary: Run) -> Report:
    *_, last = house.runs.run(summary.id, CancelToken())
    assert isinstance(last, Ended)
    return house.runs.report(summary.id)


def said(report: Report) -> list[str]:
    return [point.text for block in report.blocks for point in block.points]


def test_every_part_is_read_and_every_point_says_where_it_stands(house: House, tmp_path: Path) -> None:
    document = add(house, tmp_path)
    (summary,) = house.summaries.create([document], "executive", Length.DETAILED)
    report = make(house, summary)
    assert report.run.state is RunState.DONE
    assert report.run.model == "fake"
    assert report.covered.parts_read == report.covered.parts == len(SUBJECTS)
    for years, subject in enumerate(SUBJECTS, 3):
        (point,) = [
            point
            for block in report.blocks
            for point in block.points
            if point.text == f"The {subject} are kept for {years} years in the archive."
        ]
        assert point.support is Support.SUPPORTED
        assert RULE.format(subject=subject, years=years) in point.citations[0].quote


def test_the_first_lines_come_before_the_parts_with_an_estimate(house: House, tmp_path: Path) -> None:
    (summary,) = house.summaries.create([add(house, tmp_path)], "executive", Length.BRIEF)
    events = list(house.runs.run(summary.id, CancelToken()))
    assert isinstance(events[0], Quick)
    assert events[0].points
    parts = [event for event in events if isinstance(event, Done)]
    assert [(event.done, event.total) for event in parts] == [(n, 6) for n in range(1, 7)]
    assert parts[0].seconds_left is None
    assert parts[3].seconds_left is not None
    assert isinstance(events[-2], Finishing)
    assert house.runs.report(summary.id).quick


def test_a_summary_is_about_as_long_as_was_asked_for(house: House, tmp_path: Path) -> None:
    document = add(house, tmp_path)
    (summary,) = house.summaries.create([document], "executive", words=40)
    words = len(" ".join(said(make(house, summary))).split())
    assert 25 <= words <= 60


def test_the_same_document_model_and_seed_give_the_same_summary(house: House, tmp_path: Path) -> None:
    document = add(house, tmp_path)
    one, other = (house.summaries.create([document], "executive")[0] for _ in range(2))
    assert make(house, one).blocks == make(house, other).blocks


def test_what_no_passage_supports_is_asked_for_again_and_then_marked(tmp_path: Path) -> None:
    wrong = "The invoices are kept in the archive for 77 years."
    seen: list[str] = []

    def reply(messages: Sequence[Message]) -> str:
        seen.append(messages[-1].text)
        return wrong if "Sentences of the document" not in messages[-1].text else "Nothing."

    house = open_house(tmp_path, FakeGenerator(reply))
    try:
        document = add(house, tmp_path, content=text(SUBJECTS[:1]))
        (summary,) = house.summaries.create([document], "executive", Length.DETAILED)
        report = make(house, summary)
        (marked,) = [p for block in report.blocks for p in block.points if p.support is not Support.SUPPORTED]
        assert (marked.text, marked.citations) == (wrong, ())
        assert report.unsupported == 1
        assert ["Copy names, numbers and dates exactly" in prompt for prompt in seen[1:]] == [False, True]
    finally:
        house.close()


def test_what_a_document_says_over_and_over_is_shown_once_at_first_glance(tmp_path: Path) -> None:
    house = open_house(tmp_path, FakeGenerator("Nothing."))
    try:
        again = "The tenant pays the rent on the first day of every month, in advance and in full.\n\n"
        document = add(house, tmp_path, content=again * 40)
        (summary,) = house.summaries.create([document], "executive")
        found = [" ".join(point.text.split()) for point in make(house, summary).quick]
        assert found == [again.strip()]
    finally:
        house.close()


def test_a_second_attempt_that_holds_takes_the_place_of_the_first(tmp_path: Path) -> None:
    def reply(messages: Sequence[Message]) -> str:
        again = "Copy names, numbers and dates exactly" in messages[-1].text
        return "The invoices are kept for 3 years." if again else "The invoices are kept for 30 years."

    house = open_house(tmp_path, FakeGenerator(reply))
    try:
        document = add(house, tmp_path, content=text(SUBJECTS[:1]))
        report = make(house, house.summaries.create([document], "executive", Length.DETAILED)[0])
        assert "The invoices are kept for 3 years." in said(report)
        assert report.unsupported == 0
    finally:
        house.close()


def test_stopping_keeps_what_is_done_and_going_on_reads_only_the_rest(house: House, tmp_path: Path) -> None:
    (summary,) = house.summaries.create([add(house, tmp_path)], "executive")
    cancel = CancelToken()
    for event in house.runs.run(summary.id, cancel):
        if isinstance(event, Done) and event.done == 2:
            cancel.cancel()
    stopped = house.runs.report(summary.id)
    assert (stopped.run.state, stopped.run.done) == (RunState.STOPPED, 3), "read together"
    assert said(stopped), "what is done can be read"
    assert house.runs.pending() == []
    asked = len(house.generator.calls)
    assert make(house, stopped.run).run.state is RunState.DONE
    assert len(house.generator.calls) == asked + len(SUBJECTS) - 3


def test_the_end_of_the_program_interrupts_and_the_next_start_goes_on(tmp_path: Path) -> None:
    first = open_house(tmp_path, FakeGenerator(rule_of))
    document = add(first, tmp_path)
    (summary,) = first.summaries.create([document], "executive")
    (queued,) = first.summaries.create([document], "executive", Length.BRIEF)
    seen: list[RunEvent] = []
    for event in first.runs.run(summary.id, CancelToken()):
        seen.append(event)
        if isinstance(event, Begun) and event.done == 3:
            first.runs.close()
    first.close()
    assert not any(isinstance(event, Ended) for event in seen)
    second = open_house(tmp_path, FakeGenerator(rule_of))
    try:
        assert [one.id for one in second.runs.pending()] == [summary.id, queued.id]
        report = make(second, summary)
        assert (report.run.state, report.covered.parts_read) == (RunState.DONE, 6)
        assert len(second.generator.calls) == 3
    finally:
        second.close()


def test_a_question_to_the_chat_goes_first(tmp_path: Path) -> None:
    gate = threading.Semaphore(400)
    house = open_house(tmp_path, FakeGenerator(rule_of, gate=gate))
    try:
        (summary,) = house.summaries.create([add(house, tmp_path)], "executive")
        begun = threading.Event()

        def work() -> None:
            for event in house.runs.run(summary.id, CancelToken()):
                if isinstance(event, Begun):
                    begun.set()

        worker = threading.Thread(target=work)
        worker.start()
        assert begun.wait(PATIENCE)
        chat: list[object] = []
        question = "How long are the letters kept in the archive?"
        asker = threading.Thread(target=lambda: chat.extend(house.chats.answer(question, CancelToken())))
        asker.start()
        while asker.is_alive():
            gate.release()
            asker.join(0.001)
        waiting = house.runs.report(summary.id).covered.parts_read
        assert chat
        assert waiting < len(SUBJECTS), "the answer came before the summary was done"
        gate.release(100_000)
        worker.join(PATIENCE)
        assert house.runs.get(summary.id).state is RunState.DONE
    finally:
        gate.release(100_000)
        house.close()


def test_a_summary_gone_on_with_asks_the_same_parts_together(tmp_path: Path) -> None:
    opened = open_house(tmp_path, FakeGenerator(rule_of))
    document = add(opened, tmp_path)
    whole, cut = (opened.summaries.create([document], "executive")[0] for _ in range(2))
    expected = make(opened, whole).blocks
    asked = [call.messages for call in opened.generator.calls]
    assert opened.generator.together == [3, 3]
    for event in opened.runs.run(cut.id, CancelToken()):
        if isinstance(event, Begun) and event.done == 3:
            opened.runs.close()
    opened.close()
    second = open_house(tmp_path, FakeGenerator(rule_of))
    try:
        assert make(second, cut).blocks == expected
        assert second.generator.together == [3]
        assert [call.messages for call in second.generator.calls] == asked[-3:]
    finally:
        second.close()


def test_parts_read_together_are_kept_together(house: House, tmp_path: Path) -> None:
    (summary,) = house.summaries.create([add(house, tmp_path)], "executive")
    kept = [
        (type(event), house.runs.get(summary.id).done)
        for event in house.runs.run(summary.id, CancelToken())
        if isinstance(event, Begun | Done)
    ]
    assert kept == [(Begun, 0), *[(Done, 3)] * 3, (Begun, 3), *[(Done, 6)] * 3]


class Dying(FakeGenerator):
    """Ends at the part on letters, read with others and by itself, and nowhere after."""

    dies = 2

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        if "# Of letters" in messages[-1].text and self.dies:
            self.dies -= 1
            raise WorkerDied(reason="memory")
        return super().generate(messages, sampling, cancel)


def test_a_part_that_fails_is_told_and_read_again_when_the_summary_goes_on(tmp_path: Path) -> None:
    house = open_house(tmp_path, Dying(rule_of))
    try:
        (summary,) = house.summaries.create([add(house, tmp_path)], "executive")
        report = make(house, summary)
        assert [one.error_code for one in report.covered.failed] == ["worker-died"]
        assert report.covered.parts_read == len(SUBJECTS) - 1
        assert report.run.state is RunState.STOPPED
        report = make(house, summary)
        assert report.covered.failed == ()
        assert report.run.state is RunState.DONE
    finally:
        house.close()


def test_parts_that_fail_only_together_are_read_one_by_one(tmp_path: Path) -> None:
    generator = Dying(rule_of)
    generator.dies = 1
    house = open_house(tmp_path, generator)
    try:
        (summary,) = house.summaries.create([add(house, tmp_path)], "executive")
        report = make(house, summary)
        assert (report.run.state, report.covered.failed) == (RunState.DONE, ())
        assert generator.together == [3, 1, 1, 1, 3]
    finally:
        house.close()


class Dead(FakeGenerator):
    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        self.together.append(len(prompts))
        raise WorkerDied(reason="memory")


def test_a_model_that_always_ends_is_not_asked_for_every_part(tmp_path: Path) -> None:
    house = open_house(tmp_path, Dead(rule_of))
    try:
        (summary,) = house.summaries.create([add(house, tmp_path)], "executive")
        report = make(house, summary)
        assert [one.error_code for one in report.covered.failed] == ["worker-died"] * 2
        assert report.run.state is RunState.STOPPED
        assert house.generator.together == [3, 1, 1]
    finally:
        house.close()


def test_of_parts_read_together_only_those_that_fail_are_asked_again(tmp_path: Path) -> None:
    def reply(messages: Sequence[Message]) -> str:
        again = "Copy names, numbers and dates exactly" in messages[-1].text
        return rule_of(messages).replace("for 4 years", "for 4 years" if again else "for 44 years")

    house = open_house(tmp_path, FakeGenerator(reply))
    try:
        document = add(house, tmp_path, content=text(SUBJECTS[:3]))
        report = make(house, house.summaries.create([document], "executive", Length.DETAILED)[0])
        assert "The contracts are kept for 4 years in the archive." in said(report)
        assert report.unsupported == 0
        assert house.generator.together == [3]
        *_, last = house.generator.calls
        assert ("# Of contracts" in last.messages[-1].text, last.sampling.seed) == (True, 1)
    finally:
        house.close()


class Absent(FakeGenerator):
    def info(self) -> ModelInfo:
        raise ModelMissing(model="absent")


def test_without_a_model_the_summary_waits_and_says_why_and_tables_are_made(tmp_path: Path) -> None:
    house = open_house(tmp_path, Absent(rule_of))
    try:
        document = add(house, tmp_path)
        (summary,) = house.summaries.create([document], "executive")
        with pytest.raises(ModelMissing):
            list(house.runs.run(summary.id, CancelToken()))
        assert house.runs.get(summary.id).state is RunState.STOPPED
        (table,) = house.summaries.create([document], "deadlines")
        report = make(house, table)
        assert report.run.columns
        assert any("3 years" in cell for block in report.blocks for p in block.points for cell in p.cells)
    finally:
        house.close()


def test_a_part_too_long_for_the_model_is_halved(tmp_path: Path) -> None:
    house = open_house(tmp_path, FakeGenerator(rule_of, context_length=420))
    try:
        (summary,) = house.summaries.create([add(house, tmp_path)], "executive", Length.DETAILED)
        report = make(house, summary)
        assert report.covered.failed == ()
        assert "The invoices are kept for 3 years in the archive." in said(report)
        assert len(house.generator.calls) > 2 * len(SUBJECTS)
    finally:
        house.close()


def test_contents_and_indexes_are_skipped_and_said_to_be(house: House, tmp_path: Path) -> None:
    document = add(house, tmp_path, content=f"{contents()}\n\n{text()}")
    report = make(house, house.summaries.create([document], "executive")[0])
    assert {one.reason for one in report.covered.skipped} == {"a table of contents"}
    assert {one.state for one in report.covered.skipped} == {PartState.SKIPPED}


def test_a_document_that_cannot_be_read_says_why(house: House, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (addition,) = house.library.add([tmp_path / "empty.txt"])
    house.library.wait_idle()
    (summary,) = house.summaries.create([addition.document_id], "executive")
    with pytest.raises(NoText):
        list(house.runs.run(summary.id, CancelToken()))
    assert house.runs.get(summary.id).state is RunState.STOPPED


def test_one_of_another_kind_is_made_beside_it_and_all_can_be_searched(house: House, tmp_path: Path) -> None:
    (summary,) = house.summaries.create([add(house, tmp_path)], "executive")
    make(house, summary)
    other = house.summaries.again(summary.id, kind="obligations")
    assert (other.title, other.state) == ("Obligations", RunState.QUEUED)
    assert [one.id for one in house.runs.search("RULES payrolls")] == [summary.id]
    assert house.runs.search("nothing of the kind") == []
    house.runs.delete(summary.id)
    with pytest.raises(RunUnknown):
        house.runs.report(summary.id)


def test_a_document_that_is_removed_takes_its_summaries_along(house: House, tmp_path: Path) -> None:
    document = add(house, tmp_path)
    make(house, house.summaries.create([document], "executive")[0])
    house.library.remove(document)
    assert house.runs.runs() == []
    with house.vault.read() as db:
        assert db.execute("SELECT count(*) FROM run_parts").fetchone() == (0,)
    with pytest.raises(DocumentUnknown):
        house.summaries.create([document], "executive")


def test_people_add_kinds_of_their_own_and_a_wrong_one_says_why(house: House, tmp_path: Path) -> None:
    document = add(house, tmp_path)
    folder = tmp_path / "home" / "summaries"
    folder.mkdir()
    (folder / "archive.toml").write_text(
        'title = "Archive"\ninstruction = "How long is each thing kept? About {words} words."\n', "utf-8"
    )
    (folder / "broken.toml").write_text('title = "Broken"\nfind = "nothing"\n', "utf-8")
    titles = [kind.title for kind in house.summaries.kinds()]
    assert "Archive" in titles
    assert "Broken" not in titles
    make(house, house.summaries.create([document], "archive")[0])
    assert "How long is each thing kept? About" in house.generator.calls[-1].messages[-1].text
    with pytest.raises(KindUnknown) as caught:
        house.summaries.create([document], "broken")
    assert "find" in str(caught.value.facts["detail"])
    with pytest.raises(KindUnknown):
        house.summaries.create([document], "../broken")


def test_a_timeline_of_many_parts_is_in_the_order_of_days(house: House, tmp_path: Path) -> None:
    days = ("4 March 2021", "12 May 1998", "1 July 2010")
    content = "\n\n".join(
        f"# Of {subject}\nThe office of the {subject} was opened on {day}.\n{filler(subject)}\n" + FILLER * 9
        for subject, day in zip(SUBJECTS, days, strict=False)
    )
    (summary,) = house.summaries.create([add(house, tmp_path, content=content)], "timeline")
    report = make(house, summary)
    assert report.covered.parts > 1
    found = [point.cells[0] for point in report.blocks[0].points]
    assert found == ["12 May 1998", "1 July 2010", "4 March 2021"]
