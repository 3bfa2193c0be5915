"""A draft from a template: slots from the person, then from the documents, blocks answered or worded, nothing
invented. What cannot be filled stands in brackets and is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.cancel import CancelToken
from engine.errors import ContextFull, OnlyThoughts
from rag.drafting import customs
from rag.drafting.giving import Asked, questions_in
from rag.drafting.looking_up import looked_up
from rag.drafting.pieces import LEFT_OUT, UNSAID, Draft, Filled, Held, Notes, Origin, Piece, told
from rag.drafting.slots import key, kind_of, same
from rag.drafting.styles import Style
from rag.drafting.syntax import (
    Address,
    Answer,
    Given,
    Kept,
    Length,
    Node,
    Points,
    Slot,
    Tone,
    Words,
    Write,
    slots_in,
)
from rag.drafting.templates import COMPUTED, Template
from rag.drafting.wording import Wording
from rag.extracting.fields.extractor import FieldExtractor
from rag.language.languages import Language, language_of, languages
from rag.language.words import letters, plain, words
from rag.runs.types import Point
from rag.types import Answer as Answered
from rag.types import Citation, Document, Sentence, Support

Ask = Callable[[str, Document, int | None, CancelToken], Answered]
"""What a document answers to a question, the third being a seed for other words."""
KeyPoints = Callable[[Document, CancelToken], Sequence[Point]]
"""The sentences of a document that say most, word for word."""

_SENTENCES = {Length.SHORT: 1, Length.NORMAL: 2, Length.LONG: 4}  # of an answer
_POINTS = {Length.SHORT: 2, Length.NORMAL: 4, Length.LONG: 8}  # of all documents
_TOLD_BY = 4  # words, from which on a text tells its language
_NAME = ("title", "first name", "last name")
_BULLET = "– "
# "3. Termination. Either party may …": number and heading of a clause, which no letter quotes.
_HEADING = re.compile(
    r"\A(?:[-–•*]\s+|(?:§\s*|Art\.\s*)?\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=[^\W\d_])|\([a-z\d]{1,3}\)\s+)"
    r"(?:(?:[^\W\d_][\w-]*\s?){1,5}\.\s+(?=[A-ZÀ-Ý]))?"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drafted. `row`: of a table; a cell that is empty there is asked of no document."""

    template: Template
    about: Asked
    documents: tuple[Document, ...]
    code: str  # of the language
    tone: Tone
    length: Length
    today: date
    row: Asked | None = None
    style: Style = field(default_factory=Style)
    seed: int | None = None

    @property
    def asked(self) -> Asked:
        """What is given: the row's, then the person's."""
        return self.about if self.row is None else self.row.over(self.about)


class Drafter:
    """Fills templates. Methods raise `Cancelled`, `DocumentUnknown`, `VaultError`s, `ModelError`s and
    `WorkerError`s.
    """

    def __init__(self, extractor: FieldExtractor, ask: Ask, key_points: KeyPoints, wording: Wording) -> None:
        self._extractor = extractor
        self._ask = ask
        self._key_points = key_points
        self._wording = wording

    def draft(self, wish: Wish, cancel: CancelToken) -> Draft:
        """The draft. A block that fails by itself stands open; the rest goes on."""
        return _Filling(self._extractor, self._ask, self._key_points, self._wording, wish, cancel).draft()

    def prefilled(self, wish: Wish, cancel: CancelToken) -> tuple[Filled, ...]:
        """The slots as they would be filled, for a form; open ones with an empty text."""
        filling = _Filling(self._extractor, self._ask, self._key_points, self._wording, wish, cancel)
        return filling.slots()


class _Filling:
    def __init__(
        self,
        extractor: FieldExtractor,
        ask: Ask,
        key_points: KeyPoints,
        wording: Wording,
        wish: Wish,
        cancel: CancelToken,
    ) -> None:
        self._ask = ask
        self._key_points = key_points
        self._wording = wording
        self._wish = wish
        self._cancel = cancel
        self._address = wish.style.address or Address.POLITE
        self._nodes = tuple(self._kept(wish.template.nodes))
        self._notes = Notes()
        self._rest_used = False
        self._values = self._given()
        self._look_up(extractor)

    def draft(self) -> Draft:
        pieces = list(self._pieces(self._nodes))
        unused = [name for name in self._wish.about.values if not self._has_place(name)]
        if self._wish.about.rest and not self._rest_used:
            unused.append(self._wish.about.rest)
        notes = self._notes
        return Draft(
            told(pieces), tuple(notes.missing), tuple(notes.filled.values()), tuple(notes.held), tuple(unused)
        )

    def slots(self) -> tuple[Filled, ...]:
        """Each slot with its value."""
        wanted = [one for one in slots_in(self._nodes) if key(one.name) not in COMPUTED]
        return tuple(self._values.get(one.name) or Filled(one.name, "", Origin.OPEN) for one in wanted)

    # --- slots ---------------------------------------------------------------------------------------------

    def _given(self) -> dict[str, Filled]:
        asked, found = self._wish.asked, dict[str, Filled]()
        names = [one.name for one in slots_in(self._nodes)]
        question = questions_in(asked.rest) if any(same(one, "question") for one in names) else ""
        message = asked.rest.replace(question, "", 1).strip(" \n;,") if question else asked.rest
        for name in names:
            text = (asked.value(name) or "").strip()
            if not text and same(name, "recipient"):
                text = self._recipient(asked)
            elif not text and same(name, "question") and question:
                text, self._rest_used = question, True
            elif not text and same(name, "message") and message:
                text, self._rest_used = message, True
            elif not text and same(name, "sender"):
                text = self._wish.style.sender
            if text:
                found[name] = Filled(name, text.replace(UNSAID, "").replace(LEFT_OUT, ""), Origin.PERSON)
        return found

    def _recipient(self, asked: Asked) -> str:
        title, first, last = ((asked.value(name) or "").strip() for name in _NAME)
        if customs.is_greeting(title):
            title = ""
        return customs.joined_name(title, first, last, self._wish.code) if last or first else ""

    def _look_up(self, extractor: FieldExtractor) -> None:
        wish = self._wish
        wanted = {
            one.name: kind_of(one.name, dict(wish.template.slots))
            for one in slots_in(self._nodes)
            if one.name not in self._values
            and key(one.name) not in COMPUTED
            and not (wish.row is not None and wish.row.value(one.name) is not None)
        }
        found = looked_up(extractor, wish.documents, wanted, wish.code, wish.style.day_form, self._cancel)
        self._values |= found.filled
        self._notes.held += found.held

    def _has_place(self, name: str) -> bool:
        there = [one.name for one in slots_in(self._nodes)]
        if any(same(name, one) for one in (*_NAME, "salutation")):
            return any(same(one, "recipient") or key(one) == "salutation" for one in there)
        return any(same(name, one) for one in there)

    # --- parts ---------------------------------------------------------------------------------------------

    def _kept(self, nodes: Sequence[Node]) -> Iterator[Node]:
        """The parts that are for this tone, length and form of address."""
        wish = self._wish
        for node in nodes:
            match node:
                case Kept():
                    fits = node.fits(wish.tone, wish.length, self._address)
                    yield from self._kept(node.inside) if fits else (Words(LEFT_OUT),)
                case Given():
                    yield Given(node.name, tuple(self._kept(node.inside)), node.turned)
                case Answer():
                    yield Answer(tuple(self._kept(node.question)), tuple(self._kept(node.instead)))
                case Write():
                    yield Write(tuple(self._kept(node.wish)), tuple(self._kept(node.instead)))
                case Points():
                    yield Points(tuple(self._kept(node.question)))
                case _:
                    yield node

    def _pieces(self, nodes: Sequence[Node]) -> Iterator[Piece]:
        for node in nodes:
            self._cancel.raise_if_cancelled()
            match node:
                case Words(text):
                    yield Piece(text)
                case Slot():
                    yield from self._slot(node)
                case Given():
                    if (self._value(node.name) is not None) is not node.turned:
                        yield from self._pieces(node.inside)
                    else:
                        yield Piece(LEFT_OUT)
                case Answer():
                    yield from self._answer(node)
                case Points():
                    yield from self._points(node)
                case Write():
                    yield from self._write(node)

    def _value(self, name: str) -> Filled | None:
        exact = self._values.get(name)
        return exact or next((one for other, one in self._values.items() if same(other, name)), None)

    def _slot(self, slot: Slot) -> Iterator[Piece]:
        computed = key(slot.name)
        if computed in COMPUTED:
            yield self._computed(computed)
            return
        found = self._value(slot.name)
        if found is not None:
            self._notes.filled[slot.name] = found
            yield Piece(found.text, found.origin, found.citations)
        elif slot.optional:
            yield Piece(UNSAID)
        else:
            self._notes.lack(slot.name)
            yield Piece(f"[{slot.name}]", Origin.OPEN)

    def _computed(self, name: str) -> Piece:
        wish = self._wish
        if name == "today":
            given = (wish.asked.value("today") or "").strip()
            words_ = given or customs.day_words(wish.today, wish.code, wish.style.day_form)
            return Piece(words_, Origin.PERSON if given else Origin.TEMPLATE)
        if name == "documents":
            return Piece("\n".join(_BULLET + one.name for one in wish.documents) or UNSAID, Origin.PERSON)
        if name == "closing":
            return Piece(wish.style.closing or customs.closing(wish.code, wish.tone, self._address))
        return self._salutation()

    def _salutation(self) -> Piece:
        asked, wish = self._wish.asked, self._wish
        whole = (asked.value("salutation") or "").strip()
        title = (asked.value("title") or "").strip()
        if whole or customs.is_greeting(title):
            return Piece(whole or title, Origin.PERSON)
        recipient = self._value("recipient")
        name = (
            recipient.text
            if recipient
            else (asked.value("recipient") or "").strip() or self._recipient(asked)
        )
        if not name:
            self._notes.lack("recipient")
            open_ = customs.open_salutation("[recipient]", wish.code, wish.tone)
            return Piece(open_, Origin.OPEN)
        return Piece(customs.salutation(name, wish.code, wish.tone, self._address), Origin.PERSON)

    # --- blocks --------------------------------------------------------------------------------------------

    def _text(self, nodes: Sequence[Node]) -> tuple[str, bool]:
        """The text of parts of a block, and whether every slot in it is filled."""
        pieces = list(self._pieces(nodes))
        whole = all(one.origin is not Origin.OPEN for one in pieces)
        text = "".join(one.text for one in pieces).replace(UNSAID, "").replace(LEFT_OUT, "")
        return plain(text), whole

    def _answer(self, node: Answer) -> Iterator[Piece]:
        question, whole = self._text(node.question)
        answers = list(self._answers(question)) if whole and question else []
        if not answers:
            yield from self._open(question, whole, node.instead)
            return
        most = _SENTENCES[self._wish.length]
        distinct = {letters("".join(one.text for one in said)) for _, said in answers}
        begun = False
        for document, said in answers if len(distinct) > 1 else _merged(answers):
            for one in said[:most]:
                if begun:
                    yield Piece(" ")
                yield self._quoted(one)
                begun = True
            if len(distinct) > 1:
                yield Piece(f" ({document.name})")

    def _points(self, node: Points) -> Iterator[Piece]:
        question, whole = self._text(node.question)
        if question or not whole:
            found = [one for _, said in self._answers(question) for one in said] if whole else []
        else:
            found = self._keys()
        if not found:
            yield from self._open(question or "points", whole, ())
            return
        for place, one in enumerate(found[: _POINTS[self._wish.length]]):
            yield Piece("\n" + _BULLET if place else _BULLET)
            yield self._quoted(one)

    def _keys(self) -> list[Sentence]:
        """What matters most in the documents, as much of each."""
        documents = self._wish.documents
        each = max(1, _POINTS[self._wish.length] // max(1, len(documents)))
        found: list[Sentence] = []
        for one in documents:
            try:
                points = self._key_points(one, self._cancel)
            except (ContextFull, OnlyThoughts) as fault:
                self._notes.held.append(Held(one.name, fault.code))
                continue
            found += [
                Sentence(0, 0, point.text, Support.SUPPORTED, point.citations) for point in points[:each]
            ]
        return found

    def _answers(self, question: str) -> Iterator[tuple[Document, list[Sentence]]]:
        """What each document answers, where one does; what is not borne out is told as held back."""
        for document in self._wish.documents:
            try:
                answer = self._ask(question, document, self._wish.seed, self._cancel)
            except (ContextFull, OnlyThoughts) as fault:
                self._notes.held.append(Held(question, fault.code))
                continue
            self._cancel.raise_if_cancelled()
            sure = [one for one in answer.sentences if one.support is Support.SUPPORTED and one.citations]
            for one in answer.sentences if answer.found else ():
                if one.support is Support.UNSUPPORTED:
                    self._notes.held.append(Held(question, "unsupported", plain(one.text)))
            if answer.found and sure:
                yield document, sure
            else:
                near = tuple(one.citation for one in answer.quotes[:1])
                said = plain(near[0].quote) if near else ""
                self._notes.held.append(Held(question, "silent", said, near))

    def _write(self, node: Write) -> Iterator[Piece]:
        wish, whole = self._text(node.wish)
        if not (whole and wish and self._wording.is_there):
            yield from self._open(wish, whole, node.instead, "open" if not whole else "no-model")
            return
        self._rest_used = True
        asked = self._wish.asked
        known = "; ".join([*(f"{name}: {text}" for name, text in asked.values.items() if text), asked.rest])
        instead, _ = self._text(node.instead) if node.instead else ("", True)
        try:
            worded = self._wording.passage(
                wish, f"{known} {instead}".strip(" ;"), self._language, self._wish.tone, self._wish.length,
                self._address, self._wish.seed, self._cancel,
            )  # fmt: skip
        except ContextFull as fault:
            yield from self._open(wish, whole, node.instead, fault.code)
            return
        self._notes.held += [Held(wish, "unsupported", one) for one in worded.refused]
        if worded.kept:
            yield Piece(" ".join(worded.kept), Origin.MODEL)
        else:
            yield from self._open(wish, whole, node.instead, "")

    def _open(self, what: str, whole: bool, instead: Sequence[Node], reason: str = "") -> Iterator[Piece]:
        """What stands instead of a block, else the block itself in brackets."""
        if not reason and not self._wish.documents:
            reason = "no-documents"
        if reason and whole:
            self._notes.held.append(Held(what, reason))
        if instead:
            yield from self._pieces(instead)
            return
        if whole:
            self._notes.lack(what)
        yield Piece(f"[{what}]" if whole else what, Origin.OPEN)

    def _quoted(self, one: Sentence) -> Piece:
        """A sentence of the documents; in marks where the letter is in another language."""
        text = _HEADING.sub("", plain(one.text))
        foreign = len(words(text)) >= _TOLD_BY and language_of(text).code != self._wish.code
        if foreign and not text.startswith(("“", "„", "«")):
            text = customs.custom_of(self._wish.code).quote.format(text=text.strip('“”„«»"'))
        return Piece(text, Origin.DOCUMENTS, one.citations)

    @property
    def _language(self) -> Language:
        return next(one for one in languages() if one.code == self._wish.code)


def _merged(answers: Sequence[tuple[Document, list[Sentence]]]) -> list[tuple[Document, list[Sentence]]]:
    """One answer of several documents that say the same, with the places of all."""
    document, first = answers[0]
    places: Mapping[int, tuple[Citation, ...]] = {
        at: tuple(c for _, said in answers if at < len(said) for c in said[at].citations)
        for at in range(len(first))
    }
    return [
        (
            document,
            [Sentence(one.start, one.end, one.text, one.support, places[at]) for at, one in enumerate(first)],
        )
    ]
