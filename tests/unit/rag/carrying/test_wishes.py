"""Wishes that are carried out, in five languages, and texts that are none: by rules, never by a model."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from errands import PAGES, wished

from rag.calling.tools import own_tools
from rag.types import Outcome

GOLD: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[3] / "data" / "wishes_carried.toml").read_text(encoding="utf-8")
)
NAMES, OPEN = GOLD["documents"], [GOLD["open"]]


@pytest.mark.parametrize("wish", GOLD["wish"], ids=lambda one: one["said"])
def test_a_plain_wish_is_a_call_with_its_arguments(wish: dict[str, Any]) -> None:
    told = wished(wish["said"], NAMES, OPEN)
    assert told is not None
    assert told.wish is not None
    errand = told.wish.errand
    assert errand is not None
    assert (told.outcome, errand.tool) == (Outcome.ACTION, wish["tool"])
    for name in ("tags", "columns", "preset", "page", "query", "value", "horizon"):
        assert errand.arguments.get(name) == wish.get(name), name
    assert [NAMES[one - 1] for one in told.wish.documents] == wish.get("documents", [])
    for said in (*wish.get("tags", ()), *wish.get("columns", ())):
        assert said in told.text  # each call is shown


@pytest.mark.parametrize("text", GOLD["none"]["said"])
def test_what_only_speaks_of_such_things_is_no_wish(text: str) -> None:
    assert wished(text, NAMES, OPEN) is None


def test_arguments_are_those_of_the_function() -> None:
    functions = {one.name: one for one in own_tools()}
    for wish in GOLD["wish"]:
        told = wished(wish["said"], NAMES, OPEN)
        assert told is not None
        assert told.wish is not None
        assert told.wish.errand is not None
        function, arguments = functions[told.wish.errand.tool], told.wish.errand.arguments
        assert set(function.required) <= set(arguments) <= set(function.properties)


def test_documents_that_are_not_there_are_not_guessed() -> None:
    told = wished("Tag all NDAs as signed", ["lease.pdf", "menu.pdf"])
    assert told is not None
    assert told.wish is None
    assert told.outcome is Outcome.LIBRARY
    assert "“all NDAs”" in told.text
    assert wished("Extract the parties of the NDAs", ["lease.pdf"]) is None  # the documents may answer
    assert wished("Tag this document with review", NAMES) is not None  # nothing lies open: it is said
    assert wished("Forecast the sales in lease.pdf for 6 months", NAMES) is None  # no table


def test_a_page_that_a_document_has_not_is_told() -> None:
    told = wished(f"Open page {PAGES + 1} of lease.pdf", NAMES)
    assert told is not None
    assert told.wish is None
    assert f"page {PAGES}" in told.text


@pytest.mark.parametrize(
    ("said", "documents"),
    [
        ("Tag lease.pdf and the NDAs as signed", ["lease.pdf", "NDA_Acme.pdf", "NDA_Globex.docx"]),
        (
            "Tag all contracts as signed",
            [one for one in NAMES if one[:3] in ("NDA", "lea", "Mie", "bai", "con")],
        ),
        ("Tag NDA_Acme.pdf, lease.pdf as signed", ["NDA_Acme.pdf", "lease.pdf"]),
        ("Tag the Acme NDA as signed", ["NDA_Acme.pdf"]),
        ("Tag all documents as signed", NAMES),
        ("Tag the document as signed", OPEN),
        ("Tag the file GDPR.pdf as signed", ["GDPR.pdf"]),
    ],
)
def test_documents_are_meant_by_name_by_kind_and_by_where_they_lie(said: str, documents: list[str]) -> None:
    told = wished(said, NAMES, OPEN)
    assert told is not None
    assert told.wish is not None
    assert sorted(NAMES[one - 1] for one in told.wish.documents) == sorted(documents)


@pytest.mark.parametrize(
    ("said", "tool"),
    [
        ('tag lease.pdf "needs review"', "tag"),
        ("Extract the invoice data from invoice_0001.pdf", "extract"),
        ("open lease.pdf page 4", "open_page"),
        ("Open page 3", "open_page"),
        ('search "force majeure"', "search"),
        ("Kannst du bitte alle Rechnungen mit dem Schlagwort bezahlt versehen?", "tag"),
        ("Sage den Umsatz in umsatz_2023.csv für die nächsten 6 Monate voraus", "forecast"),
        ("Peux-tu étiqueter toutes les factures comme payées ?", "tag"),
        ("Recherche dans mes documents « pénalités »", "search"),
        ("Muéstrame la página 3 de GDPR.pdf", "open_page"),
        ("Estrai le parti degli NDA", "extract"),
    ],
)
def test_other_ways_to_say_it(said: str, tool: str) -> None:
    told = wished(said, NAMES, OPEN)
    assert told is not None
    assert told.wish is not None
    assert told.wish.errand is not None
    assert told.wish.errand.tool == tool


def test_a_file_that_is_called_so_goes_before_its_kind() -> None:
    one = wished("Tag the lease as expired", NAMES)
    every = wished("Tag all leases as expired", NAMES)
    assert one is not None
    assert every is not None
    assert one.wish is not None
    assert every.wish is not None
    assert [NAMES[number - 1] for number in one.wish.documents] == ["lease.pdf"]
    assert {NAMES[number - 1] for number in every.wish.documents} >= {"lease.pdf", "Mietvertrag_Koeln.pdf"}


def test_a_file_name_is_not_found_within_another() -> None:
    told = wished("Tag lease.pdf as signed", ["old-lease.pdf", "lease.pdf"])
    assert told is not None
    assert told.wish is not None
    assert told.wish.documents == (2,)
