"""Columns of presets are called in the program's language; those of one's own, and JSON, stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.words.catalogue import ENGLISH, names, use
from app.words.extracting import column_words, head_words
from rag.extracting.fields.schema import parsed, preset, preset_names


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use(ENGLISH)


def columns() -> set[str]:
    return {column.name for name in preset_names() for column in preset(name).columns}


def test_every_column_of_a_preset_has_its_words_and_no_other() -> None:
    assert set(names("extractions.columns")) == columns()


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "ar"])
def test_columns_of_presets_are_called_in_the_language_of_the_window(language: str) -> None:
    use(language)
    lease = {column.name: column_words(column) for column in preset("lease").columns}
    assert set(lease) == {"party", "premises", "rent", "deposit", "begins", "ends", "notice"}
    assert all(words != name for name, words in lease.items())
    assert [head_words(column) for column in preset("lease").columns] == list(lease.values())


def test_english_names_stay_as_scripts_know_them() -> None:
    number = next(one for one in preset("invoice").columns if one.name == "invoice_number")
    assert (column_words(number), head_words(number)) == ("invoice number", "invoice_number")


def test_a_column_of_ones_own_is_called_as_it_is() -> None:
    use("de")
    own = parsed('{"columns": [{"name": "rent", "question": "What does the boat cost?", "type": "money"}]}')
    assert [column_words(one) for one in own.columns] == ["rent"]
