"""A reader that a document has taken over reaches its own file and nothing else; an honest one reads on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from files import documents, office, pictures
from programs.worker_runs import spec

from engine.provision.standby import FetcherStandby
from engine.sealing import landlock
from engine.workers.confining import Work
from engine.workers.worker import Worker
from rag.reading.frames import event_of
from rag.types import Page

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's means are Linux's")

_TARGET = "programs.hostile_reader:build"


def hostile(*files: Path, work: Work = Work.READING) -> Worker:
    return Worker(replace(spec(_TARGET, files=files), work=work))


@pytest.fixture(scope="module", params=Work)
def work(request: pytest.FixtureRequest) -> Work:
    """What models are kept from is held to the same."""
    return Work(request.param)


@pytest.fixture(scope="module")
def attempts(work: Work, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("attack")
    own, secret = folder / "own.pdf", folder / "secret.txt"
    own.write_bytes(b"%PDF-1.7")
    secret.write_text("the words of another document")
    standby = FetcherStandby(folder)
    try:
        with hostile(own, work=work) as worker:
            said = worker.call(
                "attack",
                {
                    "own": str(own),
                    "secret": str(secret),
                    "folder": str(folder),
                    "parent": os.getpid(),
                    "fetcher": standby.pid,
                },
            ).header
        assert secret.read_text() == "the words of another document"
        assert sorted(path.name for path in folder.iterdir()) == ["own.pdf", "secret.txt"]
        yield said
    finally:
        standby.close()


def test_it_reads_its_own_file(attempts: dict[str, Any]) -> None:
    assert attempts["own file"] == "done"


def test_it_opens_no_socket_of_any_family(work: Work, attempts: dict[str, Any]) -> None:
    opened = attempts["sockets not refused"]
    if work is Work.DRIVING:  # within this machine, and it can connect, send and take nothing
        opened = {name: said for name, said in opened.items() if not name.startswith("socket 1 ")}
    assert opened == {}


def test_everything_else_is_refused(work: Work, attempts: dict[str, Any]) -> None:
    if not landlock.version():
        pytest.skip("this kernel has no Landlock")
    tried = {name: said for name, said in attempts.items() if isinstance(said, str) and name != "own file"}
    if work is Work.DRIVING:
        del tried["socket pair"]  # between its own threads, as some drivers want
    assert len(tried) > 60
    assert {name: said for name, said in tried.items() if said not in ("EACCES", "EPERM", "ENOSYS")} == {}


def text_of(path: Path) -> str:
    """As the process reads that may run an attacker's code, confined as every reader is."""
    with hostile(path) as worker:
        frames = worker.request("read", {"path": str(path)})
        events = [event_of(frame) for frame in frames if frame.header["event"] != "begun"]
    return "\n".join(event.text for event in events if isinstance(event, Page))


def test_a_confined_reader_reads_a_pdf(tmp_path: Path) -> None:
    assert "breach" in text_of(documents.pdf(tmp_path / "a.pdf", [documents.BREACH])).lower()


def test_a_confined_reader_reads_a_photographed_page(tmp_path: Path) -> None:
    sheet = pictures.page(["The tenant owes the rent", "by the third working day."])
    photo = pictures.photographed(sheet, (1200, 1600), ((80, 60), (1130, 90), (1100, 1540), (60, 1500)))
    assert "third working day" in text_of(pictures.saved(tmp_path / "photo.jpg", photo))


def test_a_confined_reader_reads_an_archive(tmp_path: Path) -> None:
    inner = documents.pdf(tmp_path / "inner.pdf", [documents.BREACH]).read_bytes()
    archive = office.zip_of(tmp_path / "a.zip", {"inner.pdf": inner, "note.txt": "Kündigung zum Monatsende"})
    text = text_of(archive)
    assert "breach" in text.lower()
    assert "Kündigung zum Monatsende" in text


def test_a_confined_reader_reads_mail(tmp_path: Path) -> None:
    path = office.eml(tmp_path / "a.eml", {}, text="La réunion est reportée au 12 mars.")
    assert "reportée au 12 mars" in text_of(path)


def test_another_file_under_the_same_path_is_another(tmp_path: Path) -> None:
    """What was put there after the process began is not its file."""
    path = tmp_path / "a.txt"
    path.write_text("first")
    with hostile(path) as worker:
        worker.start()
        (tmp_path / "b.txt").write_text("second")
        (tmp_path / "b.txt").replace(path)
        said = worker.call(
            "attack",
            {"own": str(path), "secret": "/etc/hosts", "folder": "/tmp", "parent": 1, "fetcher": 1},
        ).header
    assert said["own file"] == ("EACCES" if landlock.version() else "done")
