"""Names in running text, of letters, minutes, judgments and reports in seven languages."""

from __future__ import annotations

import pytest
from named import prose, scored

from rag.redacting.finder import find
from rag.redacting.kinds import Kind


@pytest.mark.parametrize(("held", "least"), [(False, 0.93), (True, 0.97)])
def test_of_a_hundred_names_in_prose_more_than_ninety_are_found(held: bool, least: float) -> None:
    texts = [one for one in prose() if one.held is held]
    scores = [scored(one) for one in texts]

    found, wanted = sum(one.found for one in scores), sum(len(one.names) for one in texts)
    assert found / wanted >= least, [one.missed for one in scores]
    assert sum(len(one.false) for one in scores) / wanted < 0.03, [one.false for one in scores]


@pytest.mark.parametrize(
    "text",
    [
        "The CUI Registry [NARA CUI] lists it; see [NIST CSF] and Guide to OSCAL-Based FedRAMP® Content.",
        "It rained in Basel on 12 Jan 2021 and in San Diego, at the Hotel Adelaide and in Victoria.",
        "Meta, Alexa and Mercedes are makes; Julio and Domenica are no people here.",
        "Die Kirche von Bonn, die Elbe bei Hagen und der Kiel sind keine Leute.",
        "Toon NUM regels. Elke regel telt. Lee el fichero.",
    ],
)
def test_what_is_only_called_like_somebody_is_nobody(text: str) -> None:
    found = find([text], [Kind.NAME]).spans[0]

    assert [text[one.start : one.end] for one in found] == []


def test_a_number_behind_a_wide_column_is_found_and_none_is_waited_for() -> None:
    # 100 blanks behind a label were parted in every way there is: 60 took minutes, 100 would never end.
    texts = ["Tel" + " " * 60 + "030 1234567", "fax" + " " * 100 + "see below", "m" + "\n" * 3000 + "x"]

    found = find(texts, [Kind.PHONE])

    assert [
        text[one.start : one.end] for text, spans in zip(texts, found.spans, strict=True) for one in spans
    ] == ["030 1234567"]


@pytest.mark.parametrize(
    "text", ["[hidden: Ottokar] Himmelreich signs.", "Ottokar [struck: Himmelreich] signs."]
)
def test_a_name_of_which_a_part_is_cut_off_or_struck_is_one_name(text: str) -> None:
    (span,) = find([text], [Kind.NAME]).spans[0]

    assert "Ottokar" in text[span.start : span.end]
    assert "Himmelreich" in text[span.start : span.end]


def test_a_surname_that_an_address_holds_is_found_alone() -> None:
    text = "Ms Theodora Brandwein (theodora.brandwein@x.example) owns it. It rains. Brandwein pays the rates."

    found = [text[one.start : one.end] for one in find([text], [Kind.NAME]).spans[0]]

    assert found.count("Brandwein") == 1


def test_names_side_by_side_are_of_two_people() -> None:
    text = "Landlord: Theodora Brandwein\nTenant: O. Bankole\n\nTheodora Brandwein O. Bankole"

    found = find([text], [Kind.NAME])

    spans = [text[one.start : one.end] for one in found.spans[0]]
    assert spans == ["Theodora Brandwein", "O. Bankole"] * 2

    assert {person.key for person in found.people} == {"theodora brandwein", "bankole"}
