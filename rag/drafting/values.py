"""The slots of one draft: what the person gave, what a table's row holds, what documents say; and what is
made of them: greeting, regards, the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.cancel import CancelToken
from rag.drafting import customs
from rag.drafting.giving import Asked, questions_in
from rag.drafting.looking_up import looked_up
from rag.drafting.pieces import BULLET, LEFT_OUT, UNSAID, Filled, Held, Notes, Origin, Piece
from rag.drafting.slots import is_amount, key, kind_of, known, same
from rag.drafting.styles import Style
from rag.drafting.syntax import Address, Length, Node, Slot, Tone
from rag.drafting.templates import COMPUTED, Template, asked_slots, comes_along
from rag.extracting.fields.amounts import numbers
from rag.extracting.fields.extractor import FieldExtractor
from rag.types import Document

NAME_PARTS = ("title", "first name", "last name")


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

    @property
    def address(self) -> Address:
        """How the reader is addressed."""
        return self.style.address or Address.POLITE


class Values:
    """Filled as soon as it is made. Raises as `FieldExtractor.extract` does."""

    def __init__(
        self,
        wish: Wish,
        nodes: Sequence[Node],
        notes: Notes,
        extractor: FieldExtractor,
        cancel: CancelToken,
    ) -> None:
        """`nodes`: the parts that are for this draft."""
        self._wish = wish
        self._notes = notes
        self.slots = asked_slots(nodes)
        self.rest_used = False  # whether what belongs to no slot has found its place
        self._values = self._given()
        self._look_up(extractor, cancel)

    def value(self, name: str) -> Filled | None:
        """What fills a slot, by any of its names; None where nothing does."""
        exact = self._values.get(name)
        return exact or next((one for other, one in self._values.items() if same(other, name)), None)

    def pieces(self, slot: Slot) -> Iterator[Piece]:
        """A slot as it stands in the text; noted as filled, or as missing."""
        computed = key(slot.name)
        if computed in COMPUTED:
            yield self._computed(computed)
            return
        found = self.value(slot.name)
        if found is not None:
            self._notes.filled[slot.name] = found
            yield Piece(found.text, found.origin, found.citations)
        elif slot.optional:
            yield Piece(UNSAID)
        else:
            self._notes.lack(slot.name)
            yield Piece(self._open(slot.name), Origin.OPEN)

    def has_place(self, name: str) -> bool:
        """Whether what was given under a name can stand somewhere in the draft."""
        there = [one.name for one in self.slots]
        if any(same(name, one) for one in (*NAME_PARTS, "salutation")):
            return any(same(one, "recipient") or key(one) == "salutation" for one in there)
        return any(same(name, one) for one in there)

    # --- inside --------------------------------------------------------------------------------------------

    def _open(self, name: str) -> str:
        """What stands for a slot that nothing fills: in a template that comes along, in its language."""
        kind = known(name) if comes_along(self._wish.template) else None
        return f"[{name if kind is None else kind.called.get(self._wish.code, name)}]"

    def _given(self) -> dict[str, Filled]:
        asked, found = self._wish.asked, dict[str, Filled]()
        names = [one.name for one in self.slots]
        question = questions_in(asked.rest) if any(same(one, "question") for one in names) else ""
        message = asked.rest.replace(question, "", 1).strip(" \n;,") if question else asked.rest
        for name in names:
            text = (asked.value(name) or "").strip()
            if not text and same(name, "recipient"):
                text = self._recipient(asked)
            elif not text and same(name, "question") and question:
                text, self.rest_used = question, True
            elif not text and same(name, "message") and message:
                text, self.rest_used = message, True
            elif not text and same(name, "sender"):
                text = self._wish.style.sender
            if text:
                found[name] = self._as_given(name, text.replace(UNSAID, "").replace(LEFT_OUT, ""))
        return found

    def _as_given(self, name: str, text: str) -> Filled:
        """What a person gives stands as given, but for days as tables have them; an amount of nothing, or
        less, is told: nobody reminds of it.
        """
        day = customs.day_of(text.removesuffix(" 00:00:00"))
        if day is not None:
            text = customs.day_words(day, self._wish.code, self._wish.style.day_form)
        elif is_amount(kind_of(name, dict(self._wish.template.slots))):
            sums = numbers(text)
            if sums and (text.startswith(("-", "−", "–", "(")) or float(sums[0].value) <= 0):
                self._notes.held.append(Held(name, "unusual", text))
        return Filled(name, text, Origin.PERSON)

    def _recipient(self, asked: Asked) -> str:
        title, first, last = ((asked.value(name) or "").strip() for name in NAME_PARTS)
        if customs.is_greeting(title):
            title = ""
        return customs.joined_name(title, first, last, self._wish.code) if last or first else ""

    def _look_up(self, extractor: FieldExtractor, cancel: CancelToken) -> None:
        wish = self._wish
        wanted = {
            one.name: kind_of(one.name, dict(wish.template.slots))
            for one in self.slots
            if one.name not in self._values
            and key(one.name) not in COMPUTED
            and not (wish.row is not None and wish.row.value(one.name) is not None)
        }
        found = looked_up(extractor, wish.documents, wanted, wish.code, wish.style.day_form, cancel)
        self._values |= found.filled
        self._notes.held += found.held

    def _computed(self, name: str) -> Piece:
        wish = self._wish
        if name == "today":
            given = (wish.asked.value("today") or "").strip()
            words_ = given or customs.day_words(wish.today, wish.code, wish.style.day_form)
            return Piece(words_, Origin.PERSON if given else Origin.TEMPLATE)
        if name == "documents":
            return Piece("\n".join(BULLET + one.name for one in wish.documents) or UNSAID, Origin.PERSON)
        if name == "closing":
            return Piece(wish.style.closing or customs.closing(wish.code, wish.tone, wish.address))
        return self._salutation()

    def _salutation(self) -> Piece:
        asked, wish = self._wish.asked, self._wish
        whole = (asked.value("salutation") or "").strip()
        title = (asked.value("title") or "").strip()
        if whole or customs.is_greeting(title):
            return Piece(whole or title, Origin.PERSON)
        recipient = self.value("recipient")
        if recipient is None:
            called = next((one.name for one in self.slots if same(one.name, "recipient")), "recipient")
            self._notes.lack(called)
            return Piece(customs.open_salutation(self._open(called), wish.code, wish.tone), Origin.OPEN)
        self._notes.filled.setdefault(recipient.name, recipient)
        name, style = recipient.text, wish.style
        own = ""
        if style.opener:
            own = customs.own_salutation(style.opener, style.mark, name, wish.code, wish.address)
        return Piece(own or customs.salutation(name, wish.code, wish.tone, wish.address), Origin.PERSON)
