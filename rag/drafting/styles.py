"""How a person writes, learnt by rules from letters of theirs: greeting, regards, Sie or du, days, length."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rag.drafting.syntax import Address, Length


@dataclass(frozen=True, slots=True)
class Style:
    """What was learnt; "" and None where the samples do not tell."""

    closing: str = ""
    sender: str = ""
    address: Address | None = None
    day_form: str = ""  # as `customs.day_words` takes it
    words: float = 0.0  # a sentence, on the average
    length: Length | None = None


def style_from(fields: Mapping[str, Any]) -> Style:
    """A style from its fields as JSON has them."""
    address, length = fields["address"], fields["length"]
    return Style(
        **{
            **fields,
            "address": None if address is None else Address(address),
            "length": None if length is None else Length(length),
        }
    )
