"""How a person writes, learnt by rules from letters of theirs: greeting, regards, Sie or du, days, length.

What a sample does not tell is left as it is. Greeting, regards and days are of a language: they are used in
letters of that one alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rag.drafting.customs import openers, partings
from rag.drafting.syntax import Address, Length, Tone
from rag.language.languages import language_of
from rag.language.sentences import sentences
from rag.language.words import words

_HEAD, _FOOT = 25, 10  # lines in which a greeting and the regards are looked for
_NAME_WORDS = 5
_SHORT, _LONG = 4, 12  # sentences of a letter's body: as many or fewer are short, as many or more long
_PLAIN = 9.0  # words a sentence, from which downwards they are plain
_FORMS = (
    (re.compile(r"\b0\d\.\d\d\.\d{4}\b|\b\d\d\.0\d\.\d{4}\b"), "{dd}.{mm}.{y}"),
    (re.compile(r"(?<![\d.])[1-9]\.(?:[1-9]|1[0-2])\.\d{4}\b|\b\d{2}\.[1-9]\.\d{4}\b"), "{d}.{m}.{y}"),
    (re.compile(r"\b\d{1,2}\.\s[^\W\d_]{3,9}\s\d{4}\b"), "{d}. {month} {y}"),
    (re.compile(r"\b[A-Z][a-z]{2,8} \d{1,2}, \d{4}\b"), "{month} {d}, {y}"),
    (re.compile(r"\b\d{1,2} [^\W\d_]{3,9} \d{4}\b"), "{d} {month} {y}"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "{y}-{mm}-{dd}"),
    (re.compile(r"\b(?:1[3-9]|2\d|3[01])/\d\d/\d{4}\b"), "{dd}/{mm}/{y}"),
    (re.compile(r"\b\d\d/(?:1[3-9]|2\d|3[01])/\d{4}\b"), "{mm}/{dd}/{y}"),
)
# Words that say du, tu or tú, and such that say Sie, vous, usted or Lei; the latter inside of sentences,
# where a capital tells them.
_WAYS = {
    "de": (r"\b(?:du|dich|dir|dein\w*)\b", r"(?<=[\w,] )(?:Sie|Ihnen|Ihr(?:e[mnrs]?)?)\b"),
    "fr": (r"\b(?:tu|te|toi|ton|ta|tes)\b", r"\b(?:vous|votre|vos)\b"),
    "es": (r"\b(?:tú|tu|tus|ti|contigo)\b", r"\b(?:usted|ustedes)\b|(?<=[\w,] )(?:le agrade\w+|su|sus)\b"),
    "nl": (r"\b(?:je|jij|jou|jouw)\b", r"\b(?:u|uw)\b"),
    "it": (r"\b(?:tu|ti|tuo|tua|tuoi|tue)\b", r"(?<=[\w,] )(?:Lei|La|Le|Suo|Sua|Suoi|Sue)\b"),
}
_WARM = re.compile(
    r"^(?:hi|hey|hello|hallo|moin|servus|lieber?|salut|chère?|hola|querid[oa]|ciao|car[oa])\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Style:
    """What was learnt; "" and None where the samples do not tell."""

    code: str = ""  # the language of the samples
    opener: str = ""  # "Guten Tag", before the name
    mark: str = ""  # behind it: ",", ":", "!"
    closing: str = ""
    sender: str = ""
    address: Address | None = None
    day_form: str = ""  # as `customs.day_words` takes it
    words: float = 0.0  # a sentence, on the average
    tone: Tone | None = None
    length: Length | None = None

    def in_language(self, code: str) -> Style:
        """What of it holds in a language: of another one than its own, the sender alone."""
        return self if code == self.code else Style(sender=self.sender)


def learnt(samples: Sequence[str]) -> Style:
    """What letters of one person have in common; of what they do differently, what most of them do."""
    texts = [one for one in samples if one.strip()]
    if not texts:
        return Style()
    code = _most([language_of(one).code for one in texts]) or ""
    greetings = [found for one in texts if (found := _greeting(one))]
    partings_ = [found for one in texts if (found := _parting(one))]
    bodies = [_body(one) for one in texts]
    said = [text for body in bodies for text in body]
    average = sum(len(words(one)) for one in said) / len(said) if said else 0.0
    opener = _most([one for one, _ in greetings]) or ""
    count = sum(map(len, bodies)) / len(bodies)
    return Style(
        code,
        opener,
        _most([mark for one, mark in greetings if one == opener]) or "",
        _most([one for one, _ in partings_]) or "",
        _most([name for _, name in partings_ if name]) or "",
        _address("\n".join(texts), code),
        _most([form for one in texts for form in _day_forms(one)]) or "",
        round(average, 1),
        _tone(opener, average),
        Length.SHORT if 0 < count <= _SHORT else Length.LONG if count >= _LONG else None,
    )


def style_from(fields: Mapping[str, Any]) -> Style:
    """A style from its fields as JSON has them."""
    kinds = {"address": Address, "tone": Tone, "length": Length}
    told = {name: kind(fields[name]) for name, kind in kinds.items() if fields.get(name) is not None}
    return Style(**{**fields, **told})


def _most(found: Sequence[str]) -> str | None:
    return Counter(found).most_common(1)[0][0] if found else None


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _greeting(text: str) -> tuple[str, str] | None:
    """How a letter begins, and the mark behind the name."""
    for line in _lines(text)[:_HEAD]:
        if len(line.split()) > _NAME_WORDS + 3:
            continue
        found = openers().match(line)
        if found:
            return found[0].strip(" ,"), line[-1] if line[-1] in ",:!" else ""
    return None


def _parting(text: str) -> tuple[str, str] | None:
    """The regards of a letter, and who signs below."""
    lines = _lines(text)[-_FOOT:]
    for place, line in enumerate(lines):
        if len(line.split()) <= _NAME_WORDS + 3 and partings().match(line):
            below = lines[place + 1] if place + 1 < len(lines) else ""
            is_name = 0 < len(below.split()) <= _NAME_WORDS and not re.search(r"[\d@:]", below)
            return line.rstrip(" ,."), below.strip(" ,") if is_name else ""
    return None


def _body(text: str) -> list[str]:
    """The sentences between greeting and regards."""
    kept: list[str] = []
    inside = False
    for line in (" ".join(one.split()) for one in text.splitlines()):
        if not inside and openers().match(line) and len(line.split()) <= _NAME_WORDS + 3:
            inside, kept = True, []
        elif partings().match(line) and len(line.split()) <= _NAME_WORDS + 3 and kept:
            break
        else:
            kept.append(line)
    whole = "\n".join(kept)
    found = [whole[one.start : one.end] for one in sentences(whole)]
    return [one for one in found if len(words(one)) > 2]


def _address(text: str, code: str) -> Address | None:
    if code not in _WAYS:
        return None
    familiar, polite = _WAYS[code]
    close = len(re.findall(familiar, text, re.IGNORECASE))
    distant = len(re.findall(polite, text))
    if close == distant:
        return None
    return Address.FAMILIAR if close > distant else Address.POLITE


def _day_forms(text: str) -> list[str]:
    return [form for pattern, form in _FORMS for _ in pattern.findall(text)]


def _tone(opener: str, average: float) -> Tone | None:
    if 0 < average <= _PLAIN:
        return Tone.PLAIN
    return Tone.FRIENDLY if _WARM.match(opener) else None
