"""The call that a wish comes to: which tool, with which arguments, on which documents; said in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import PurePath
from typing import Any, Protocol

from rag.answering.intents.ways import Told, within
from rag.carrying.columns import column_for
from rag.carrying.meant import Meant, Shelf, kind_of, meant_by
from rag.carrying.phrases import Phrases, phrases_of
from rag.carrying.wishes import Tool, Wanted, wanted_in
from rag.extracting.fields.schema import preset_names
from rag.language.languages import Language, languages
from rag.types import Document, Errand, Outcome, SearchScope, Wish

WRITING = (Tool.TAG, Tool.EXTRACT)
"""Those that change the library, or begin kept work."""

_HEAD = 120  # characters in which a document's first line says what it is
_LISTED = 12  # names of documents in a sentence
_TABLES = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")


class Names(Protocol):
    """What documents call themselves; see `rag.storing.called.CalledNames`."""

    def find(self, keys: Iterable[str]) -> Sequence[tuple[int, str, object]]: ...


class Store(Protocol):
    """The documents of a library; see `rag.storing.documents.DocumentStore`."""

    @property
    def called(self) -> Names: ...

    def list(self, collection: str | None = None) -> Sequence[Document]: ...

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str: ...


class Carrying:
    """Tells what is wished for; nothing is carried out here."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def told(
        self, text: str, language: Language, scope: SearchScope | None, at_hand: Collection[int] = ()
    ) -> Told | None:
        """The call that `text` wishes, as an ACTION with an errand; None where it plainly wishes none.
        `at_hand`: the documents that lie open. Raises `VaultError`s.
        """
        shelf: Shelf | None = None
        for one in dict.fromkeys((language, *languages())):
            phrases = phrases_of(one)
            for wanted in wanted_in(text, phrases) if phrases else ():
                if shelf is None:
                    documents = within(self._store.list(scope.collection if scope else None), scope)
                    shelf = Shelf(documents, at_hand, self._called, self._headed)
                told = self._call(wanted, phrases, shelf) if phrases else None
                if told is not None:
                    return told
        return None

    # --- inside --------------------------------------------------------------------------------------------

    def _called(self, key: str) -> set[int]:
        return {id_ for id_, _, _ in self._store.called.find([key])}

    def _headed(self, document: Document) -> str:
        head = self._store.text(document.id, 0, _HEAD).strip()
        return head.partition("\n")[0]

    def _call(self, wanted: Wanted, phrases: Phrases, shelf: Shelf) -> Told | None:
        everywhere = wanted.tool is Tool.SEARCH and not wanted.said
        meant = Meant(tuple(shelf.documents), every=True) if everywhere else None
        if wanted.tool is Tool.OPEN_PAGE and not wanted.said:
            meant = Meant(shelf.open)  # "Open page 3", of what lies open
        meant = meant or meant_by(wanted.said, phrases, shelf)
        if meant is None:
            plain = wanted.tool is Tool.TAG or (wanted.tool is Tool.EXTRACT and not wanted.names)
            told = phrases.call("none", what=wanted.said) if plain else ""
            return Told(told, Outcome.LIBRARY) if told else None
        match wanted.tool:
            case Tool.TAG:
                return self._made(wanted, phrases, meant, {"tags": list(wanted.names)}, wanted.names)
            case Tool.EXTRACT:
                return self._extract(wanted, phrases, meant)
            case Tool.OPEN_PAGE:
                return self._page(wanted, phrases, meant)
            case Tool.SEARCH:
                return self._search(wanted, phrases, meant)
            case Tool.FORECAST:
                return self._forecast(wanted, phrases, meant)

    def _extract(self, wanted: Wanted, phrases: Phrases, meant: Meant) -> Told | None:
        if wanted.names:
            kind = kind_of(meant.documents)
            if not any(column_for(one, kind) for one in wanted.names):
                return None  # nobody keeps such a value: the documents may say what is meant
            return self._made(wanted, phrases, meant, {"columns": list(wanted.names)}, wanted.names)
        preset = meant.kind or kind_of(meant.documents)
        if preset not in preset_names():
            return None
        return self._made(wanted, phrases, meant, {"preset": preset}, (preset,))

    def _page(self, wanted: Wanted, phrases: Phrases, meant: Meant) -> Told | None:
        if len(meant.documents) != 1 or wanted.number is None:
            return None
        document, page = meant.documents[0], wanted.number
        if not 1 <= page <= document.pages:
            said = phrases.call("no_page", documents=document.name, page=page, last=document.pages)
            return Told(said, Outcome.LIBRARY)
        said = phrases.call("open_page", page=page, documents=document.name)
        return _told(said, meant, wanted.tool, {"document": document.name, "page": page})

    def _search(self, wanted: Wanted, phrases: Phrases, meant: Meant) -> Told | None:
        if not meant.every and (len(meant.documents) != 1 or not (wanted.sure or meant.by_name)):
            return None
        arguments: dict[str, Any] = {"query": wanted.names[0]}
        if not meant.every:
            arguments["document"] = meant.documents[0].name
        where = _documents(meant, phrases)
        said = phrases.call("search", names=phrases.quoted(wanted.names), documents=where)
        return _told(said, meant, wanted.tool, arguments)

    def _forecast(self, wanted: Wanted, phrases: Phrases, meant: Meant) -> Told | None:
        if len(meant.documents) != 1:
            return None
        name = meant.documents[0].name
        if PurePath(name).suffix.lower() not in _TABLES:
            return None
        arguments: dict[str, Any] = {"file": name, "value": wanted.names[0]}
        if wanted.number:
            arguments["horizon"] = wanted.number
        key = "ahead" if wanted.number else "forecast"
        names = phrases.quoted(wanted.names)
        said = phrases.call(key, names=names, documents=name, number=wanted.number)
        return _told(said, meant, wanted.tool, arguments)

    def _made(
        self,
        wanted: Wanted,
        phrases: Phrases,
        meant: Meant,
        arguments: dict[str, Any],
        names: Sequence[str],
    ) -> Told:
        where = _documents(meant, phrases)
        said = phrases.call(wanted.tool.value, names=phrases.quoted(names), documents=where)
        arguments["documents"] = [one.name for one in meant.documents]
        return _told(f"{said} {phrases.call('waits')}", meant, wanted.tool, arguments)


def _told(said: str, meant: Meant, tool: Tool, arguments: dict[str, Any]) -> Told:
    # A search of everything names no documents, so that it holds for those that come later, too.
    ids = () if tool is Tool.SEARCH and meant.every else tuple(one.id for one in meant.documents)
    return Told(said, Outcome.ACTION, wish=Wish(ids, plain=True, errand=Errand(tool.value, arguments)))


def _documents(meant: Meant, phrases: Phrases) -> str:
    names = [one.name for one in meant.documents]
    if meant.every and len(names) > _LISTED:
        return f"{phrases.call('all')} ({len(names)})"
    if len(names) == 1:
        return names[0]
    more = len(names) - _LISTED
    listed = ", ".join(names[:_LISTED]) + (f" … (+{more})" if more > 0 else "")
    return phrases.call("several", count=len(names), list=listed)
