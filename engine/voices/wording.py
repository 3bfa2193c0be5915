"""What the English voice would stumble over, put in the words that a person says.

Contracts and laws are full of it: a section sign, "Art.", sums as other countries write them, addresses.
What is read aloud is believed: a date or a sum that may be read in two ways is said figure by figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_ABBREVIATED = {
    "art": "article",
    "arts": "articles",
    "para": "paragraph",
    "paras": "paragraphs",
    "lit": "point",
    "sec": "section",
    "secs": "sections",
    "sect": "section",
    "subsec": "subsection",
    "subpara": "subparagraph",
    "cl": "clause",
    "cls": "clauses",
    "ch": "chapter",
    "reg": "regulation",
    "regs": "regulations",
    "no": "number",
    "nos": "numbers",
    "p": "page",
    "pp": "pages",
    "fn": "footnote",
    "fig": "figure",
    "vol": "volume",
    "sched": "schedule",
    "ann": "annex",
    "rec": "recital",
}  # before a number, where a full stop does not end a sentence
_SHORT = {
    "e.g.": "for example",
    "i.e.": "that is",
    "cf.": "compare",
    "et seq.": "and following",
    "et al.": "and others",
    "etc.": "and so on",
    "incl.": "including",
    "excl.": "excluding",
    "approx.": "approximately",
    "w.r.t.": "with regard to",
    "vs.": "versus",
    "viz.": "namely",
}
_SIGNS = {
    "≥": " at least ",
    "≤": " at most ",
    "→": " to ",
    "⇒": ", so ",
    "×": " times ",
    "÷": " divided by ",
    "½": " one half ",
    "⅓": " one third ",
    "⅔": " two thirds ",
    "¼": " a quarter ",
    "¾": " three quarters ",
    "≠": " is not ",
    "≈": " about ",
    "©": " copyright ",
    "|": ", ",
    "…": ", ",
    "•": ", ",
    "&": " and ",
}
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}
_MONEY = {"$": "dollars", "£": "pounds", "€": "euros"}
_MARKS = re.compile(r"(?<!\w)[*_`~]+|[*_`~]+(?!\w)|^[#>\s]+|\[\d{1,3}\]", re.MULTILINE)
_LINK = re.compile(r"(?:https?://|www\.)(?:www\.)?([\w.-]+\w)(?:[/?#]\S*?)?(?=[.,;:!?)\]>]*(?:\s|$))")
_MAIL = re.compile(r"\b([\w.+-]+)@([\w-]+(?:\.[\w-]+)+)\b")
_SEE = re.compile(r"(§+|¶+)\s*(?=\d)")
_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?![\d.]*\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_RATIO = re.compile(r"(?<![\w/])(\d{2,})/(\d{2,})(?![\w/])")
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3})((?:[ \u00a0\u202f\u2009'’]\d{3})+)(?![\d])")
_CONTINENTAL = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d{3})+),(\d{1,2})(?![\d,])")
_MILLIONS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d,.]*\d)")
_NUMBERED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{1,3}){2,}(?![\d])")
_NESTED = re.compile(r"(?<=[\d)])\((\d{1,3}|[a-z]{1,4})\)")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?\b")
_LONG = re.compile(r"(?<![\d.,])\d{7,}(?![.,]?\d)")
_LARGE = re.compile(r"([$£€])\s?([\d.,]*\d)\s?(k|mn|m|bn|b)\b", re.IGNORECASE)
_COUNTED = re.compile(
    rf"\b({'|'.join(sorted(_ABBREVIATED, key=len, reverse=True))})\.\s*(?=\d|\(\d)"
    r"|\b(lit)\.\s*(?=\(?[a-z]\b)|\b(arts?|secs?|ch|vol)\.\s*(?=[IVXLC]+\b)",
    re.IGNORECASE,
)
_SAID = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(_SHORT, key=len, reverse=True)))})", re.IGNORECASE
)
_PARTIES = re.compile(r"(?<=\w) v\.? (?=[A-Z])")
_COMMAS = re.compile(r"(?: ?,)+")
_BLANKS = re.compile(r"[^\S\n]+")


def worded(text: str) -> str:
    """`text` as it is read out; lines stay lines."""
    for pattern, say in _RULES:
        text = pattern.sub(say, text)
    for sign, words in _SIGNS.items():
        text = text.replace(sign, words)
    return _COMMAS.sub(",", _BLANKS.sub(" ", text)).strip(" ,")


def _spelt(found: re.Match[str]) -> str:
    return " " + ", ".join(" ".join(group) for group in _groups(found[0].replace(" ", ""))) + " "


def _groups(run: str) -> list[str]:
    """By four, so that one can follow them with a pen."""
    return [run[at : at + 4] for at in range(0, len(run), 4)]


def _dotted(words: str) -> str:
    return words.replace(".", " dot ")


def _section(found: re.Match[str]) -> str:
    word = "section" if found[1][0] == "§" else "paragraph"
    return f"{word}{'s' if len(found[1]) > 1 else ''} "


def _day(found: re.Match[str]) -> str:
    """As the continent writes it, which is the only one to write it with full stops."""
    day, month = int(found[1]), int(found[2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return found[0]
    return f"{day} {_MONTHS[month - 1]} {found[3]}"


def _either(found: re.Match[str]) -> str:
    """3/5/2026 is in May or in March; 13/5/2026 is in May."""
    one, other = int(found[1]), int(found[2])
    day, month = (one, other) if one > 12 >= other else (other, one)
    if other > 12 >= one or one > 12 >= other:
        return f"{day} {_MONTHS[month - 1]} {found[3]}"
    return f"{one} slash {other} slash {found[3]}"


def _scaled(found: re.Match[str]) -> str:
    return f"{found[2]} {_SCALES[found[3].lower()]} {_MONEY[found[1]]}"


def _counted(found: re.Match[str]) -> str:
    written = found[1] or found[2] or found[3]
    word = _ABBREVIATED[written.lower()]
    return (word.capitalize() if written[0].isupper() else word) + " "


_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_LINK, lambda found: f"a link to {_dotted(found[1])}"),
    (_MAIL, lambda found: f"{_dotted(found[1])} at {_dotted(found[2])}"),
    (_MARKS, lambda _: " "),
    (_ACCOUNT, _spelt),
    (_SAID, lambda found: _SHORT[found[0].lower()] + " "),
    (_COUNTED, _counted),
    (_SEE, _section),
    (_DAY, _day),
    (_SLASHED, _either),
    (_RATIO, lambda found: f"{found[1]} slash {found[2]}"),
    (_SPACED, lambda found: found[1] + re.sub(r"\D", ",", found[2])),
    (_CONTINENTAL, lambda found: f"{found[1].replace('.', ',')}.{found[2]}"),
    (_MILLIONS, lambda found: found[0].replace(".", ",")),
    (_NUMBERED, lambda found: found[0].replace(".", " point ")),
    (_NESTED, lambda found: f", {found[1]}, "),
    (_LARGE, _scaled),
    (_LONG, _spelt),
    (_PARTIES, lambda _: " versus "),
)
