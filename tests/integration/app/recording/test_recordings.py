"""Recordings go into the vault as they are heard: what was heard is there after anything, and only there."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import codecpod
import numpy as np
import pytest
from fakes.microphone import NOTICE, FakeMicrophone, spoken
from fakes.speaker import FakeSpeaker
from house import KEY, PATIENCE, House
from models import model_path

from app.aloud.recordings import PlayingRecordings
from app.errors import SetByOrganisation
from app.organisation.held import hold
from app.organisation.rules import Rules
from app.recording.recordings import Recordings, Take
from engine.cancel import CancelToken
from engine.errors import NoSoundDevice
from engine.speech import RATE
from engine.speech.decoding import Recording
from rag.errors import HearerNeeded
from rag.indexing.held import held_bytes
from rag.reading.reader import DocumentReader
from rag.storing.copying import copy_under
from rag.storing.documents import DocumentStore
from rag.storing.recordings import is_held
from rag.storing.taking import take_document
from rag.storing.vault import Vault
from rag.types import DocumentState

PROGRAM = Path(__file__).resolve().parents[3] / "helpers" / "programs" / "recorded.py"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "home")
    yield made
    made.close()


def record(recordings: Recordings, microphone: FakeMicrophone, name: str = "Meeting") -> Take:
    """Until all is said."""
    recordings.microphone = microphone
    take, end = recordings.begin(name), CancelToken()
    threading.Thread(target=lambda: (microphone.all_said.wait(PATIENCE), end.cancel()), daemon=True).start()
    list(take.listen(end))
    return take


def sound_of(house: House, take: Take) -> np.ndarray:
    (found,) = house.services.recordings.waiting()
    assert found.token == take.token
    made = held_bytes(house.store, house.store.recordings.name(take.token, "Meeting"))
    assert made is not None
    return np.concatenate([one.samples for one in Recording(made).pieces()])


def test_what_is_said_with_a_pause_between_is_one_recording(house: House) -> None:
    said, recordings = spoken(), house.services.recordings
    take = record(recordings, FakeMicrophone(said, speed=200))
    end = CancelToken()
    recordings.microphone = more = FakeMicrophone(said, speed=200)
    take._microphone = more
    threading.Thread(target=lambda: (more.all_said.wait(PATIENCE), end.cancel()), daemon=True).start()
    list(take.listen(end))
    assert recordings.is_open
    assert not recordings.waiting()
    recordings.end(take)
    assert not recordings.is_open
    assert more.closed == 1
    found = sound_of(house, take)
    assert found.size / RATE == pytest.approx(take.seconds)
    np.testing.assert_allclose(found[: said.size], said, atol=1e-4)
    assert found.size >= 2 * said.size


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, float]:
    """The home of a process that was killed while it recorded, its folder for what is temporary, and how many
    seconds it had heard.
    """
    home, temporary = tmp_path_factory.mktemp("killed") / "home", tmp_path_factory.mktemp("temporary")
    named = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(temporary))
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(home), str(NOTICE)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **named, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert process.stdout is not None
    heard = next(seconds for line in process.stdout if (seconds := float(line)) > 9)
    process.kill()
    process.wait(PATIENCE)
    process.stdout.close()
    return home, temporary, heard


def test_nothing_of_it_can_be_heard_on_the_disk(killed: tuple[Path, Path, float]) -> None:
    home, temporary, _ = killed
    files = [one for folder in (home, temporary) for one in folder.rglob("*") if one.is_file()]
    assert any(one.name == "vault.db" for one in files)
    for one in files:
        data = one.read_bytes()
        assert b"fLaC" not in data, one
        assert b"Inspection" not in data, one
        with pytest.raises(codecpod.CodecpodError):
            codecpod.load(data)


def test_what_was_heard_before_the_process_was_killed_is_offered(killed: tuple[Path, Path, float]) -> None:
    home, _, heard = killed
    house = House(home)
    try:
        (found,) = house.services.recordings.waiting()
        assert found.name == "Inspection"
        assert heard - 2.2 <= found.samples / RATE
        made = held_bytes(house.store, house.store.recordings.name(found.token, ""))
        assert made is not None
        whole = np.concatenate([one.samples for one in Recording(made).pieces()])
        np.testing.assert_allclose(whole[: 4 * RATE], spoken()[: 4 * RATE], atol=1e-4)
        house.services.recordings.discard(found.token)
        assert house.services.recordings.waiting() == []
    finally:
        house.close()


def test_where_the_microphone_goes_what_was_heard_stays(house: House) -> None:
    recordings, said = house.services.recordings, spoken()
    recordings.microphone = FakeMicrophone(said, speed=200, lost=True)
    take = recordings.begin("Meeting")
    with pytest.raises(NoSoundDevice):
        list(take.listen(CancelToken()))
    recordings.end(take)
    assert sound_of(house, take).size >= said.size


def test_without_a_microphone_nothing_is_left(house: House) -> None:
    recordings = house.services.recordings
    recordings.microphone = FakeMicrophone(absent=True)
    take = recordings.begin("Meeting")
    with pytest.raises(NoSoundDevice):
        list(take.listen(CancelToken()))
    recordings.end(take)
    assert recordings.waiting() == []
    assert house.store.recordings.waiting() == []


def test_what_is_discarded_is_nowhere(house: House) -> None:
    recordings = house.services.recordings
    take = record(recordings, FakeMicrophone(spoken(), speed=200))
    recordings.end(take)
    recordings.discard(take.token)
    with house.vault.read() as db:
        assert db.execute("SELECT count(*) FROM recordings").fetchone() == (0,)
        assert db.execute("SELECT count(*) FROM recording_pieces").fetchone() == (0,)
    log = house.vault.path.with_name(house.vault.path.name + "-wal")
    assert not log.exists() or log.stat().st_size == 0


def test_the_organisation_may_forbid_it(house: House) -> None:
    hold(Rules(record_sound=False, source="policy"))
    try:
        with pytest.raises(SetByOrganisation):
            house.services.recordings.begin("Meeting")
        assert house.store.recordings.waiting() == []
    finally:
        hold(Rules())


def test_a_copy_of_the_library_has_what_is_kept_and_nothing_else(house: House, tmp_path: Path) -> None:
    recordings, store = house.services.recordings, house.store
    takes = []
    for name in ("Kept", "Removed", "Undecided"):
        takes.append(record(recordings, FakeMicrophone(spoken()[: 4 * RATE], speed=200), name))
        recordings.end(takes[-1])
    numbers = []
    for take in takes[:2]:
        path = store.recordings.name(take.token, "")
        numbers.append(store.enqueue(str(path), path.name, 1, ""))
        store.fail(numbers[-1], HearerNeeded(path=str(path)))
    store.removed.put([numbers[1]])
    copy_under(house.vault, tmp_path / "copy.db", KEY)
    copy = Vault.open(tmp_path / "copy.db", KEY)
    try:
        with copy.read() as db:
            found = db.execute("SELECT token FROM recordings").fetchall()
            pieces = {row[0] for row in db.execute("SELECT token FROM recording_pieces")}
        assert found == [(takes[0].token,)]
        assert pieces == {takes[0].token}
    finally:
        copy.close()


def test_a_matter_that_takes_a_document_has_its_sound(house: House, tmp_path: Path) -> None:
    recordings, store = house.services.recordings, house.store
    take = record(recordings, FakeMicrophone(spoken()[: 4 * RATE], speed=200))
    recordings.end(take)
    path = store.recordings.name(take.token, "")
    number = store.enqueue(str(path), path.name, 1, "")
    store.fail(number, HearerNeeded(path=str(path)))
    whole = held_bytes(store, path)
    other = Vault.create(tmp_path / "other.db", KEY)
    try:
        take_document(house.vault, other, number, "beside")
        there = DocumentStore(other)
        (document,) = there.list()
        assert held_bytes(there, Path(document.path)) == whole
        assert there.recordings.waiting() == []
    finally:
        other.close()


@pytest.mark.model
def test_what_is_kept_is_a_document_that_is_heard_and_played(tmp_path: Path) -> None:
    reader = DocumentReader(hearer=lambda: model_path("whisper-tiny.en"))
    house = House(tmp_path / "home", reader=reader)
    try:
        recordings = house.services.recordings
        take = record(recordings, FakeMicrophone(spoken(), speed=200))
        recordings.end(take)
        document = recordings.keep(take.token, "Roof: 3/4 done?").outcome.result(120)
        assert document.state is DocumentState.READY, document
        assert document.name == "Roof 3 4 done.flac"
        assert is_held(Path(document.path))
        assert not Path(document.path).exists()
        text = house.store.text(document.id)
        assert "72 hours" in text
        assert recordings.waiting() == []
        speaker = FakeSpeaker()
        playing = PlayingRecordings(house.store, reader)
        at = text.index("72 hours")
        heard = list(playing.play(document, at, speaker, CancelToken()))
        assert heard
        assert sum(one.samples.size for one in speaker.played) > RATE
        again = house.library.retry(document.id).outcome.result(120)
        assert again.id == document.id
        house.removals.put([document.id])
        assert held_bytes(house.store, Path(document.path)) is not None, "it can be brought back"
        house.removals.empty()
        assert held_bytes(house.store, Path(document.path)) is None
        assert recordings.waiting() == []
    finally:
        house.close()
        reader.close()


@pytest.mark.model
def test_one_that_cannot_be_transcribed_is_not_lost(tmp_path: Path) -> None:
    reader = DocumentReader()  # no model that hears
    house = House(tmp_path / "home", reader=reader)
    try:
        recordings = house.services.recordings
        take = record(recordings, FakeMicrophone(spoken(), speed=200))
        recordings.end(take)
        addition = recordings.keep(take.token, "Meeting")
        house.library.wait_idle()
        assert addition.document_id is not None
        failed = house.library.document(addition.document_id)
        assert failed.error_code == "hearer-needed"
        house.library.remove(failed.id)
        (found,) = recordings.waiting()
        assert found.token == take.token
    finally:
        house.close()
        reader.close()
