"""Days and months as a language writes them."""

from __future__ import annotations

from datetime import date

from app.words.catalogue import say, spoken

_FIRST = {"fr": "1er", "it": "1º"}  # of a month, where it is no plain number


def month_words(day: date) -> str:
    """The name of its month, as it stands within a date."""
    return say(f"common.months.{day.month}")


def number_words(day: date) -> int | str:
    """Which day of its month, as it stands within a date: 1, in French "1er"."""
    return _FIRST.get(spoken(), 1) if day.day == 1 else day.day


def day_words(day: date) -> str:
    """ "1 March 2026"."""
    return say("common.date", day=number_words(day), month=month_words(day), year=day.year)
