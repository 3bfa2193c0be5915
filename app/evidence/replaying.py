"""Makes the answer of a pack again: a library of its own, for as long as it takes, of the sources alone."""

from __future__ import annotations

import json
import secrets
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from app.chat import Chats
from app.errors import NoEvidence
from app.evidence.pack import Pack
from app.evidence.verifying import by_content
from app.library.library import Library
from engine.cancel import CancelToken
from engine.errors import Fault
from rag.storing.conversations import ChatStore, decode_answer
from rag.storing.records import RecordStore
from rag.storing.vault import Vault
from rag.types.records import Replayed


class Apart(Protocol):
    """A library of its own; see `app.services.Services.apart`."""

    @property
    def vault(self) -> Vault: ...

    @property
    def library(self) -> Library: ...

    @property
    def chats(self) -> Chats: ...


Opening = Callable[[Path, bytes], AbstractContextManager[Apart]]


def replay(pack: Pack, sources: list[Path], opening: Opening, cancel: CancelToken) -> Replayed:
    """What became of the answer. `opening` gives services over a home and a key, which both go afterwards.

    Raises `NoEvidence` for a pack that holds no answer that can be made again, `ModelError`s, `WorkerError`s.
    """
    facts = pack.facts
    if facts["kind"] != "answer" or not facts["record"]:
        raise NoEvidence(turn=0)
    files = by_content(sources)
    wanted = dict.fromkeys((*(one["sha256"] for one in facts["sources"]), *facts["record"]["contents"]))
    with (
        tempfile.TemporaryDirectory(prefix="confidant-") as folder,
        opening(Path(folder), secrets.token_bytes(32)) as services,
    ):
        _read(services, [files[one] for one in wanted if one in files])
        turn = _kept(services, facts)
        for event in services.chats.again_exactly(turn, cancel):
            if isinstance(event, Replayed):
                return event
    cancel.raise_if_cancelled()
    raise NoEvidence(turn=0)


def _read(services: Apart, paths: list[Path]) -> None:
    for addition in services.library.add(paths):
        try:
            addition.outcome.result()
        except Fault:
            continue  # what lacks it tells so
    services.library.wait_idle()


def _kept(services: Apart, facts: dict[str, Any]) -> int:
    """Keep the pack's turns and record as the library that gave them did; returns the turn."""
    chats, records = ChatStore(services.vault), RecordStore(services.vault)
    conversation = chats.create()
    turn = 0
    for one in (*facts["earlier"], facts):
        turn = chats.add_turn(conversation.id, one["question"]).id
        if one["answer"] is not None:
            chats.save_answer(turn, decode_answer(json.dumps(one["answer"])))
    records.take(turn, facts["record"])
    return turn
