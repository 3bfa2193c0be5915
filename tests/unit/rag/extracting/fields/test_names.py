"""Names of companies and of the parties to contracts, in one form."""

from __future__ import annotations

import pytest

from rag.extracting.fields.names import has_legal_form, normal, organisations, same
from rag.extracting.fields.parties import parties


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("HARBOUR LOGISTICS, INC.", "HARBOUR LOGISTICS Inc."),
        ("Quay Holdings,\nL.L.C.", "Quay Holdings LLC"),
        ("Nordlicht Versand GmbH & Co. KG", "Nordlicht Versand GmbH"),
        ("Werft Bremen AG", "Werft Bremen AG"),
        ("Veer Diensten B.V.", "Veer Diensten B.V."),
        ("“Pier Trading Limited”", "Pier Trading Ltd."),
        ("Mr. Tomas Lind", "Tomas Lind"),
    ],
)
def test_a_name_has_one_form(written: str, expected: str) -> None:
    assert normal(written) == expected


def test_companies_are_known_by_how_they_end() -> None:
    found = organisations("sold by Veer Diensten B.V. to Harbour Logistics, Inc., a Delaware limited company")
    assert [one.value for one in found] == ["Veer Diensten B.V.", "Harbour Logistics Inc."]
    assert has_legal_form("Werft Bremen AG")
    assert not has_legal_form("Maria Okafor")
    assert same("Quay Holdings, LLC", "QUAY HOLDINGS L.L.C.")


OPENINGS = {
    """This Agreement is made as of May 2, 2019, by and between HARBOUR LOGISTICS, INC., a Delaware
corporation having offices at 4 Pier Road (“Harbour”), and Tomas Lind (the “Consultant”).""": (
        "HARBOUR LOGISTICS Inc.",
        "Tomas Lind",
    ),
    """entered into as of this 15th day of November, 2018, among QUAY, Inc. (“QUAY”), located at 1000
Winter Street, Brightwater Chemicals LLC, located at 12 South Road, and Olsen Marine, Inc. (“OM”).""": (
        "QUAY Inc.",
        "Brightwater Chemicals LLC",
        "Olsen Marine Inc.",
    ),
    """This Agreement is by and between Patricia Lunde (the “Employee”), on the one hand, and
dockside.com, inc. (together with its affiliates, the “Company”), on the other hand.""": (
        "Patricia Lunde",
        "dockside.com Inc.",
    ),
    """In consideration of my employment by Omnia National Bank (“Company”), I, Jeffrey L. Lawson, who
resides at 9 Quay Street (“Employee”), agree to the following:""": (
        "Omnia National Bank",
        "Jeffrey L. Lawson",
    ),
    "The tenant pays the rent on the third day of the month.": (),
}


@pytest.mark.parametrize("opening", OPENINGS)
def test_the_parties_stand_in_the_opening(opening: str) -> None:
    text = f"NON-DISCLOSURE AGREEMENT\n\n{opening}\n\n1. Purpose. The parties wish to talk.\n"
    found = parties(text)
    assert [one.value for one in found] == list(OPENINGS[opening])
    assert all(text[one.start : one.end] == one.text for one in found)


def test_who_signs_is_a_party_where_the_opening_names_one_alone() -> None:
    text = (
        "This Agreement is made by and between Alder Shipping, Inc. and the entity identified below.\n\n"
        "1. Purpose.\n\nThe parties have executed this Agreement.\n\n"
        "Alder Shipping, Inc. H. Lund A/S\n\nBy: /s/ A By: /s/ B\n"
    )
    assert [one.value for one in parties(text)] == ["Alder Shipping Inc.", "H. Lund A/S"]
