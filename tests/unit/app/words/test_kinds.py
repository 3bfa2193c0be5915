"""Kinds of summaries are called as the language calls them; those of a person's own as the person does."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.words import catalogue
from app.words.kinds import about_words, column_words, title_words
from rag.runs.kinds import COMPARISON, KINDS, Kind, Kinds

FINDERS = [tomllib.loads(file.read_text(encoding="utf-8")).get("find", "") for file in KINDS.glob("*.toml")]


def shipped() -> tuple[Kind, ...]:
    kinds = Kinds(finders=FINDERS)
    found = (*kinds.all(), kinds.get(COMPARISON))
    assert len(found) == len(list(KINDS.glob("*.toml")))
    return found


@pytest.fixture
def german() -> Iterator[None]:
    before = catalogue.spoken()
    catalogue.use("de")
    yield
    catalogue.use(before)


@pytest.mark.parametrize("kind", shipped(), ids=lambda kind: kind.id)
def test_the_catalogue_has_what_the_files_say(kind: Kind) -> None:
    assert catalogue.has(f"kinds.titles.{kind.title}")
    assert all(catalogue.has(f"kinds.columns.{one}") for one in kind.columns)
    assert catalogue.say(f"kinds.about.{kind.id}") == kind.about
    assert (title_words(kind.title), column_words(kind.columns)) == (kind.title, kind.columns)


@pytest.mark.usefixtures("german")
def test_a_kind_that_comes_along_is_called_as_the_language_calls_it() -> None:
    executive = Kinds(finders=FINDERS).get("executive")
    assert title_words(executive.title) == "Kurzfassung"
    assert about_words(executive).startswith("Was das Dokument sagt")
    assert column_words(("Who", "By when")) == ("Wer", "Bis wann")


@pytest.mark.usefixtures("german")
def test_a_kind_of_ones_own_is_called_as_it_was_given() -> None:
    own = replace(Kinds(finders=FINDERS).get("executive"), title="For Dr. Roe", about="Short.", own=True)
    assert title_words(own.title) == "For Dr. Roe"
    assert about_words(own) == "Short."
    assert column_words(("Party", "Fee")) == ("Party", "Fee")
