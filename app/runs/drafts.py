"""Asking for drafts from a template; `app.runs.runs` makes them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.errors import TableUnfit
from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder
from rag.drafting.customs import customs
from rag.drafting.drafter import Drafter
from rag.drafting.giving import Asked
from rag.drafting.maker import DraftMaker, DraftScope, Variant
from rag.drafting.pieces import Filled
from rag.drafting.slots import same
from rag.drafting.styles import Style, learnt
from rag.drafting.syntax import Address, Length, Tone
from rag.drafting.templates import Template, Templates
from rag.drafting.values import NAME_PARTS
from rag.guarding.house import HousePolicy
from rag.guarding.moderating import Moderator
from rag.language.languages import language_of, tells
from rag.language.words import words
from rag.prompting.quiet import OrQuiet
from rag.runs.store import RunStore
from rag.runs.types import Run
from rag.storing.documents import DocumentStore

MADE_BY = (DraftMaker.name,)
MOST_VARIANTS = 3
_TOLD_BY = 5  # words, from which on what a person gives tells a language
_LOOKED_AT = 2000  # characters of a document

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for. "" and None: as the template, or the style that was learnt, has it."""

    template: Template
    about: Asked = field(default_factory=Asked)
    documents: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    language: str = ""
    tone: Tone | None = None
    length: Length | None = None
    variants: int = 1
    seed: int | None = None
    style: Style = field(default_factory=Style)
    address: Address | None = None


class Drafts:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(
        self,
        store: RunStore,
        documents: DocumentStore,
        maker: DraftMaker,
        drafter: Drafter,
        generator: OrQuiet,
        embedder: Embedder,
        templates: Templates,
        house: HousePolicy,
    ) -> None:
        self._store = store
        self._documents = documents
        self._maker = maker
        self._drafter = drafter
        self._generator = generator
        self._embedder = embedder
        self.templates = templates
        self._house = house

    def template(
        self, name: str, about: Asked, documents: Sequence[int] = (), language: str = ""
    ) -> Template:
        """The template of a name or a file, in the language asked for, that of what the person gives, or that
        of the documents. Raises `TemplateUnknown`, `TemplateInvalid`.
        """
        return self.templates.get(name, self._languages(about, documents, language))

    def create(self, order: Order, today: date | None = None) -> Run:
        """Keep new drafts, QUEUED. Where no model is installed, template and documents have to do.

        Raises `TableUnfit`, `DocumentUnknown`, `ModelError`s.
        """
        _check(order)
        scope = self.scope(order, today)
        alone = scope.documents[0] if len(scope.documents) == 1 else None
        return self._store.create(
            DraftMaker.name,
            order.template.name,
            scope.encoded(),
            document_id=alone,
            model=self._generator.info().name,
            parts=self._maker.parts(scope),
        )

    def scope(self, order: Order, today: date | None = None) -> DraftScope:
        """What is drafted, with everything that was left open decided."""
        template = order.template
        code = order.language or template.language or "en"
        code = code if code in customs() else template.language
        style = order.style.in_language(code)
        if order.address is not None:
            style = replace(style, address=order.address)
        tone = order.tone or style.tone or template.tone
        length = order.length or style.length or template.length
        return DraftScope(
            template.text,
            template.id,
            code,
            length,
            (today or date.today()).isoformat(),  # noqa: DTZ011 - the day of a letter is that of its writer
            variants(tone, order.variants, order.seed),
            order.about,
            order.documents,
            order.columns,
            order.rows,
            style,
        )

    def prefilled(self, order: Order, cancel: CancelToken) -> tuple[Filled, ...]:
        """The slots of a template with what person and documents give, for a form. Raises as a run does."""
        scope = self.scope(order)
        return self._drafter.prefilled(self._maker.wish(scope, None, scope.variants[0]), cancel)

    def learnt(self, texts: Sequence[str], documents: Sequence[int] = ()) -> Style:
        """How a person writes, by letters of theirs: texts, and documents of the library."""
        return learnt([*texts, *(self._documents.text(one) for one in documents)])

    def again(self, run_id: int) -> Run:
        """A new run of the same, today."""
        kept = self._store.get(run_id)
        scope = DraftScope.of(kept)
        there = {one.id for one in self._documents.list()}
        documents = tuple(one for one in scope.documents if one in there)
        order = Order(
            scope.parsed,
            scope.about,
            documents,
            scope.columns,
            scope.rows,
            scope.code,
            scope.variants[0].tone,
            scope.length,
            len(scope.variants),
            scope.variants[0].seed,
            scope.style,
        )
        return self.create(order)

    def flags(self, texts: Sequence[str], cancel: CancelToken) -> list[tuple[str, ...]]:
        """What the policy of the house has against each text: names of categories; nothing is dropped for
        them. Where it cannot be asked, nothing is told.
        """
        try:
            policy = self._house.now().policy
            judged = Moderator(policy, self._embedder, cancel).judge(texts, cancel)
        except (EngineError, OSError) as fault:
            _log.warning("drafts were not moderated: %s", type(fault).__name__)
            return [() for _ in texts]
        flag = {one.name: one.flag for one in policy.categories}
        return [
            tuple(name for name, chance in one.categories.items() if chance >= flag[name]) for one in judged
        ]

    # --- inside --------------------------------------------------------------------------------------------

    def _languages(self, about: Asked, documents: Sequence[int], language: str) -> list[str]:
        """The codes in which a template is looked for, the one asked for first."""
        text = " ".join([about.rest, *about.values.values()])
        found = [language] if language else []
        told = language_of(text)
        if len(words(text)) >= _TOLD_BY and tells(text, told):
            found.append(told.code)
        openings = (self._documents.text(one, 0, _LOOKED_AT) for one in documents[:1])
        return [*found, *(language_of(one).code for one in openings)]


def _check(order: Order) -> None:
    """Whether a table has anything to say in a template."""
    slots = [one.name for one in order.template.wanted]
    names = [*slots, *NAME_PARTS] if any(same(one, "recipient") for one in slots) else slots
    if order.columns and not any(same(column, name) for column in order.columns for name in names):
        named = (one for one in order.columns if one.strip())
        raise TableUnfit(columns=", ".join(named), slots=", ".join(slots))


def variants(tone: Tone, number: int, seed: int | None = None) -> tuple[Variant, ...]:
    """The chosen tone, then the others."""
    tones = [tone, *(one for one in Tone if one is not tone)]
    return tuple(Variant(one, seed) for one in tones[: max(1, min(number, MOST_VARIANTS))])
