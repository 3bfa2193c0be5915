"""Names of organisations and people in a text, and one form of each: "HI-TEX, INC." is "HI-TEX Inc."."""

from __future__ import annotations

import re
from functools import cache

from rag.extracting.fields.mentions import Mention

# What ends the name of a company, and how it is written in the end.
_FORMS = {
    r"inc(?:orporated)?\.?": "Inc.", r"corp\.": "Corp.", r"corporation": "Corporation", r"company": "Company",
    r"co\.": "Co.", r"l\.?l\.?c\.?": "LLC", r"l\.?l\.?p\.?": "LLP", r"l\.?p\.?": "LP", r"ltd\.?": "Ltd.",
    r"limited": "Ltd.", r"p\.?l\.?c\.?": "PLC", r"s\.?a\.?r\.?l\.?": "SARL", r"s\.?a\.?s\.?": "SAS",
    r"s\.?a\.": "S.A.", r"sa": "SA", r"s\.?p\.?a\.?": "S.p.A.", r"s\.?r\.?[li]\.?": "S.r.l.",
    r"s\.?l\.?u?\.": "S.L.", r"gmbh(?: ?& ?co\.? ?(?:kg(?:aa)?|ohg))?": "GmbH", r"mbh": "mbH", r"ag": "AG",
    r"kg": "KG", r"kgaa": "KGaA", r"ohg": "OHG", r"e\.? ?v\.": "e.V.", r"eg": "eG", r"se": "SE", r"ug": "UG",
    r"b\.?v\.?": "B.V.", r"n\.?v\.?": "N.V.", r"a/s": "A/S", r"aps": "ApS", r"ab": "AB", r"oyj?": "Oy",
    r"as": "AS", r"lda\.?": "Lda.",
    r"(?:pte\.? |pvt\.? |pty\.? )ltd\.?": "Ltd.", r"s[do0]n\.? ?b[hn][do0]\.?": "Sdn Bhd",
    r"bhd\.?": "Bhd", r"l\.?t\.?d\.?a\.?": "Ltda.", r"n\.a\.": "N.A.", r"s\.?b\.?": "SB", r"trust": "Trust",
    r"bank": "Bank", r"foundation": "Foundation", r"university": "University", r"partners": "Partners",
    r"group": "Group",
}  # fmt: skip
_SPELT = ("limited", "company", "corporation")  # words of their own, too: names only with a capital
_WEAK = (
    "Trust",
    "Bank",
    "Foundation",
    "University",
    "Partners",
    "Group",
    "Company",
    "Limited",
    "Corporation",
)
_CONNECTING = r"(?:of|the|and|&|de|du|des|der|die|das|für|von|van|di|del|della|do|da|dos|y|e|et|und|for|in)"
_WORD = r"(?:(?:[a-z]{1,2}-)?[A-Z0-9À-ÖØ-Þ][\w'’.&/\-À-ÿ]*|&|\+)"
_TITLES = re.compile(r"^(?:mr|mrs|ms|dr|prof|herr|frau|m|mme|sr|sra|sig)\.?\s+", re.IGNORECASE)
_MARKS = re.compile(r"\(?[®™©]\)?|\((?:tm|r)\)", re.IGNORECASE)


def organisations(text: str) -> list[Mention]:
    """Names that end in the form of a company."""
    found = []
    for one in _organisation().finditer(text):
        name = one["name"].strip(" ,")
        start = one.start("name") + one["name"].index(name)
        found.append(Mention(start, one.end(), text[start : one.end()], normal(text[start : one.end()])))
    return found


def has_legal_form(name: str) -> bool:
    """Whether a name ends as companies' names do."""
    return _ending().search(name.strip()) is not None


def normal(name: str) -> str:
    """A name in one line, without marks and titles, its legal form as it is mostly written."""
    bare = " ".join(_MARKS.sub(" ", name).split()).strip(" ,;:.\"“”'‘’()[]*_")
    bare = _TITLES.sub("", bare)
    ending = _ending().search(f"{bare}." if name.rstrip().endswith(".") and not bare.endswith(".") else bare)
    if ending is None:
        return bare
    head = bare[: ending.start()].rstrip(" ,")
    if not head:
        return bare
    return f"{head} {_form(ending[0].strip(' ,'))}"


def same(name: str, other: str) -> bool:
    """Whether two names are of one: letters and digits alone, without the legal form."""
    return _bare(name) == _bare(other)


def _bare(name: str) -> str:
    told = normal(name)
    ending = _ending().search(told)
    return re.sub(r"\W", "", told[: ending.start()] if ending else told).lower()


def _form(written: str) -> str:
    for pattern, form in _FORMS.items():
        if re.fullmatch(pattern, written, re.IGNORECASE):
            return form
    return written


@cache
def _ending() -> re.Pattern[str]:
    forms = "|".join(sorted(_FORMS, key=len, reverse=True))
    return re.compile(rf"(?:,\s*|\s+)(?:{forms})$", re.IGNORECASE)


@cache
def _organisation() -> re.Pattern[str]:
    strong = "|".join(
        one
        for one in sorted(_FORMS, key=len, reverse=True)
        if _FORMS[one] not in _WEAK and one not in _SPELT and len(one) > 2
    )
    short = r"AG|KG|SE|SA|AB|AS|SB"
    weak = "|".join(_WEAK)
    return re.compile(
        rf"(?P<name>{_WORD}(?:[ \u00a0](?:{_WORD}|{_CONNECTING}))*?),?\s+(?:(?i:{strong})|{short}|{weak}|"
        rf"{weak.upper()})(?![\w])(?!\s+(?:of|for|&)\s+[A-Z])",
    )
