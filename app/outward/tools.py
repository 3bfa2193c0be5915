"""The tools that other programs may use: each reads the library and changes nothing of it.

What is given names its document, its page and its words. Text that nobody sees on a page is not given, and
each request is in the log before it is answered, without what was asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.errors import AskedWrongly
from app.library.naming import documents_called
from app.words.catalogue import say
from rag.errors import DocumentUnknown
from rag.language.withdrawn import standing
from rag.types import DocumentState, Hit, SearchScope

if TYPE_CHECKING:
    from app.services import Services

_MOST = 20  # passages
_LONGEST = 2000  # characters of what is asked
_TEXT = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Offered:
    """A tool: `schema` is the JSON Schema of what it takes."""

    name: str
    about: str
    schema: Mapping[str, Any]
    run: Callable[[Services, Mapping[str, Any]], list[dict[str, Any]]]


def offered() -> tuple[Offered, ...]:
    """All of them."""
    named = {"document": _TEXT | {"description": say("outward.document")}}
    query = {
        "query": _TEXT | {"description": say("outward.query")},
        "limit": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": 8},
        "collection": _TEXT | {"description": say("outward.collection")},
    }
    page = {"page": {"type": "integer", "minimum": 1, "description": say("outward.page")}}
    return (
        Offered("search", say("outward.search"), _object({**query, **named}, "query"), _search),
        Offered("open_page", say("outward.open-page"), _object({**named, **page}, "document", "page"), _open),
        Offered("list_documents", say("outward.list-documents"), _object({}), _list),
    )


def answer(services: Services, name: str, arguments: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows that a tool gives. Raises `AskedWrongly`, `DocumentUnknown`, `VaultError`s, `EngineError`s."""
    tool = next((one for one in offered() if one.name == name), None)
    if tool is None:
        raise AskedWrongly(detail=name)
    for key in tool.schema["required"]:
        if key not in arguments:
            raise AskedWrongly(detail=key)
    for key, value in arguments.items():
        kind = tool.schema["properties"].get(key, {}).get("type")
        right = isinstance(value, str) if kind == "string" else type(value) is int and value >= 1
        if kind is None or not right:
            raise AskedWrongly(detail=key)
    services.audit.outward(name)
    return tool.run(services, arguments)


def _search(services: Services, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    document = _named(services, asked["document"]) if "document" in asked else None
    scope = SearchScope(collection=asked.get("collection"), document_id=document)
    count = min(int(asked.get("limit", 8)), _MOST)
    return [_passage(hit) for hit in services.library.search(asked["query"][:_LONGEST], count, scope)]


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "document": hit.document,
        "page": hit.page,
        "section": hit.section,
        "quote": standing(hit.text),
        "start": hit.start,
        "end": hit.end,
        "score": round(hit.score, 4),
    }


def _open(services: Services, asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    store, number = services.store, asked["page"]
    document = store.get(_named(services, asked["document"]))
    if number > document.pages:
        raise DocumentUnknown(document=document.name, page=number)
    start = store.page_start(document.id, number)
    end = store.page_start(document.id, number + 1) if number < document.pages else None
    text = standing(store.text(document.id, start, end))
    return [{"document": document.name, "page": number, "pages": document.pages, "text": text}]


def _list(services: Services, _: Mapping[str, Any]) -> list[dict[str, Any]]:
    ready = (one for one in services.library.documents() if one.state is DocumentState.READY)
    return [{"document": one.name, "pages": one.pages, "collection": one.collection} for one in ready]


def _named(services: Services, name: str) -> int:
    """The one document that is called so. Raises `DocumentUnknown`."""
    found = documents_called(services.library.documents(), name)
    if len(found) != 1:
        raise DocumentUnknown(document=name)
    return found[0].id


def _object(properties: Mapping[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }
