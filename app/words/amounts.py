"""Amounts as people say them."""

from __future__ import annotations

from app.words.catalogue import count, say

_SIZES = ("bytes", "kilobytes", "megabytes", "gigabytes", "terabytes")


def counted(number: int, noun: str) -> str:
    """ "1 page", "1,204 pages"; `noun` is one of `units.toml`."""
    return count(f"units.{noun}", number)


def size_text(size: object) -> str:
    """Bytes as people say them: "1.2 GB"."""
    if not isinstance(size, int | float):
        return say("amounts.unknown")
    amount, unit = float(size), _SIZES[0]
    for unit in _SIZES:
        if amount < 1000 or unit == _SIZES[-1]:
            break
        amount /= 1000
    return say(f"amounts.{'round-size' if amount >= 100 else 'size'}.{unit}", amount=amount)


def duration(seconds: float) -> str:
    """Seconds as people say them: "40 s", "3 min", "2 h 5 min"."""
    whole = max(1, round(seconds))
    if whole < 90:
        return say("amounts.seconds", n=whole)
    minutes = round(whole / 60)
    if minutes < 60:
        return say("amounts.minutes", n=minutes)
    return say("amounts.hours", hours=minutes // 60, minutes=minutes % 60)


def percent(confidence: float) -> str:
    """A certainty; never rounded up to one that is none."""
    if confidence >= 1.0:
        return say("amounts.certain")
    return say("amounts.percent", percent=min(int(confidence * 100 + 0.5), 99))
