"""How people ask, and how documents write of it."""

from __future__ import annotations

import json

from rag.finding.thesaurus import THESAURUS, Thesaurus

ENTRIES = [
    {"asked": ["gross margin", "gross profitability"], "written": ["gross profit", "cost of sales"]},
    {"asked": ["capex"], "written": ["purchases of property", "cost of sales"]},
]


def test_a_phrase_brings_what_documents_write_whatever_its_ending() -> None:
    thesaurus = Thesaurus(ENTRIES)
    assert thesaurus.related("Are Gross Margins consistent?") == ("gross profit", "cost of sales")
    assert thesaurus.related("capex and gross margin") == (
        "gross profit",
        "cost of sales",
        "purchases of property",
    )


def test_words_apart_are_not_the_phrase() -> None:
    assert Thesaurus(ENTRIES).related("the gross weight and the margin") == ()


def test_the_one_that_comes_with_the_program_has_whole_entries_that_bring_something_new() -> None:
    entries = json.loads(THESAURUS.read_text(encoding="utf-8"))["entries"]
    asked = [phrase for entry in entries for phrase in entry["asked"]]
    assert len(asked) == len(set(asked))
    for entry in entries:
        assert set(entry["written"]) - set(entry["asked"])
    assert "cost of sales" in Thesaurus.load().related("What is the gross margin?")
    assert Thesaurus.load().related("Within how many hours is a breach notified?") == ()
