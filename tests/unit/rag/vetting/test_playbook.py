"""Playbooks: read as they are written, refused with the place that is wrong; those that come along hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import PlaybookInvalid
from rag.vetting.playbook import Stance, built_in_text, days, load, parsed, playbook_names

FULL = """
name = "Suppliers"
language = "en"
[words]
supplier = ["supplier*"]
[[positions]]
name = "Term"
clause = "Term"
look_for = "How long does it run?"
words = ["term"]
synonyms = ["duration"]
acceptable = "One year."
unacceptable = ["Ten years."]
unacceptable_examples = ["The term is ten years."]
required = true
reason = "Too long."
preferred = "One year."
signs.unacceptable = ["{supplier} & forever"]
[[positions.rules]]
kind = "period"
least = "6 months"
max = "2 years"
[[positions]]
clause = "Penalty"
forbidden = true
words = ["penalt*"]
"""


def test_all_of_a_position_is_read() -> None:
    book = parsed(FULL)
    term, penalty = book.positions
    assert (book.name, book.language, book.text) == ("Suppliers", "en", FULL)
    assert (term.question, term.headings, term.words) == (
        "How long does it run?",
        ("Term",),
        ("term", "duration"),
    )
    assert term.said[Stance.UNACCEPTABLE] == ("Ten years.", "The term is ten years.")
    assert term.said[Stance.ACCEPTABLE] == ("One year.",)
    (limit,) = term.limits
    assert (limit.kind, limit.least, limit.most) == ("period", 6 * 30.4375, 2 * 365.25)
    assert limit.beyond is Stance.UNACCEPTABLE
    assert term.absent is Stance.MISSING
    assert (penalty.name, penalty.present, penalty.absent) == (
        "Penalty",
        Stance.UNACCEPTABLE,
        Stance.ACCEPTABLE,
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("positions = 3", "positions"),
        ("not toml", "="),
        ("[[positions]]\nname = ''", "positions[1].name"),
        ("[[positions]]\nname = 'A'\n[[positions]]\nname = 'A'", "A (2)"),
        ("[[positions]]\nname = 'A'\nwords = 3", "A: words"),
        ("[[positions]]\nname = 'A'\nrequired = 'yes'", "A: required"),
        ("[[positions]]\nname = 'A'\nsigns.review = ['{nobody}']", "A: {nobody}"),
        ("[[positions]]\nname = 'A'\n[[positions.rules]]\nkind = 'weight'\nmost = 3", "A: rules"),
        ("[[positions]]\nname = 'A'\n[[positions.rules]]\nkind = 'period'\nmost = 'long'", "A: long"),
        ("[[positions]]\nname = 'A'\n[[positions.rules]]\nkind = 'period'", "A: rules: most"),
        ("[[positions]]\nname = 'A'\nabsent = 'fine'", "A: absent"),
    ],
)
def test_what_is_wrong_is_named(text: str, told: str) -> None:
    with pytest.raises(PlaybookInvalid) as caught:
        parsed(text)
    assert told in str(caught.value.facts["detail"])


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlaybookInvalid):
        load(tmp_path / "gone.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(PlaybookInvalid):
        load(tmp_path / "bytes.toml")


@pytest.mark.parametrize("name", playbook_names())
def test_what_comes_along_says_why_and_what_instead(name: str) -> None:
    book = parsed(built_in_text(name))
    assert len(book.positions) >= 12
    for one in book.positions:
        assert one.question, one.name
        assert one.reason, one.name
        assert one.said[Stance.ACCEPTABLE], one.name
        assert one.preferred or one.name == "Standstill"


def test_one_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(PlaybookInvalid) as caught:
        built_in_text("lease")
    assert "nda" in str(caught.value.facts["known"])


def test_periods_in_days() -> None:
    assert days("3 years") == 3 * 365.25
    assert days("1 week") == 7
