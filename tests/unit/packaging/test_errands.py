"""What a packaged program is tried out with is what the program can do, and a fault of it is seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.parser import parse
from engine.starting import VERB
from release import checking, errands
from release.errands import ERRANDS, Errand, prepare


@pytest.mark.parametrize("errand", ERRANDS, ids=lambda one: one.name)
def test_an_errand_is_a_command_of_the_program(errand: Errand) -> None:
    parse(list(errand.arguments))


def test_what_was_not_said_not_made_or_not_taken_out_is_missed(tmp_path: Path) -> None:
    errand = Errand("", (), "43.5", "out.pdf", b"%PDF", b"Berger")
    made = tmp_path / "out.pdf"
    assert "43.5" in errand.missed("44", tmp_path)
    assert "out.pdf" in errand.missed("43.5", tmp_path)
    made.write_bytes(b"%PDF" + b"x" * 50)
    assert "54 bytes" in errand.missed("43.5", tmp_path)
    made.write_bytes(b"PK" + b"x" * 500)
    assert "not what it should be" in errand.missed("43.5", tmp_path)
    made.write_bytes(b"%PDF" + b"x" * 500 + b"Berger")
    assert "Berger" in errand.missed("43.5", tmp_path)
    made.write_bytes(b"%PDF" + b"x" * 500)
    assert errand.missed("43.5", tmp_path) == ""


def test_the_table_that_is_forecast_has_whole_years(tmp_path: Path) -> None:
    prepare(tmp_path)
    head, *rows = (tmp_path / errands._SALES).read_text(encoding="utf-8").splitlines()
    assert head == "Month;Sales"
    assert len(rows) == 72
    assert rows[-1].startswith("2023-12-01;")


def test_the_word_that_makes_a_process_of_the_program_is_the_same() -> None:
    assert checking.VERB == VERB
