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
    return " ".join((*_own(option), _of_group(option)))


def options_meant(typed: str, options: Sequence[Option] = OPTIONS) -> list[Option]:
    """The settings that were meant, those that fit best first; all of them where nothing is typed.

    Every word has to be there, a part of one is enough. Where no setting has them all, those that have most
    of them, and a letter may be wrong. What its group is called finds a setting only where no other is found:
    “letters” means those, and not all that stands below “Look and letters”.
    """
    wanted = folded(typed).split()
    if not wanted:
        return list(options)
    own = {one.id: _own(one) for one in options}
    with_group = {one.id: (*own[one.id], _of_group(one)) for one in options}
    for texts in (own, with_group):
        far = {one.id: _far(wanted, texts[one.id]) for one in options}
        whole = [one for one in options if far[one.id] is not None]
        if whole:
            return sorted(whole, key=lambda one: far[one.id] or 0)
    for texts in (own, with_group):
        hits = {one.id: sum(_like(word, " ".join(texts[one.id])) for word in wanted) for one in options}
        if most := max(hits.values()):
            return [one for one in options if hits[one.id] == most]
    return []


def _own(option: Option) -> tuple[str, ...]:
    """What is said of it, the nearest first: its name, what people call it, what it does and may be."""
    values = [value_words(option, one) for one in option.values] if option.kind is Kind.CHOICE else []
    known = say(f"settings.about.{option.id}.find")
    told = " ".join((*values, about_words(option)))
    return folded(name_words(option)), folded(known), folded(told)


def _of_group(option: Option) -> str:
    return folded(say(f"settings.groups.{option.group.value}"))


def _far(wanted: Sequence[str], texts: Sequence[str]) -> int | None:
    """How far from what is typed something is of which `texts` tell, the nearest first; None where a word is
    in none of them. What begins a word is nearer than what stands in the middle of one.
    """
    far = 0
    for word in wanted:
        places = (
            2 * place + (f" {word}" not in f" {text}") for place, text in enumerate(texts) if word in text
        )
        nearest = min(places, default=None)
        if nearest is None:
            return None
        far += nearest
    return far


def _like(word: str, text: str) -> bool:
    if len(word) < _SHORTEST:
        return f" {word} " in f" {text} "
    if word in text:
        return True
    from rapidfuzz.fuzz import ratio

    return any(ratio(word, one) >= _ALIKE for one in text.split())
