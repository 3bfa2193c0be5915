"""Days and months as a language writes them."""

from __future__ import annotations

from datetime import date

from app.words.catalogue import say


def month_words(day: date) -> str:
    """The name of its month, as it stands within a date."""
    return say(f"common.months.{day.month}")


def day_words(day: date) -> str:
    """ "1 March 2026"."""
    return say("common.date", day=day.day, month=month_words(day), year=day.year)
