"""Shared collections in words: what could not be asked, what a server offers, and what would be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.words.amounts import size_text
from app.words.catalogue import count, row, say
from engine.errors import Fault
from rag.types import Unasked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    class Plan(Protocol):
        """See `app.sharing.publishing.Plan`."""

        @property
        def name(self) -> str: ...
        @property
        def owner(self) -> str: ...
        @property
        def documents(self) -> Sequence[str]: ...
        @property
        def left_out(self) -> Sequence[str]: ...
        @property
        def passages(self) -> int: ...
        @property
        def bytes(self) -> int: ...
        @property
        def dimension(self) -> int: ...

    class Offered(Protocol):
        """See `app.sharing.searching.Offered`."""

        @property
        def owner(self) -> str: ...
        @property
        def whole(self) -> bool: ...
        @property
        def own(self) -> bool: ...
        @property
        def chosen(self) -> bool: ...
        @property
        def lacks(self) -> Fault | None: ...


_NAMED = 12  # documents of a plan that are named


def unasked_words(one: Unasked) -> str:
    """That a shared collection could not be asked for an answer, and why."""
    from app.words.messages import notice_for  # heavier than a grammar may be

    told = notice_for(one.code, one.facts)
    return say("sharing.unasked", collection=one.collection, server=one.server, why=told.sentence)


def offered_words(one: Offered) -> str:
    """What is known of a collection: whose it is, whether it is searched, and what is in the way."""
    from app.words.messages import notice_of

    whose = say("sharing.own") if one.own else say("sharing.by", owner=one.owner) if one.owner else ""
    searched = say("sharing.searched" if one.chosen else "sharing.not-searched")
    partial = "" if one.whole else say("sharing.partial")
    lacks = notice_of(one.lacks).sentence if one.lacks else ""
    return " ".join(filter(None, (whose, searched, partial, lacks)))


def plan_words(plan: Plan, url: str) -> str:
    """What exactly would leave this computer, where it goes, and who can read it then."""
    more = len(plan.documents) - _NAMED
    names = row(plan.documents[:_NAMED]) + (f" (+{more})" if more > 0 else "")
    said = [
        count(
            "sharing.plan.documents",
            len(plan.documents),
            name=plan.name,
            url=url,
            passages=plan.passages,
            size=size_text(plan.bytes),
            dimension=plan.dimension,
        ),
        say("sharing.plan.named", names=names),
        say("sharing.plan.owner", owner=plan.owner) if plan.owner else "",
        count("sharing.plan.left-out", len(plan.left_out), names=row(plan.left_out[:_NAMED]))
        if plan.left_out
        else "",
        say("sharing.plan.readers"),
    ]
    return "\n".join(filter(None, said))


def state_words(host: str, away: Fault | None, chosen: int) -> str:
    """What the status bar says of shared collections; "" where none is searched."""
    if not chosen:
        return ""
    return say("sharing.away", host=host) if away else count("sharing.asked", chosen, host=host)


def shared_told(host: str, away: Fault | None) -> str:
    """That shared collections cannot be asked, and why, or that they can again."""
    if away is None:
        return say("sharing.back", host=host)
    from app.words.messages import notice_of

    told = notice_of(away)
    return f"{say('sharing.away', host=host)} {told.sentence} {told.remedy}"
