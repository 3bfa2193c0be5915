"""Amounts within the bounds that a text gives."""

import pytest

from rag.language.quantities import meets, quantities


@pytest.mark.parametrize(
    ("asked", "said", "within"),
    [
        ("a boat of 4 metres", "boats under five metres", True),
        ("a boat of 6 metres", "boats under five metres", False),
        ("built in 1950", "vessels built before 1960", True),
        ("built in 1970", "vessels built before 1960", False),
        ("after 4 months", "less than six months", True),
        ("4 weeks", "less than six months", True),
        ("one month late", "more than twenty days late", True),
        ("one week late", "more than twenty days late", False),
        ("one month late", "more than 30 days late", False),
        ("in 2031", "more than 40", False),
        ("up to 4 months", "less than six months", False),
    ],
)
def test_an_amount_within_a_bound(asked: str, said: str, within: bool) -> None:
    assert meets(quantities(asked)[0], quantities(said)) is within
