"""Numbers by which states, insurers and doctors know a person: by form and check digits, or by what they
are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from rag.redacting import checks
from rag.redacting.contacts import bare
from rag.redacting.kinds import Kind, Span
from rag.redacting.vocabulary import vocabulary


def _any(_number: str) -> bool:
    return True


def _is_personnummer(number: str) -> bool:
    month, day = int(number[2:4]), int(number[4:6])
    return (1 <= month <= 12 and 1 <= day <= 31) or (1 <= day <= 12 and 1 <= int(number[:2]) <= 31)


@dataclass(frozen=True, slots=True)
class _Form:
    """What tells by itself, in no matter which language: nothing else is written so."""

    pattern: str
    holds: Callable[[str], bool] = _any


_S = r"[ \n.\-/]?"
_FORMS = (
    _Form(r"(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}"),  # the USA's social security
    _Form(r"9\d{2}-[5-9]\d-\d{4}"),  # its ITIN
    _Form(r"\d{3}[ -]\d{3}[ -]\d{4}", checks.nhs),
    _Form(
        r"(?![DFIQUV])[A-CEGHJ-PR-TW-Z](?![DFIQUVO])[A-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"
    ),  # national insurance
    _Form(
        rf"[12]{_S}\d{{2}}{_S}(?:0[1-9]|1[0-2]|[2-9]\d){_S}(?:\d{{2}}|2[AB])"
        rf"{_S}\d{{3}}{_S}\d{{3}}{_S}\d{{2}}",
        checks.nir,
    ),
    _Form(
        r"[A-Z]{6} ?[\dLMNP-V]{2} ?[A-EHLMPR-T][\dLMNP-V]{2} ?[A-Z][\dLMNP-V]{3} ?[A-Z]"
    ),  # Codice Fiscale: nothing else looks so, also with a slip in it
    _Form(r"[XYZ][ -]?\d{7}[ -]?[A-HJ-NP-TV-Z]"),
    _Form(r"\d{8}[ -]?[A-HJ-NP-TV-Z]|\d{2}\.\d{3}\.\d{3}[ -]?[A-HJ-NP-TV-Z]", checks.dni),
    _Form(r"[1-9]\d (?:\d{3} ){2}\d{3}|[1-9]\d{10}", checks.tax_id),
    _Form(r"\d{2} ?\d{6} ?[A-Z] ?\d{3}"),  # Germany's pensions
    _Form(r"[A-Z]\d{9}", checks.insured),
    _Form(r"\d{3}\.\d{3}\.\d{3}-\d{2}"),  # CPF as it is written
    _Form(r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}"),  # Belgium, as it is written
    _Form(r"756\.\d{4}\.\d{4}\.\d{2}|756\d{10}", checks.ahv),
    _Form(r"\d{8} \d [A-Z]{2}\d"),  # Cartão de Cidadão
    _Form(r"[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}"),  # on cars of France
    _Form(r"[A-PR-WYZ]\d{2}(?:0[1-9]|1[0-2])\d{2}[+-][\dA-Z]\d{3}"),
    _Form(r"\d{2}(?:[02468][1-9]|[13579][0-2])(?:0[1-9]|[12]\d|3[01])\d{5}", checks.pesel),
    _Form(r"\d{6}[-+]\d{4}", _is_personnummer),
    _Form(r"[CFGHJKLMNPRTVWXYZ]\d{2}[CFGHJKLMNPRTVWXYZ0-9]{6}\d<{0,2}"),
    _Form(
        r"P[<A-Z][A-Z]{3}[A-Z<]{39}\n?[A-Z0-9<]{44}|[A-Z0-9<]{9}\d[A-Z]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14,16}"
    ),  # passports' lines
)
_BETWEEN = (
    r"(?:\s{0,3}(?:[:.=#|()\[\]/–-]|n[°ºr]\.?:?|n\.º|no\.?|num\.?|nummer|number|numéro|número|"
    r"numero|is|ist|lautet|lautete|war|was|era|était|est|es|è|é|was|of|"
    r"\((?:uk|us|de|tin|bsn|nif|nie|idnr|steuer-?id|[a-z .-]{1,24})\)))*\s{0,3}"
)
_VALUE = (
    r"(?:[A-Z]{1,4}[ .-]?){0,2}[A-Z0-9]*\d[A-Z0-9]*(?:(?:[ ./-]|(?: [./-] ))"
    r"(?:[A-Z0-9]*\d[A-Z0-9]*|[A-Z]{1,3}(?![\w]))){0,7}"
)
_FEWEST = 4  # digits of what a label calls so
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|\d{4}-\d{2}-\d{2}$")


def numbers(text: str) -> Iterator[Span]:
    for form, pattern in _forms():
        for one in pattern.finditer(text):
            if form.holds(bare(one[0])):
                yield Span(one.start(), one.end(), Kind.NUMBER, bare(one[0]))
    for one in _named().finditer(text):
        value = one["value"].rstrip(" ./-")
        if "\n" in value or _DATE.match(value) or sum(sign.isdigit() for sign in value) < _FEWEST:
            continue
        yield Span(one.start("value"), one.start("value") + len(value), Kind.NUMBER, bare(value))


@cache
def _forms() -> tuple[tuple[_Form, re.Pattern[str]], ...]:
    return tuple((one, re.compile(rf"(?<![\w+.,/-])(?:{one.pattern})(?![\w]|[-/.,]\d)")) for one in _FORMS)


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:(?<![\w-])(?:{vocabulary().numbers})(?!\w)){_BETWEEN}(?P<value>{_VALUE})(?![\w%€$£])"
    )
