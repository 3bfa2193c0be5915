"""Each function of the program for a conversation: its JSON Schema, whether it writes, what does it.

What only reads is done when it is asked for. What writes waits until a person has confirmed it, and can be
taken back: tags by their undo, kept work by deleting it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.services import Services
from rag.calling.tools import Tool as Function
from rag.calling.tools import own_tools
from rag.carrying.carrying import WRITING
from rag.carrying.columns import schema_for
from rag.carrying.wishes import Tool
from rag.errors import DocumentUnknown
from rag.runs.types import Run
from rag.storing.tags import TagChange
from rag.types import Document, Errand, Hit, SearchScope, Wish

_HITS = 10


@dataclass(frozen=True, slots=True)
class Done:
    """What a call gave: passages, the text of a page, a change of tags, kept work that is QUEUED, or the file
    of the table that is forecast.
    """

    hits: tuple[Hit, ...] = ()
    text: str = ""
    change: TagChange | None = None
    run: Run | None = None
    table: Path | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """`writes`: it changes the library or begins kept work, so that a person confirms it before."""

    function: Function
    writes: bool
    do: Callable[[Services, Wish], Done]


def action_of(errand: Errand) -> Action:
    """What carries an errand out."""
    return register()[Tool(errand.tool)]


def carry_out(services: Services, wish: Wish) -> Done:
    """Do what a wish with an errand asks for. Raises `VaultError`s, `ModelError`s, and `DocumentUnknown`
    where a document that it names is gone.
    """
    return action_of(_errand(wish)).do(services, wish)


def undo(services: Services, done: Done) -> bool:
    """Take back what a call wrote; False where it wrote nothing. Raises `VaultError`s."""
    if done.change is not None:
        services.tagging.undo(done.change.id)
    if done.run is not None:
        services.runs.delete(done.run.id)
    return done.change is not None or done.run is not None


@cache
def register() -> Mapping[Tool, Action]:
    """All actions, by the names of their functions."""
    functions = {one.name: one for one in own_tools()}
    return {tool: Action(functions[tool.value], tool in WRITING, do) for tool, do in _DOING.items()}


def _errand(wish: Wish) -> Errand:
    if wish.errand is None:
        raise ValueError("no errand")  # not for people: a mistake of the program's own
    return wish.errand


def _documents(services: Services, wish: Wish) -> list[Document]:
    """Those that a wish is about; they may have gone since it was made."""
    found = services.store.some(wish.documents)
    gone = {*wish.documents} - {one.id for one in found}
    if gone:
        raise DocumentUnknown(document=min(gone))
    return list(found)


def _tag(services: Services, wish: Wish) -> Done:
    documents = [one.id for one in _documents(services, wish)]
    return Done(change=services.tagging.put(documents, _errand(wish).arguments["tags"]))


def _extract(services: Services, wish: Wish) -> Done:
    documents = _documents(services, wish)
    schema = schema_for(_errand(wish).arguments, documents)
    return Done(run=services.extractions.create(schema, [one.id for one in documents]))


def _open(services: Services, wish: Wish) -> Done:
    (document,) = _documents(services, wish)
    page = int(_errand(wish).arguments["page"])
    start = services.store.page_start(document.id, page)
    end = services.store.page_start(document.id, page + 1) if page < document.pages else None
    return Done(text=services.store.text(document.id, start, end))


def _search(services: Services, wish: Wish) -> Done:
    document = wish.documents[0] if wish.documents else None
    query = str(_errand(wish).arguments["query"])
    return Done(hits=tuple(services.library.search(query, _HITS, SearchScope(document_id=document))))


def _forecast(services: Services, wish: Wish) -> Done:
    (document,) = _documents(services, wish)
    return Done(table=Path(document.file))


_DOING: Mapping[Tool, Callable[[Services, Wish], Done]] = {
    Tool.SEARCH: _search,
    Tool.OPEN_PAGE: _open,
    Tool.TAG: _tag,
    Tool.EXTRACT: _extract,
    Tool.FORECAST: _forecast,
}
