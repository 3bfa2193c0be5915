"""The log: what of an error is kept, and what happens where nothing can be written."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.logs import log_unforeseen, start_logging


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """The root logger, as it was before afterwards."""
    logger = logging.getLogger()
    before, level = list(logger.handlers), logger.level
    yield logger
    for handler in [one for one in logger.handlers if one not in before]:
        logger.removeHandler(handler)
        handler.close()
    logger.setLevel(level)


def test_a_log_that_cannot_be_written_says_nothing(
    root: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_logging(tmp_path / "logs")
    (tmp_path / "logs" / "confidant.log").mkdir()  # cannot be opened, as on a disk that is read only
    root.info("something")
    assert capsys.readouterr().err == ""


def test_what_an_error_says_is_not_logged(root: logging.Logger, tmp_path: Path) -> None:
    start_logging(tmp_path / "logs")

    def fail() -> None:
        raise LookupError("words of a document")

    try:
        fail()
    except LookupError as error:
        log_unforeseen(root, error)
    kept = (tmp_path / "logs" / "confidant.log").read_text(encoding="utf-8")
    assert "LookupError" in kept
    assert ": fail" in kept
    assert "words of a document" not in kept
