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


def test_recordings_are_heard_with_the_installed_model(tmp_path: Path) -> None:
    shelf = model_path("whisper-tiny.en").parent
    session = Session(
        argparse.Namespace(), resolve(tmp_path / "home", shelf), Output(True, io.StringIO(), io.StringIO())
    )
    with document_reader(session) as reader:
        found = [one for one in reader.read(NOTICE, None, CancelToken()) if isinstance(one, Page)]
    assert "hours" in found[0].text
