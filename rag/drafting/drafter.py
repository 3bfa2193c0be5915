"""A draft from a template: slots from the person, then from the documents, blocks answered or worded, nothing
invented. What cannot be filled stands in brackets and is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from engine.cancel import CancelToken
from engine.errors import ContextFull, OnlyThoughts
from rag.drafting.pieces import BULLET, LEFT_OUT, UNSAID, Draft, Filled, Held, Notes, Origin, Piece, told
from rag.drafting.slots import key
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
)
from rag.drafting.templates import COMPUTED
from rag.drafting.values import Values, Wish
from rag.drafting.wording import Wording
from rag.extracting.fields.extractor import FieldExtractor
from rag.guarding.injection import is_order
from rag.language.languages import Language, language_of, languages
from rag.language.marks import quoted
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
# "3. Termination. Either party may …": number and heading of a clause, which no letter quotes.
_HEADING = re.compile(
    r"\A(?:[-–•*]\s+|(?:§\s*|Art\.\s*)?\d{1,3}(?:\.\d{1,3})*[.)]?\s+(?=[^\W\d_])|\([a-z\d]{1,3}\)\s+)"
    r"(?:(?:[^\W\d_][\w-]*\s?){1,5}\.\s+(?=[A-ZÀ-Ý]))?"
)


def kept(nodes: Sequence[Node], tone: Tone, length: Length, address: Address) -> Iterator[Node]:
    """The parts that are for a tone, a length and a form of address."""
    for node in nodes:
        inside = partial(_all_kept, tone=tone, length=length, address=address)
        match node:
            case Kept():
                fits = node.fits(tone, length, address)
                yield from kept(node.inside, tone, length, address) if fits else (Words(LEFT_OUT),)
            case Given():
                yield Given(node.name, inside(node.inside), node.turned)
            case Answer():
                yield Answer(inside(node.question), inside(node.instead))
            case Write():
                yield Write(inside(node.wish), inside(node.instead))
            case Points():
                yield Points(inside(node.question))
            case _:
                yield node


def _all_kept(nodes: Sequence[Node], tone: Tone, length: Length, address: Address) -> tuple[Node, ...]:
    return tuple(kept(nodes, tone, length, address))


class Drafter:
    """Fills templates. Methods raise `Cancelled`, `DocumentUnknown`, `VaultError`s, `ModelError`s and
    `WorkerError`s.
    """

    def __init__(self, extractor: FieldExtractor, ask: Ask, key_points: KeyPoints, wording: Wording) -> None:
        self._extractor = extractor
        self._first_ask = ask
        self._first_key_points = key_points
        self._wording = wording
        # What the rows of a table and the variants of a draft have in common is asked once.
        self._answers: dict[tuple[str, int, int | None], Answered] = {}
        self._points: dict[int, Sequence[Point]] = {}

    def forget(self) -> None:
        """Ask again what was asked before: a run is over."""
        self._answers.clear()
        self._points.clear()

    def _ask(self, question: str, document: Document, seed: int | None, cancel: CancelToken) -> Answered:
        asked = (question, document.id, seed)
        found = self._answers.get(asked)
        if found is None:
            found = self._answers[asked] = self._first_ask(question, document, seed, cancel)
        return found

    def _key_points(self, document: Document, cancel: CancelToken) -> Sequence[Point]:
        found = self._points.get(document.id)
        if found is None:
            found = self._points[document.id] = self._first_key_points(document, cancel)
        return found

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
        self._nodes = tuple(kept(wish.template.nodes, wish.tone, wish.length, wish.address))
        self._notes = Notes()
        self._values = Values(wish, self._nodes, self._notes, extractor, cancel)

    def draft(self) -> Draft:
        pieces = list(self._pieces(self._nodes))
        unused = [name for name in self._wish.about.values if not self._values.has_place(name)]
        if self._wish.about.rest and not self._values.rest_used:
            unused.append(self._wish.about.rest)
        notes = self._notes
        return Draft(
            told(pieces), tuple(notes.missing), tuple(notes.filled.values()), tuple(notes.held), tuple(unused)
        )

    def slots(self) -> tuple[Filled, ...]:
        """Each slot with its value."""
        wanted = [one for one in self._values.slots if key(one.name) not in COMPUTED]
        found = ((one.name, self._values.value(one.name)) for one in wanted)
        return tuple(
            Filled(name, "", Origin.OPEN) if one is None else replace(one, name=name) for name, one in found
        )

    # --- parts ---------------------------------------------------------------------------------------------

    def _pieces(self, nodes: Sequence[Node]) -> Iterator[Piece]:
        for node in nodes:
            self._cancel.raise_if_cancelled()
            match node:
                case Words(text):
                    yield Piece(text)
                case Slot():
                    yield from self._values.pieces(node)
                case Given():
                    if (self._values.value(node.name) is not None) is not node.turned:
                        yield from self._pieces(node.inside)
                    else:
                        yield Piece(LEFT_OUT)
                case Answer():
                    yield from self._answer(node)
                case Points():
                    yield from self._points(node)
                case Write():
                    yield from self._write(node)

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
            yield Piece("\n" + BULLET if place else BULLET)
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
            said = [point for point in points if not is_order(point.text)]
            found += [Sentence(0, 0, point.text, Support.SUPPORTED, point.citations) for point in said[:each]]
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
        self._values.rest_used = True
        asked = self._wish.asked
        known = "; ".join([*(f"{name}: {text}" for name, text in asked.values.items() if text), asked.rest])
        instead, _ = self._text(node.instead) if node.instead else ("", True)
        try:
            worded = self._wording.passage(
                wish, f"{known} {instead}".strip(" ;"), self._language, self._wish.tone, self._wish.length,
                self._wish.address, self._wish.seed, self._cancel,
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
            text = quoted(text, self._language)
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
