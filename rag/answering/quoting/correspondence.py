"""Who wrote a letter, and to whom: what no sentence of it says, but its first line and its last do.

"Who signed the letter?" is answered by "Yours sincerely, Helen Marsh, Estate manager", "An wen ist der Brief
gerichtet?" by "Sehr geehrte Frau Lindner".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rag.answering.quoting.kinds import Kind
from rag.answering.quoting.letterheads import has_head
from rag.answering.quoting.naming import spaced
from rag.answering.quoting.standing import Ranked
from rag.grounding.citations import Quote
from rag.guarding.injection import is_order
from rag.language.languages import Language, language_of, languages, shared_pattern, within
from rag.language.words import letters, plain, stems, words
from rag.types import Hit

_SCORE = 2.0  # above every sentence: nothing else says it
_SALUTATION = 90  # characters of a line, at most: "Dear colleagues of the finance committee and guests,"
_CLOSING = 160  # the same: French ones are long
_NAME = 60  # the same, of a line of a signature
_SIGNATURE = 4  # lines below the closing, at most: name, office, firm
_LINE = re.compile(r"[^\n]+")
_MOODS = ("must", "should", "may")
_ENDS = (".", "!", "?", ";", ":")
_SHORT = re.compile(r"(?:\b[^\W\d_]{1,4}\.)$")  # "Ltd.", "jr.": no sentence ends there


class Side(StrEnum):
    WRITER = "writer"
    ADDRESSEE = "addressee"


_HEADS = {Side.WRITER: re.compile(r"From: \S"), Side.ADDRESSEE: re.compile(r"To: \S")}  # as mail is read


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom a question wants of a letter, and the stems of what it says of that letter: "about the roof"."""

    side: Side
    about: frozenset[str]


def asked_of_a_letter(question: str) -> Asked | None:
    """None where a question is for nobody who writes or is written to, or not of a letter: "who signed the
    contract?" is told by no closing. Of so few words that their language is not always told: all are tried.
    """
    wanted = ((language, side) for language in languages() for side in Side)
    found = (_asked(question, language, side) for language, side in wanted)
    return next((one for one in found if one is not None), None)


def _asked(question: str, language: Language, side: Side) -> Asked | None:
    telling = _asks(language, side).search(question)
    if telling is None or _binds(language).search(question):
        return None  # "To whom must the letter be sent?" asks of no letter that is there
    paper = _asks(language, "paper")
    idle = (within(language, "message"), paper, _asks(language, "said-of-it"))
    behind = question[: telling.start()] + " " + question[telling.end() :]
    left = [word for word in words(behind) if not any(one.fullmatch(word) for one in idle)]
    about = frozenset(stems(" ".join(left), language))
    return Asked(side, about) if paper.search(question) or not about else None


def told(asked: Asked, names: Sequence[str], hits: Sequence[Hit]) -> Iterator[Ranked]:
    """The lines of passages that tell, each as what is sure. Of several letters that the question could mean
    none is.
    """
    found = [
        quote
        for hit in hits
        if _is_meant(asked, names, [one for one in hits if one.document_id == hit.document_id])
        for quote in _lines(asked.side, hit)
    ]
    letters_told = Counter(quote.hit.document_id for quote in found)
    for place, quote in enumerate(found):
        yield Ranked(
            quote=quote,
            score=_SCORE - 0.01 * place,
            share=1.0,
            own=1.0,
            cosine=None,
            fits=True,
            names=True,
            kind=Kind.PERSON,
            named=bool(names),
            heard=True,
            all_heard=True,
            deed=True,
            decides=len(letters_told) == 1 and len(found) == 1,
        )


def _is_meant(asked: Asked, names: Sequence[str], passages: Sequence[Hit]) -> bool:
    """Whether a letter, as far as it was found, has all that the question says of it."""
    text = " ".join(f"{plain(one.text)} {one.section}" for one in passages) + spaced(passages[0].document)
    said, known = frozenset(stems(text, language_of(text))), letters(text)
    return asked.about <= said and all(name in known for name in names)


def _lines(side: Side, hit: Hit) -> Iterator[Quote]:
    """Where a passage greets, or takes its leave with a name; of a message, the line of its head."""
    if is_order(plain(hit.text)):
        return
    lines = list(_LINE.finditer(hit.text))
    if has_head(hit.text):
        yield from (Quote(hit, one.start(), one.end()) for one in lines if _HEADS[side].match(one.group()))
        return
    for at, line in enumerate(lines):
        said = line.group().strip()
        begins = _begins(side).match(said)
        if begins is None:
            continue
        if side is Side.ADDRESSEE:
            if len(said) <= _SALUTATION and said[-1] not in _ENDS[:2]:
                yield Quote(hit, line.start(), line.end())
            continue
        inline = said[begins.end() :].strip(" ,.–-،")
        if len(said) > _CLOSING or (inline and not _is_a_name(inline)):
            continue  # "Thanks for your letter of"
        named = _signature(lines[at + 1 :], hit.text)
        if named or inline:
            yield Quote(hit, line.start(), named or line.end())


def _signature(lines: Sequence[re.Match[str]], text: str) -> int:
    """Where the lines of a name below a closing end; 0 where there is no name."""
    end = 0
    for at, line in enumerate(lines[:_SIGNATURE]):
        if not line.group().strip():
            continue
        if not _is_a_name(line.group().strip()) or (at and "\n\n" in text[end : line.start() + 1]):
            break
        end = line.end()
    return end


def _is_a_name(line: str) -> bool:
    """Whether a line could be somebody's: short, no sentence, and not all of it figures or marks."""
    return (
        0 < len(line) <= _NAME
        and any(sign.isalpha() for sign in line)
        and (line[-1] not in _ENDS or _SHORT.search(line) is not None)
        and not (line[0].islower() or line[0].isdigit())
    )


@cache
def _asks(language: Language, key: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.correspondence[key]})", re.IGNORECASE)


@cache
def _binds(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(language.meaning[one] for one in _MOODS)})\b", re.IGNORECASE)


@cache
def _begins(side: Side) -> re.Pattern[str]:
    """How a line begins that tells, in any language: an English letter may take its leave in French."""
    key = "closing" if side is Side.WRITER else "salutation"
    return re.compile(shared_pattern(one.correspondence[key] for one in languages()), re.IGNORECASE)
