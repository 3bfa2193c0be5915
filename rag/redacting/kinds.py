"""Kinds of personal data, and one that was found in a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """In the order in which people see them; of two that overlap in a text, the longer one counts."""

    NAME = "name"
    BIRTH = "birth"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    ACCOUNT = "account"  # of a bank, otherwise than as an IBAN
    NUMBER = "number"  # by which a state, an insurer or a doctor knows a person
    COMPANY = "company"  # only of the list of a library or matter
    OTHER = "other"  # what a person added


@dataclass(frozen=True, slots=True)
class Span:
    """`start` to `end` of a text are personal data of this kind. `who` tells spans of one person or thing
    from
    others of the kind: a normal form, in lower case.
    """

    start: int
    end: int
    kind: Kind
    who: str = ""


def apart(spans: Iterable[Span]) -> list[Span]:
    """The spans in their order, none over another: of two that overlap, one that takes in both. Spans of one
    kind are joined, else the longer one stays and what of the other sticks out becomes its own.
    """
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        if span.end <= span.start:
            continue
        last = found[-1] if found else None
        if last is None or span.start >= last.end:
            found.append(span)
        elif span.end > last.end:
            if span.kind is last.kind:
                found[-1] = Span(last.start, span.end, last.kind, last.who)
            elif span.end - span.start > last.end - last.start:
                found[-1] = Span(last.start, span.start, last.kind, last.who)
                if last.start == span.start:
                    found.pop()
                found.append(span)
            else:
                found.append(Span(last.end, span.end, span.kind, span.who))
    return found
