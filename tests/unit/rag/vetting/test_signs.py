"""Signs: the notation by which a sentence is known, and what it must not be taken for."""

from __future__ import annotations

import pytest

from rag.vetting.signs import SignError, folded, sign, words_of

WORDS = {"consent": ["consent*", "approval"], "free": ["without .. {consent}", "freely"]}


@pytest.mark.parametrize(
    ("written", "text", "shown"),
    [
        ("assign* & consent", "Neither party may ASSIGN this\nwithout consent.", True),
        ("assign* & consent ~ neither", "Neither party may assign this without consent.", False),
        ("assign/transfer .. agreement", "may transfer the whole of this Agreement", True),
        ("assign .. agreement", "may assign. One two three four five six seven eight nine agreement", False),
        ("{free}", "without the other's prior approval", True),
        ("authori?ed", "is authorised to", True),
        ("compete", "a court of competent jurisdiction", False),
        ("owner's", "the owner’s house", True),
        ("$", "pay US$500", True),
        ("non-compete", "a non-\ncompete clause", False),
        ("confidential", "confi-\ndential", True),
    ],
)
def test_what_a_sign_shows(written: str, text: str, shown: bool) -> None:
    assert sign(written, WORDS).shows(folded(text)) is shown


def test_all_of_a_sign_stands_near_each_other_in_a_long_sentence() -> None:
    between = "and the books of account of every office of the business " * 12
    assert not sign("assign & consent").shows(folded(f"The party may assign {between} without consent."))
    assert sign("assign & consent").shows(folded(f"{between} the party may assign without consent."))


@pytest.mark.parametrize("written", ["", "a & ", "a | | b", "..", "{unknown}", "~ a"])
def test_a_sign_that_says_nothing_is_refused(written: str) -> None:
    with pytest.raises(SignError):
        sign(written, WORDS)


def test_lists_that_name_each_other_end() -> None:
    with pytest.raises(SignError):
        sign("{a}", {"a": ["{b}"], "b": ["{a}"]})


def test_words_are_any_of_several_phrases() -> None:
    found = words_of(["title", "right .. in"], {})
    assert found.findall("all right, title and interest in it") == ["right, title and interest in"]
