"""What commands without a library read with: the installed models, those that hear among them."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from models import model_path

from app.cli.output import Output
from app.cli.reading import document_reader
from app.cli.session import Session
from app.paths import resolve
from engine.cancel import CancelToken
from rag.types import Page

NOTICE = Path(__file__).resolve().parents[3] / "data" / "speech" / "notice.opus"


def session_over(tmp_path: Path, model: str) -> Session:
    shelf = model_path(model).parent
    output = Output(True, io.StringIO(), io.StringIO())
    return Session(argparse.Namespace(), resolve(tmp_path / "home", shelf), output)


def test_recordings_are_heard_with_the_installed_model(tmp_path: Path) -> None:
    with document_reader(session_over(tmp_path, "whisper-tiny.en")) as reader:
        found = [one for one in reader.read(NOTICE, None, CancelToken()) if isinstance(one, Page)]
    assert "hours" in found[0].text


def test_their_speakers_are_told_apart_with_the_installed_model(tmp_path: Path) -> None:
    with document_reader(session_over(tmp_path, "campplus")) as reader:
        (point,) = reader.voices(NOTICE, [(0.0, 3.0)], CancelToken())
    assert point is not None
    assert point.size
