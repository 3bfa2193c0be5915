"""What is said of settings, and which were meant by what is typed."""

from __future__ import annotations

from collections.abc import Sequence

from app.options.keeping import Spoken
from app.options.option import Kind, Option
from app.options.register import OPTIONS
from app.words.catalogue import say
from app.words.languages import languages
from rag.language.concepts import folded

_ALIKE = 80.0  # of 100: a word with a letter wrong, not another one
_SHORTEST = 4  # letters of a word that may have one wrong


def name_words(option: Option) -> str:
    """What a setting is called."""
    return say(f"settings.about.{option.id}.name")


def about_words(option: Option) -> str:
    """What it does, in a sentence."""
    return say(f"settings.about.{option.id}.words")


def value_words(option: Option, value: str) -> str:
    """What one of its values is called."""
    if option.kind is Kind.PERCENT:
        return say("settings.percent", value=value)
    if option.kind is Kind.SWITCH:
        return say(f"settings.switch.{value}")
    if isinstance(option.kept, Spoken) and value in languages():
        return languages()[value]  # each in itself: whoever speaks no other finds it
    return say(f"settings.values.{option.id}.{value}")


def found_by(option: Option) -> str:
    """All that it can be found by, in small letters without accents: its name first."""
    group = say(f"settings.groups.{option.group.value}")
    values = [value_words(option, one) for one in option.values] if option.kind is Kind.CHOICE else []
    known = say(f"settings.about.{option.id}.find")
    return folded(" ".join((name_words(option), known, group, *values, about_words(option))))


def options_meant(typed: str, options: Sequence[Option] = OPTIONS) -> list[Option]:
    """The settings that were meant, those called so first; all of them where nothing is typed.

    Every word has to be there, a part of one is enough. Where no setting has them all, those that have most
    of them, and a letter may be wrong.
    """
    wanted = folded(typed).split()
    if not wanted:
        return list(options)
    texts = {one.id: found_by(one) for one in options}
    whole = [one for one in options if all(word in texts[one.id] for word in wanted)]
    if whole:
        names = {one.id: folded(name_words(one)) for one in options}
        return sorted(whole, key=lambda one: not all(word in names[one.id] for word in wanted))
    hits = {one.id: sum(_like(word, texts[one.id]) for word in wanted) for one in options}
    most = max(hits.values())
    return [one for one in options if most and hits[one.id] == most]


def _like(word: str, text: str) -> bool:
    if len(word) < _SHORTEST:
        return f" {word} " in f" {text} "
    if word in text:
        return True
    from rapidfuzz.fuzz import ratio

    return any(ratio(word, one) >= _ALIKE for one in text.split())
