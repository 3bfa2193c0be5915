"""Where sentences begin and end, in prose, numbered clauses and lists, also while text still arrives.

Rules, not a model: full stops of abbreviations ("Art. 33(1)", "e.g.", "U.S."), initials, enumerators ("1.",
"(a)", "2.3.1.") and decimals do not end a sentence; a list item and a paragraph begin one. A hard line wrap,
as page text has at the end of every line, does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.language.languages import english, languages

LIST_MARK = re.compile(r"^\s*(?:\W*(?:\d{1,3}|[a-zA-Z])[.)]|[-–—•*])\s+")
"""The bullet, number or letter that an item of a list begins with."""

ROW = re.compile(r"row \d+(?: \(hidden\))?: ")
"""What the row of a sheet begins with, as `rag.reading.office.sheet_pages` writes it."""

# Never the last word of a sentence.
_ABBREVIATIONS_LIST = """
    al approx art arts bankr cf ch chap cl dept dr ed eds eq esp ex exec fed fig figs gov hon jr ltd
    messrs mr mrs ms mt no nos op p para paras pars pp prof ref reg regs rev sec secs sect seq sr ss st
    subsec supp tab viz vol vols vs v
"""
_ENGLISH = frozenset(_ABBREVIATIONS_LIST.split())
# May be the last word: they end a sentence when the next word looks like the beginning of one.
_OPEN_ABBREVIATIONS_LIST = """
    co corp etc inc am pm ca est
"""
_OPEN_ABBREVIATIONS = frozenset(_OPEN_ABBREVIATIONS_LIST.split())
_UNITS = frozenset("mghl")  # of measures: behind a number one may be the last word, too
# "am 31. März", "nach der 2. Mahnung": a number that orders what comes.
_GERMAN_ORDINAL = re.compile(
    r"\b(?:am|vom|zum|zur|bis|der|die|das|dem|den|des|ab|im|spätestens|jeden|jedes)\s+\d{1,2}$", re.IGNORECASE
)
_MONTHS = (
    "januar februar märz april mai juni juli august september oktober november dezember jänner quartal"
    " halbjahr tag absatz satz"
)
_MONTH = re.compile(rf"(?:{'|'.join(_MONTHS.split())})\b", re.IGNORECASE)

_END = re.compile(r"[.!?…؟]+[\"'”’»)\]]*(?=\s|$)|[。！？]")
_MARKER = re.compile(
    r"(?:[-–—•·◦▪●■□*‣⁃]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]|\(\d{1,3}\))\s+"
)
# "§ 3 Membership", "3.1 Members are …", behind a line that ends with a stop, be it an abbreviation's, or with
# the heading of a paragraph: a hard wrap may have either before it too ("as said in", "§ 3").
_CLAUSE = re.compile(r"§+\s*\d|\d{1,3}(?:\.\d{1,3})+\.?\s+[\"“„(]?[A-ZÀ-ÖØ-Þ]")
_ENDED = re.compile(r"[.;:]\s*$|^\s*§+\s*\d+\w?\s+[A-ZÀ-ÖØ-Þ][^.\n]{0,80}$")
_BREAK = re.compile(r"[ \t\r\f]*\n\s*")
# "Result: passed": a line of a form. The head of a message is none, whose lines say one thing together, nor
# the row of a table, "Visit: 1; Week: 0".
_LABELLED = re.compile(
    r"[ \t]*(?!(?:From|To|Cc|Bcc|Sender|Sent|Reply-To|Subject): )"
    r"(?=[^\W\d_])(?P<label>[^:;|.!?\n]{1,40}?)[ \u00a0\u202f]?:[ \t]+(?=\S)"
    r"(?![^\n]*;[ \t]+[^:;\n]{1,40}:[ \t])"
)
_LABEL_WORDS = 5
_HEAD_OF_MESSAGE = re.compile(r"^(?:From|Sender): ", re.MULTILINE)
_LAST_WORD = re.compile(r"[^\s(\[\"“‘']+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\.?$")  # e.g. U.S. C.F.R. i.e.
_SPACE = re.compile(r"\s*")
_LOOK_AHEAD = 24  # longest enumerator
_SHORT = 45  # characters of a line that nothing has wrapped
_OPENERS = "\"'“‘«([*#_`"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the text it was cut from, without surrounding white space."""

    start: int
    end: int


def sentences(text: str) -> list[Span]:
    """All sentences of `text`, in order."""
    return list(_spans(text, 0, final=True))


class SentenceCutter:
    """Cuts text that arrives in pieces. A sentence is given once what follows shows that it is complete."""

    def __init__(self) -> None:
        self._text = ""
        self._done = 0

    @property
    def text(self) -> str:
        return self._text

    def feed(self, piece: str) -> list[Span]:
        """Sentences that `piece` completes; places in all the text fed so far."""
        self._text += piece
        return self._take(final=False)

    def close(self) -> list[Span]:
        """The rest, complete or not."""
        return self._take(final=True)

    def _take(self, final: bool) -> list[Span]:
        found = list(_spans(self._text, self._done, final))
        if found:
            self._done = found[-1].end
        return found


def _spans(text: str, begin: int, final: bool) -> Iterator[Span]:
    start = begin
    for end in _boundaries(text, begin, final):
        span = _trimmed(text, start, end)
        if span is not None:
            yield span
        start = end
    if final:
        span = _trimmed(text, start, len(text))
        if span is not None:
            yield span


def _boundaries(text: str, begin: int, final: bool) -> Iterator[int]:
    """Places behind the end of a sentence, ascending. Unless `final`, the next one must have begun."""
    start = begin
    for mark in sorted(
        [*_END.finditer(text, begin), *_BREAK.finditer(text, begin)], key=lambda match: match.start()
    ):
        if mark.start() < start:
            continue
        next_word = _SPACE.match(text, mark.end())
        after = next_word.end() if next_word else mark.end()
        following = text[after : after + _LOOK_AHEAD]
        if not final and len(following) < (8 if "\n" in mark.group() else 2):
            return  # too little to tell a list item from a wrapped line, a new sentence from an old one
        if "\n" in mark.group():
            ends = _breaks(text, start, mark, following)
        else:
            ends = _ends(text, start, mark, following)
        if ends:
            yield mark.end()
            start = mark.end()


def _breaks(text: str, start: int, mark: re.Match[str], following: str) -> bool:
    """Is a line break the end of a sentence: before a paragraph or a list item?"""
    before = text[start : mark.start()]
    if mark.group().count("\n") > 1 or _MARKER.match(following) or ROW.match(following):
        return not _only_marker(before)
    if _parts_of_form(text, start, mark):
        return True
    if _CLAUSE.match(following) and _ENDED.search(before):
        return not _only_marker(before)
    return before.rstrip().endswith((":", "|")) and not following[:1].islower()


def is_labelled(text: str, at: int = 0) -> bool:
    """Whether what begins there is a line of a form: "Date of birth: 2 June"."""
    return label_of(text, at) != ""


def label_of(text: str, at: int = 0) -> str:
    """What stands before the colon of a line of a form; "" of any other text."""
    found = _LABELLED.match(text, at)
    label = "" if found is None else found["label"]
    return label if not label[:1].islower() and len(label.split()) <= _LABEL_WORDS else ""


def _parts_of_form(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a line break parts two lines of a form, or its heading from its first line, or its last one
    from what follows: a line that was wrapped is longer.
    """
    before = text[start : mark.start()].lstrip()
    if _HEAD_OF_MESSAGE.search(before):
        return False
    if not is_labelled(text, mark.end()):
        follows = text[mark.end() : mark.end() + 1].isupper()
        return follows and "\n" not in before and len(before) < _SHORT and is_labelled(before)
    if is_labelled(before):
        return True
    behind = text.find("\n", mark.end())
    return "\n" not in before and behind >= 0 and is_labelled(text, behind + 1)


def _ends(text: str, start: int, mark: re.Match[str], following: str) -> bool:
    """Is a full stop, question or exclamation mark the end of a sentence?"""
    if not following:
        return True
    before = text[start : mark.start()]
    if _only_marker(before + mark.group()):
        return False
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return not following[0].islower()
    head = following.lstrip(_OPENERS)[:1]
    if head.islower() or (before[-1:].isdigit() and _orders(before, following)):
        return False
    found = _LAST_WORD.search(before)
    word = found.group() if found else ""
    if len(mark.group()) > 1:
        return True  # a closing quote or bracket: "(see Art. 33)."
    if word in _UNITS and re.search(r"\d\s\w$", before):
        return head.isupper()  # "The depth is 18.5 m. The other …"
    if word.lower() in _abbreviations() or (len(word) == 1 and word.isalpha() and word != "I"):
        return False
    if word.lower() in _OPEN_ABBREVIATIONS:
        return head.isupper()
    return not _DOTTED.match(word + ".") or (head.isupper() and word[0].islower() and word.lower() != "e.g")


def _orders(before: str, following: str) -> bool:
    """Whether the number before a full stop is an ordinal, as German and its neighbours write it."""
    if _MONTH.match(following):
        return bool(re.search(r"(?<!\d)\d{1,2}$", before))
    return bool(_GERMAN_ORDINAL.search(before))


@cache
def _abbreviations() -> frozenset[str]:
    """Those of all languages, but for what is a word of English itself."""
    others = frozenset[str]().union(*(one.abbreviations for one in languages()))
    return _ENGLISH | (others - english().stop)


def _only_marker(text: str) -> bool:
    """Nothing but an enumerator or bullet: "1.", "(a)", "•"."""
    return bool(_MARKER.fullmatch(text.strip() + " "))


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Span(start + left, start + right) if right > left else None
