"""What a policy has against a document, in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.catalogue import apart, count, names, quoted, row, say
from rag.guarding.house import Form, HousePolicy
from rag.guarding.policy import Policy
from rag.moderating.scope import Scored

_MOST_CATEGORIES = 12  # that are told one by one


def category_words(category: str) -> str:
    """A category as people read it; one of somebody's own stays as it is."""
    return names("moderating.categories").get(category, category)


def scored_words(told: Scored) -> str:
    """ "Hate (87 %)"."""
    return say("moderating.scored", category=category_words(told.category), percent=round(100 * told.chance))


def policy_lines(policy: Policy) -> str:
    """What a policy looks for, a line a category."""
    shown = [
        say(
            "moderating.policy.category",
            name=category_words(one.name),
            percent=round(100 * one.flag),
            guard=say(f"guards.does.{one.guard.value or 'nothing'}"),
            description=one.description,
        ).rstrip(": ")
        for one in policy.categories[:_MOST_CATEGORIES]
    ]
    more = len(policy.categories) - len(shown)
    return "\n".join([*shown, *([count("moderating.policy.more", more)] if more else [])])


def house_words(house: HousePolicy) -> str:
    """What is to be told of the house's own file; "" where there is nothing."""
    found = house.now()
    if found.form is Form.WRONG and not found.line:
        return say("guards.policy.unreadable", path=str(house.path))
    if found.form is Form.WRONG:
        detail = say(f"cli.moderate.wrong.{found.wrong}", about=found.about)
        return say("guards.policy.wrong", path=str(house.path), line=found.line, detail=detail)
    return say("guards.policy.older", path=str(house.path)) if found.form is Form.OLDER else ""


def row_words(flagged: Sequence[tuple[Scored, Sequence[str]]]) -> tuple[str, str]:
    """The cells of a document: what is against it, and the words that say so."""
    if not flagged:
        return say("moderating.nothing"), ""
    against = row(scored_words(told) for told, _ in flagged)
    return against, apart(_because(told, quotes) for told, quotes in flagged if quotes)


def _because(told: Scored, quotes: Sequence[str]) -> str:
    found = row(map(quoted, quotes))
    return say(f"moderating.because.{told.why}", category=category_words(told.category), quotes=found)
