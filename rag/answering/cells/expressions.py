"""Formulas over lines of accounts: those of our measures, and those that a question defines itself.

"365 * (average accounts payable between FY2016 and FY2017) / (FY2017 COGS + change in inventory between
FY2016 and FY2017)" and "365 * avg(payables) / (cost_of_sales + delta(inventories))" are read by one grammar:

    either := sum ("??" sum)*
    sum := product (("+" | "-") product)*
    product := term (("*" | "/") term)*
    term := number | phrase ["?"] | ["average" | "change in" | "avg" | "delta"] "(" either ")" ["between" … ]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

_WORDED = (
    (re.compile(r"\bdivided by\b|÷", re.IGNORECASE), " / "),
    (re.compile(r"\bmultiplied by\b|×|\s[x·]\s|\btimes\b", re.IGNORECASE), " * "),
    (re.compile(r"\bplus\b", re.IGNORECASE), " + "),
    (re.compile(r"\bminus\b|\bless\b|\s[–—−]\s", re.IGNORECASE), " - "),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<either>\?\?)|(?P<number>\d+(?:\.\d+)?(?=\s*[*/+)-]|\s*$))|(?P<op>[*/()+?]|(?<!\S)-(?!\S))"
    r"|(?P<phrase>(?:[^\s*/()+?-]|(?<=\S)[-/](?=\S)|\s(?![-*/+]\s))+))"
)
_YEARS = re.compile(r"\b(?:FY\s?|fiscal(?: year)?\s)?((?:19|20)\d\d)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from|over)\s+\D{0,12}\d{4}.*$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?P<average>avg|average|mean)\b|^(?P<change>delta|change in|increase in)\b", re.IGNORECASE
)
_DEFINED = re.compile(
    r"(?P<name>[A-Za-z][\w&%/' -]{1,80}?)\s*(?:\([^)]*\)\s*)?(?:is|are|:)?\s*(?:defined|calculated) as"
    r":?\s+(?P<formula>.+?)(?=\.\s+[A-Z]|\.?\s*$|\?)"
    r"|\b[Dd]efine\s+(?P<named>[\w&%/' -]{2,60}?)\s+as:?\s+(?P<by>.+?)(?=\.\s|\.?\s*$)"
)


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Named:
    """A line or another definition, by what it is called. `year`: that of the phrase, None for the asked one;
    `optional`: nothing where no row is called so.
    """

    phrase: str
    year: int | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Across:
    """The average of something over two years, or its change; `years`: as written, () for the asked one and
    the one before.
    """

    of: Expression
    years: tuple[int, ...]
    is_change: bool


@dataclass(frozen=True, slots=True)
class Worked:
    """`sign` is "+", "-", "*", "/", or "?" for the first that there is."""

    sign: str
    left: Expression
    right: Expression


Expression = Number | Named | Across | Worked


def parsed(formula: str) -> Expression | None:
    """The formula of a text; None where it is none."""
    for pattern, sign in _WORDED:
        formula = pattern.sub(sign, formula)
    tokens = []
    at = 0
    formula = formula.strip().rstrip(".")
    while at < len(formula):
        found = _TOKEN.match(formula, at)
        if found is None or found.end() == at:
            return None
        at = found.end()
        kind = str(found.lastgroup)
        tokens.append((kind, found.group(kind).strip()))
    parser = _Parser(tokens)
    try:
        read = parser.either()
    except (IndexError, ValueError):
        return None
    return read if parser.at == len(tokens) else None


def definitions(question: str) -> Mapping[str, Expression]:
    """What a question defines: "DPO is defined as: …", by the name in small letters."""
    found: dict[str, Expression] = {}
    for one in _DEFINED.finditer(question):
        name, formula = one["name"] or one["named"], one["formula"] or one["by"]
        read = parsed(formula)
        if read is not None and not isinstance(read, Named):
            found[" ".join(re.split(r"[.:?]\s", name)[-1].split()).lower()] = read
    return found


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self.at = 0

    def either(self) -> Expression:
        left = self._sum()
        while self._next() == "??":
            self.at += 1
            left = Worked("?", left, self._sum())
        return left

    def _sum(self) -> Expression:
        left = self._product()
        while self._next() in ("+", "-"):
            sign = self._next()
            self.at += 1
            left = Worked(sign, left, self._product())
        return left

    def _product(self) -> Expression:
        left = self._term()
        while self._next() in ("*", "/"):
            sign = self._next()
            self.at += 1
            left = Worked(sign, left, self._term())
        return left

    def _term(self) -> Expression:
        kind, text = self._tokens[self.at]
        self.at += 1
        if kind == "number":
            return Number(Decimal(text))
        if text == "(":
            return self._within()
        if kind != "phrase":
            raise ValueError(text)
        if self._next() == "(" and _LEAD.fullmatch(text):
            self.at += 1
            inner = self._within()
            return Across(inner, (), _LEAD.fullmatch(text)["change"] is not None)  # type: ignore[index]
        optional = self._next() == "?"
        self.at += optional
        return _of_phrase(text, optional)

    def _within(self) -> Expression:
        inner = self.either()
        if self._next() != ")":
            raise ValueError(")")
        self.at += 1
        return inner

    def _next(self) -> str:
        return self._tokens[self.at][1] if self.at < len(self._tokens) else ""


def _of_phrase(text: str, optional: bool) -> Expression:
    years = tuple(sorted({int(one) for one in _YEARS.findall(text)}))
    bare = " ".join(_YEARS.sub(" ", _BETWEEN.sub("", text)).split())
    bare = re.sub(r"\s(?:in|for|at|from|during)$", "", bare)
    lead = _LEAD.match(bare)
    if lead is not None:
        return Across(Named(bare[lead.end() :].strip()), years, lead["change"] is not None)
    return Named(bare, years[0] if len(years) == 1 else None, optional)
