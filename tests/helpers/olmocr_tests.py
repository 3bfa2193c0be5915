"""The pass or fail tests of olmOCR's sample; those of tables and formulas count as failed."""

from __future__ import annotations

from typing import Any


def passes(test: dict[str, Any], text: str) -> bool:
    """Whether a page's text, with single blanks, passes."""
    most = int(test.get("max_diffs") or 0)
    match test["type"]:
        case "present":
            return _place(test["text"], _looked_at(test, text), most) is not None
        case "absent":
            return _place(test["text"], _looked_at(test, text), most) is None
        case "order":
            first, second = _place(test["before"], text, most), _place(test["after"], text, most)
            return first is not None and second is not None and first < second
        case _:
            return False


def _looked_at(test: dict[str, Any], text: str) -> str:
    """The part of a page that a test of presence is about: its first or last letters, both, or all of it."""
    first, last = int(test.get("first_n") or 0), int(test.get("last_n") or 0)
    return text[:first] + text[-last:] if first and last else text[:first] or text[-last:]


def _place(wanted: str, text: str, most: int) -> int | None:
    """Where `wanted` stands in a text, with so many letters different at most."""
    from rapidfuzz import fuzz

    wanted = " ".join(wanted.split())
    if len(text) < len(wanted) - most:
        return None
    found = fuzz.partial_ratio_alignment(wanted, text)
    least = 100 * (1 - most / max(len(wanted), 1))
    return found.dest_start if found is not None and found.score >= least - 1e-9 else None
