"""Names of files are composed, readable, and told apart."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from any_text import fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.language.file_names import is_called, name_of, printable, readable, same_name, told_apart


@pytest.mark.parametrize(
    ("written", "page"),
    [("café.txt", "latin-1"), ("Größe der Räume.txt", "cp1252"), ("Договор аренды.txt", "cp1251")],
)
def test_a_name_that_is_no_utf_8_is_shown_in_letters(written: str, page: str) -> None:
    name = written.encode(page).decode("utf-8", "surrogateescape")
    assert readable(name) == written
    assert printable(name).isascii()


def test_names_are_composed_and_compared_so() -> None:
    assert name_of(Path("/a/Pru\u0308fplan.txt")) == "Prüfplan.txt"
    assert same_name("Pru\u0308fplan.TXT", "Prüfplan.txt")
    assert is_called("/Akten/2024/Pru\u0308fplan.txt", "2024/Prüfplan.txt")
    assert is_called("C:\\Akten\\2024\\a.txt", "2024/a.txt")
    assert not is_called("/Akten/22024/a.txt", "2024/a.txt")


def test_files_of_one_name_are_called_with_their_folders() -> None:
    paths = ["/x/2024/invoice.txt", "/x/2025/invoice.txt", "/y/2025/invoice.txt", "/z/Invoice.txt"]
    assert list(told_apart(paths).values()) == [
        "2024/invoice.txt", "x/2025/invoice.txt", "y/2025/invoice.txt", "z/Invoice.txt",
    ]  # fmt: skip
    assert told_apart(["/x/a.txt"]) == {"/x/a.txt": "a.txt"}


@given(st.lists(st.binary(min_size=1, max_size=12).filter(lambda name: b"\0" not in name), max_size=4))
@fuzzed
def test_any_bytes_are_a_name(names: list[bytes]) -> None:
    paths = [f"/{os.fsdecode(name)}" for name in names]
    for called in told_apart(paths).values():
        called.encode("utf-8")
    for path in paths:
        printable(path).encode("utf-8")
