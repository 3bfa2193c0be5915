"""Formulas as our measures write them, and as questions define them."""

from __future__ import annotations

import pytest

from rag.answering.cells.expressions import Across, Named, definitions, parsed
from rag.answering.cells.lexicon import lexicon
from rag.answering.cells.working import line_named


@pytest.mark.parametrize("measure", lexicon().measures, ids=lambda one: one.name)
def test_every_measure_is_a_formula_of_known_lines(measure: object) -> None:
    formula = parsed(measure.formula)  # type: ignore[attr-defined]
    assert formula is not None
    assert set(_names(formula)) <= lexicon().lines.keys()


def test_every_line_that_consists_of_others_names_them() -> None:
    for line in lexicon().lines.values():
        parts = parsed(line.parts) if line.parts else None
        assert parts is None or set(_names(parts)) <= lexicon().lines.keys()


def test_a_definition_of_a_question() -> None:
    found = definitions(
        "What is the FY2031 days payable outstanding (DPO)? DPO is defined as: 365 * (average accounts "
        "payable between FY2030 and FY2031) / (FY2031 COGS + change in inventory between FY2030 and FY2031)."
        " Round it."
    )
    assert set(found) == {"dpo"}
    assert list(_names(found["dpo"])) == ["accounts payable", "COGS", "inventory"]
    assert [one.years for one in _across(found["dpo"])] == [(2030, 2031), (2030, 2031)]


@pytest.mark.parametrize(
    "text",
    [
        "total current assets divided by total current liabilities",
        "(total current assets) / (total current liabilities)",
        "total current assets ÷ total current liabilities",
    ],
)
def test_signs_and_words_are_the_same(text: str) -> None:
    assert parsed(text) == parsed("total current assets / total current liabilities")


@pytest.mark.parametrize("text", ["", "sales /", "(sales", "sales ) 2", "* 3"])
def test_what_is_no_formula(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("phrase", "line"),
    [
        ("COGS", "cost_of_sales"),
        ("Umsatzerlöse", "revenue"),
        ("net PP&E", "ppe"),
        ("unadjusted operating income", "operating_income"),
    ],
)
def test_a_phrase_names_a_line(phrase: str, line: str) -> None:
    assert line_named(phrase).id == line


def _names(expression: object) -> list[str]:
    if isinstance(expression, Named):
        return [expression.phrase]
    found: list[str] = []
    for name in ("of", "left", "right"):
        found += _names(getattr(expression, name, None)) if hasattr(expression, name) else []
    return found


def _across(expression: object) -> list[Across]:
    own = [expression] if isinstance(expression, Across) else []
    for name in ("left", "right"):
        own += _across(getattr(expression, name)) if hasattr(expression, name) else []
    return own
