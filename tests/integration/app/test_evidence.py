"""Packs of evidence are checked without the library and made again elsewhere; no byte changes unseen."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fakes.generator import FakeGenerator
from files.documents import BREACH
from house import House

from app.errors import EvidenceUnreadable, NoEvidence
from app.evidence.pack import opened, written
from app.evidence.replaying import replay
from app.evidence.verifying import Found, check
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader

QUESTION = "Within how many hours must the controller notify a breach?"


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    made = DocumentReader()
    yield made
    made.close()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "gdpr.pdf"
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path))
    for at, line in enumerate(("Notification", *(BREACH[i : i + 80] for i in range(0, len(BREACH), 80)))):
        canvas.drawString(60, 760 - 16 * at, line)
    canvas.save()
    return path


@pytest.fixture
def house(tmp_path: Path, source: Path, reader: DocumentReader) -> Iterator[House]:
    made = House(tmp_path / "home", generator=FakeGenerator(BREACH), reader=DocumentReader())
    made.library.add([source])
    made.library.wait_idle()
    yield made
    made.close()


@pytest.fixture
def pack(house: House, tmp_path: Path) -> Path:
    chat = house.chats.create()
    list(house.chats.ask(chat.id, QUESTION, CancelToken()))
    (turn,) = house.chats.turns(chat.id)
    assert turn.answer is not None
    assert turn.answer.found
    path = tmp_path / "answer.zip"
    path.write_bytes(house.services.evidence.of_turn(turn.id))
    return path


def test_a_pack_holds_without_the_library(
    pack: Path, source: Path, reader: DocumentReader, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(source, elsewhere / "renamed.pdf")
    checked = check(pack, [elsewhere], reader, CancelToken())
    assert checked.holds
    assert {one.found for one in checked.quotes} == {Found.THERE}
    facts = checked.pack.facts
    assert facts["question"] == QUESTION
    assert facts["model"]["sha256"]
    assert facts["quotes"][0]["boxes"]
    name = next(iter(facts["quotes"][0]["pictures"].values()))
    assert checked.pack.files[name].startswith(b"\x89PNG")


def test_a_quote_that_its_source_lacks_is_told(
    pack: Path, source: Path, reader: DocumentReader, tmp_path: Path
) -> None:
    facts, files = opened(pack)[0].facts, opened(pack)[0].files
    facts["quotes"][0]["quote"] = "The controller need not notify anybody."
    pack.write_bytes(written(facts, files))  # a forger knows how packs are written
    checked = check(pack, [source], reader, CancelToken())
    assert checked.changed == ()
    assert not checked.proof  # but not what the log noted
    assert checked.quotes[0].found is Found.NOT
    assert not checked.holds
    source.write_bytes(source.read_bytes() + b"\n")
    assert check(pack, [source], reader, CancelToken()).quotes[0].found is Found.NO_SOURCE


def test_a_changed_byte_is_found_and_named(pack: Path) -> None:
    whole = pack.read_bytes()
    with zipfile.ZipFile(pack) as packed:
        places = {one.filename: one.header_offset for one in packed.infolist()}
        said = packed.read("evidence.json")
    assert opened(pack)[1] == ()
    at = whole.index(said) + 200
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    with suppress(EvidenceUnreadable):  # it may be no JSON any more
        assert "evidence.json" in opened(pack)[1]
    picture = next(name for name in places if name.endswith(".png"))
    at = places[picture] + 200
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    assert opened(pack)[1] == (picture,)
    chance = random.Random(7)
    for at in (*chance.sample(range(len(whole)), 150), *range(len(whole) - 200, len(whole))):
        pack.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
        try:
            assert opened(pack)[1] != (), at
        except EvidenceUnreadable:
            continue
    pack.write_bytes(whole + b"x")
    assert opened(pack)[1] == (f"byte {len(whole)}",)


def test_the_answer_is_made_again_in_another_home(pack: Path, source: Path, tmp_path: Path) -> None:
    other = House(tmp_path / "other", generator=FakeGenerator(BREACH), reader=DocumentReader())
    try:
        found, _ = opened(pack)
        again = replay(found, [source], other.services.apart, CancelToken())
        assert again.same, again.differs
        assert again.differs == ()
        assert other.library.documents() == []  # nothing of it stays
        lacking = replay(found, [], other.services.apart, CancelToken())
        assert not lacking.same
    finally:
        other.close()


def test_another_answer_is_told(pack: Path, source: Path, tmp_path: Path) -> None:
    facts, files = opened(pack)[0].facts, opened(pack)[0].files
    facts["answer"]["text"] = "Within 96 hours."
    pack.write_bytes(written(facts, files))
    other = House(tmp_path / "other", generator=FakeGenerator(BREACH), reader=DocumentReader())
    try:
        assert not replay(opened(pack)[0], [source], other.services.apart, CancelToken()).same
    finally:
        other.close()


def test_a_pack_stands_in_the_log(house: House, pack: Path) -> None:
    (entry,) = [one for one in house.services.audit.entries() if one.kind == "evidence"]
    assert opened(pack)[0].facts["audit"]["hash"] == entry.hash
    assert house.services.audit.verify().flaws == ()


def test_a_run_is_packed_with_its_quotes(
    house: House, source: Path, reader: DocumentReader, tmp_path: Path
) -> None:
    from rag.surveying.types import SurveyKind, SurveyScope

    run = house.surveys.create(QUESTION, SurveyScope(SurveyKind.DOCUMENTS))
    list(house.runs.run(run.id, CancelToken()))
    path = tmp_path / "table.zip"
    path.write_bytes(house.services.evidence.of_run(house.runs.report(run.id)))
    checked = check(path, [source], reader, CancelToken())
    assert checked.holds
    assert checked.quotes
    with pytest.raises(NoEvidence):
        replay(checked.pack, [source], house.services.apart, CancelToken())


def test_what_is_no_pack_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    for data in (b"", b"PK", json.dumps({}).encode()):
        path.write_bytes(data)
        with pytest.raises(EvidenceUnreadable):
            opened(path)
