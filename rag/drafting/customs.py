"""What letters say by custom: how the recipient is greeted, how one takes leave, how a day is written.

A title is taken from what was given ("Herrn Dr. Vogel", "Ms Adler") and never guessed from a first name: who
has none is greeted by name. `assets/drafts/phrases.toml` has the words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from rag.drafting.slots import DRAFTS, key
from rag.drafting.syntax import Address, Tone
from rag.extracting.fields.names import has_legal_form

_ACADEMIC = re.compile(
    r"(?:(?:prof|dr|dott|ing|mag|dipl|lic|med|jur|phil|rer|nat|h\.? ?c)\b\.?(?:-\w+\.?)?\s*)+", re.IGNORECASE
)
_PARTICLES_LIST = """
    von vom zu zum zur van der den de del della di da dos du la le los das af ten ter
"""
_PARTICLES = frozenset(_PARTICLES_LIST.split())  # of last names
_MALE = frozenset(["m", "male", "mann", "mannlich", "maennlich", "man", "homme", "hombre", "uomo"])
_FEMALE = frozenset(["f", "w", "female", "weiblich", "woman", "femme", "mujer", "donna"])
_NEITHER = frozenset(["d", "x", "n", "divers", "diverse", "other", "nonbinary", "neutral"])
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_MAN, _WOMAN, _OTHER, _NOBODY = range(4)


@dataclass(frozen=True, slots=True)
class Custom:
    """What a language has for letters."""

    code: str
    months: tuple[str, ...]
    day: str
    first: str  # day before the name of a month, where it is no plain number
    both: str  # "and"
    academic: str  # title: it "stacks" with Mr and Ms, "replaces" them, or "goes"
    man: frozenset[str]
    woman: frozenset[str]
    man_title: str
    woman_title: str
    sources: str
    cliches: re.Pattern[str]
    openers: str  # a pattern of how people begin letters
    partings: str  # of how their regards begin
    gendered: tuple[tuple[str, str], ...]  # openers to a man and to a woman
    dear: Mapping[str, Any]
    bye: Mapping[str, str]


def customs() -> tuple[str, ...]:
    """The languages that have customs here."""
    return tuple(_all())


def custom_of(code: str) -> Custom:
    """The customs of a language; those of English for one that has none here."""
    return _all().get(code) or _all()["en"]


def day_words(day: date, code: str, form: str = "") -> str:
    """A day as letters in a language write it, or in a `form` with {d}, {dd}, {m}, {mm}, {month}, {y}."""
    custom = custom_of(code)
    form = form or custom.day
    named = "{month}" in form  # among figures the first is a figure, too
    number = custom.first if day.day == 1 and custom.first and named else str(day.day)
    fields = {
        "d": number,
        "dd": f"{day.day:02}",
        "m": str(day.month),
        "mm": f"{day.month:02}",
        "y": str(day.year),
    }
    return form.format(**fields, month=custom.months[day.month - 1])


def day_of(iso: str) -> date | None:
    """A day from its normal form; None for what is none."""
    try:
        return date.fromisoformat(iso) if _ISO.fullmatch(iso) else None
    except ValueError:
        return None


def closing(code: str, tone: Tone, address: Address) -> str:
    """How one takes leave."""
    bye = custom_of(code).bye
    return bye["familiar"] if address is Address.FAMILIAR else bye[tone]


def salutation(recipient: str, code: str, tone: Tone, address: Address) -> str:
    """How a recipient is greeted; "" for nobody is greeted as nobody in particular."""
    custom = custom_of(code)
    whole = " ".join(recipient.splitlines()[0].split()) if recipient.strip() else ""
    forms = custom.dear[tone]
    if not whole or has_legal_form(whole):
        return str(forms[_NOBODY])
    title, rest = _titled(whole)
    if address is Address.FAMILIAR and (not title or len(_without_academic(rest).split()) > 1):
        return str(custom.dear["familiar"]).format(first=_without_academic(rest).split(" ")[0])
    if not title:
        return str(forms[_OTHER]).format(whole=whole, first=whole)
    form = forms[_WOMAN if title in _women() else _MAN]
    said = _title_in(whole, title, custom)
    academic, name = _last_name(rest)
    if academic and custom.academic == "stacks":
        name = f"{academic} {name}"
    elif academic and custom.academic == "replaces":
        said = academic
    return str(form).format(title=said, name=name, whole=whole)


def open_salutation(placeholder: str, code: str, tone: Tone) -> str:
    """A greeting that waits for its name."""
    return str(custom_of(code).dear[tone][_OTHER]).format(whole=placeholder, first=placeholder)


def joined_name(title: str, first: str, last: str, code: str) -> str:
    """A recipient put together from the columns of a table; a title may be "m" or "w" there."""
    custom, folded = custom_of(code), key(title)
    if folded in _MALE:
        title = custom.man_title
    elif folded in _FEMALE:
        title = custom.woman_title
    elif folded in _NEITHER:
        title = ""
    return " ".join(part.strip() for part in (title, first, last) if part.strip())


def own_salutation(opener: str, mark: str, recipient: str, code: str, address: Address) -> str:
    """A recipient greeted as a person greets theirs: "Guten Tag" and the name; "" where the opener says
    man or woman and the recipient's title does not, or names nobody.
    """
    custom = custom_of(code)
    whole = " ".join(recipient.splitlines()[0].split()) if recipient.strip() else ""
    if not whole or has_legal_form(whole):
        return ""
    title, rest = _titled(whole)
    for pair in custom.gendered:
        if opener.lower() in (one.lower() for one in pair):
            if not title:
                return ""
            opener = pair[title in _women()]
    name = whole
    if address is Address.FAMILIAR and (not title or len(rest.split()) > 1):
        name = _without_academic(rest).split(" ")[0]
    elif title:
        name = f"{_title_in(whole, title, custom)} {' '.join(filter(None, _last_name(rest)))}"
    return f"{opener} {name}{mark}"


@cache
def openers() -> re.Pattern[str]:
    """With what letters begin, in any of the languages."""
    return re.compile(rf"(?:{'|'.join(one.openers for one in _all().values())})(?=[\s,:!]|$)", re.IGNORECASE)


@cache
def partings() -> re.Pattern[str]:
    """How regards begin, in any of the languages."""
    return re.compile(rf"(?:{'|'.join(one.partings for one in _all().values())})\b", re.IGNORECASE)


def is_greeting(title: str) -> bool:
    """Whether a cell of titles holds a whole greeting: "Sehr geehrte Frau Meier,"."""
    return len(title.split()) >= 3 or title.rstrip().endswith((",", ":", "!"))


def listed(parts: list[str], code: str) -> str:
    """ "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {custom_of(code).both} {parts[-1]}"


def _titled(whole: str) -> tuple[str, str]:
    """The title that a name begins with, in any of the languages, and the rest; "" where there is none."""
    head, _, rest = whole.partition(" ")
    bare = head.lower().rstrip(".")
    if bare in (*_men(), *_women()) and rest.strip():
        return bare, rest.strip()
    return "", whole


def _title_in(whole: str, title: str, custom: Custom) -> str:
    """The title as the letter's language has it: as written where it is one of it."""
    if title in custom.man or title in custom.woman:
        return whole.partition(" ")[0]
    return custom.woman_title if title in _women() else custom.man_title


def _last_name(rest: str) -> tuple[str, str]:
    """An academic title, and the last name with what belongs to it: "Dr.", "von der Leyen"."""
    found = _ACADEMIC.match(rest)
    academic = found[0].strip() if found else ""
    words = (rest[found.end() :] if found else rest).split()
    words = [one for one in words if not one.startswith(("(", ","))] or words
    place = next((at for at, one in enumerate(words[:-1]) if at and one in _PARTICLES), len(words) - 1)
    if len(words) > 1 and words[0] in _PARTICLES:
        place = 0
    return academic, " ".join(words[max(place, 0) :])


def _without_academic(name: str) -> str:
    found = _ACADEMIC.match(name)
    return name[found.end() :] if found and name[found.end() :] else name


@cache
def _men() -> frozenset[str]:
    return frozenset[str]().union(*(one.man for one in _all().values()))


@cache
def _women() -> frozenset[str]:
    return frozenset[str]().union(*(one.woman for one in _all().values()))


@cache
def _all() -> dict[str, Custom]:
    given: dict[str, dict[str, Any]] = tomllib.loads((DRAFTS / "phrases.toml").read_text(encoding="utf-8"))
    return {code: _loaded(code, fields) for code, fields in given.items()}


def _loaded(code: str, fields: dict[str, Any]) -> Custom:
    return Custom(
        code,
        tuple(fields["months"].split()),
        fields["day"],
        fields.get("first", ""),
        fields["and"],
        fields["academic"],
        frozenset(fields["man"].split()),
        frozenset(fields["woman"].split()),
        fields["man-title"],
        fields["woman-title"],
        fields["sources"],
        re.compile("|".join(fields["cliches"]), re.IGNORECASE),
        fields["openers"],
        fields["partings"],
        tuple((one, other) for one, other in fields.get("gendered", ())),
        fields["dear"],
        fields["bye"],
    )
