"""What a text names that has a form of its own: days, amounts, numbers, periods, in one form each.

A mention is a span of the text with the value it stands for. Notations of seven languages are known; what two
of them read differently (03/04/2020, 1.234) is read as the rest of the document writes such things.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """`value` is the normal form: "2014-05-07", "319.00", "3 years"; `unit`: a currency's ISO code."""

    start: int
    end: int
    text: str
    value: str
    unit: str = ""
