"""In texts nothing beside a bar tells how long it was: neither columns of blanks nor lines under it."""

from __future__ import annotations

import pytest

from rag.redacting.forms.piece import BAR, Change, changed


def redacted(text: str, *names: str) -> str:
    return changed(text, [Change(text.index(one), text.index(one) + len(one)) for one in names])


def columns(name: str) -> str:
    return f"Name          Age\n{name:<14}34   Berlin\n"


def test_a_column_of_blanks_does_not_tell() -> None:
    told = {redacted(columns(name), name) for name in ("Ng", "Okonjo", "Hendersson")}

    assert told == {f"Name          Age\n{BAR}  34   Berlin\n"}


def test_what_is_set_to_the_right_does_not_tell() -> None:
    told = {redacted(f"{name:>20} | 34", name) for name in ("Ng", "Okonjo", "Hendersson")}

    assert told == {f"  {BAR} | 34"}


@pytest.mark.parametrize("sign", ["=", "-", "~"])
def test_a_line_under_a_heading_does_not_tell(sign: str) -> None:
    told = {
        redacted(f"{name}\n{sign * len(name)}\n\nThe pump.", name)
        for name in ("Ng", "Okonjo", "Xanthe Okonjo")
    }

    assert told == {f"{BAR}\n{sign * 12}\n\nThe pump."}


def test_a_rule_that_is_no_underline_and_single_blanks_stay() -> None:
    text = "Okonjo came, and left.\n" + "-" * 40 + "\nOkonjo did."

    assert changed(text, [Change(0, 6)]) == f"{BAR} came, and left.\n" + "-" * 40 + "\nOkonjo did."
