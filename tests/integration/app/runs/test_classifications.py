"""Tables of labels: a suggested reply out of the other documents alone, corrections in the table, tags."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from house import House

from engine.cancel import CancelToken
from rag.classifying.scope import Verdict
from rag.errors import PresetUnknown
from rag.runs.types import Run

RULE = "A forgotten password is renewed under Settings, Security."
MAIL = "Hello,\nhow is a forgotten password renewed?\nAda"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    generator = FakeGenerator(
        lambda messages: RULE if RULE in messages[-1].text else "Not in your documents."
    )
    with closing(House(tmp_path / "home", generator=generator)) as house:
        for name, text in (("mail.txt", MAIL), ("manual.txt", f"# Passwords\n{RULE}")):
            (tmp_path / name).write_text(text, encoding="utf-8")
            house.library.add([tmp_path / name], "inbox" if name == "mail.txt" else "help")
        house.library.wait_idle()
        yield house


def made(house: House, **wishes: object) -> Run:
    (mail,) = house.library.named("mail.txt")
    run = house.services.classifications.create("helpdesk", [mail.id], **wishes)  # type: ignore[arg-type]
    list(house.runs.run(run.id, CancelToken()))
    return house.runs.get(run.id)


def told(house: House, run: Run) -> dict[str, Verdict]:
    (result,) = house.runs.results(run.id)
    return {one.axis: one for one in map(Verdict.of, result.points)}


@pytest.mark.parametrize("knowledge", [None, "help"])
def test_a_reply_is_taken_from_the_other_documents_and_cited(house: House, knowledge: str | None) -> None:
    run = made(house, reply=True, knowledge=knowledge)
    (result,) = house.runs.results(run.id)
    reply = result.points[-1]
    assert reply.text == RULE
    assert {one.document for one in reply.citations} == {"manual.txt"}
    assert run.model
    report = house.runs.report(run.id)
    assert report.blocks[0].points[0].cells[-2] == RULE


def test_where_the_other_documents_are_silent_no_reply_is_suggested(house: House) -> None:
    house.library.remove(house.library.named("manual.txt")[0].id)
    run = made(house, reply=True)
    (result,) = house.runs.results(run.id)
    assert result.points[-1].text == ""
    assert result.points[-1].citations == ()
    assert told(house, run)["queue"].label == "access"


def test_a_correction_changes_the_table_and_is_kept(house: House) -> None:
    run = made(house)
    (mail,) = house.library.named("mail.txt")
    assert told(house, run)["queue"].label == "access"
    number = house.services.classifications.correct(run.id, mail.id, "queue", "question")
    assert told(house, run)["queue"] == Verdict("queue", "question", 1.0, "document", "mail.txt")
    assert house.runs.report(run.id).blocks[0].points[0].cells[1] == "Question"
    again = house.services.classifications.again(run.id)
    list(house.runs.run(again.id, CancelToken()))
    assert told(house, again)["queue"].label == "question", "the very document is not judged again"
    with pytest.raises(PresetUnknown):
        house.services.classifications.correct(run.id, mail.id, "queue", "gardening")
    assert [one.id for one in house.services.classifications.examples("helpdesk")] == [number]
    house.library.remove(mail.id)
    assert house.services.classifications.examples() == [], "it goes with its document"


def test_tags_are_made_of_labels_that_say_something(house: House) -> None:
    (mail,) = house.library.named("mail.txt")
    found = house.services.classifications.tags_for(made(house).id)
    assert found == {mail.id: ["Access", "Normal", "English"]}
