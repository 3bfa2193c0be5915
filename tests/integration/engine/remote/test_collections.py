"""Collections of a real Chroma server, over the door: what is found there, and what goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from chroma_servers import behind_tls, chroma_server
from engines import Asked, free_port, stand_in

from engine.cancel import CancelToken
from engine.errors import (
    Cancelled,
    Fault,
    RemoteCollectionMissing,
    RemoteNameTaken,
    RemoteNonsense,
    RemoteOtherDimension,
    RemoteUnreachable,
    RemoteUntrusted,
)
from engine.remote import standby
from engine.remote.chroma import Kept
from engine.remote.collections import Errand, SharedServer
from engine.remote.places import Place, place_of
from engine.remote.standby import Door

pytestmark = pytest.mark.skipif(not standby.POSSIBLE, reason="this system hands on no descriptors")

NOW = CancelToken()
EYE = np.eye(4, dtype=np.float32)
LAW = [
    Kept(f"p{place}", text, {"document": "gdpr.pdf", "page": place + 1})
    for place, text in enumerate(("A breach is told.", "A fine is paid.", "Ein Protokoll, täglich."))
]


@contextmanager
def server_at(place: Place, noted: Callable[[Errand], None] = lambda _: None) -> Iterator[SharedServer]:
    door = Door(place)
    try:
        server = SharedServer(door, door.place(), noted=noted)
        try:
            yield server
        finally:
            server.close()
    finally:
        door.close()


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as place:
        yield place


def test_what_is_put_there_is_found_there_and_goes_again(chroma: Place) -> None:
    told: list[Errand] = []
    with server_at(chroma, told.append) as server:
        law = server.make("law", {"confidant.embedder": "words", "confidant.whole": False}, NOW)
        assert law.dimension == 0
        server.put(law, LAW, EYE[:3], NOW)
        (listed,) = server.collections()
        assert (listed.id, listed.name, listed.dimension) == (law.id, "law", 4)
        assert listed.told == {"confidant.embedder": "words", "confidant.whole": False}
        assert server.batch > 100
        found = server.near(listed, EYE[2], 2, NOW)
        assert found.passages[0] == LAW[2]
        assert np.allclose(found.vectors[0], EYE[2])
        assert found.vectors.shape == (2, 4)
        assert server.ids(listed, NOW) == {"p0", "p1", "p2"}
        server.put(listed, [Kept("p0", "Told within 72 hours.", {"page": 9})], EYE[:1], NOW)
        server.drop(listed, ["p1", "never"], NOW)
        found = server.near(listed, EYE[0], 5, NOW)
        assert [one.text for one in found.passages] == ["Told within 72 hours.", "Ein Protokoll, täglich."]
        server.tell(listed, {"confidant.whole": True}, NOW)
        assert server.collections()[0].told == {"confidant.whole": True}
        server.remove(listed, NOW)
        assert server.collections() == ()
    assert {one.host for one in told} == {chroma.url}
    befores, afters = told[::2], told[1::2]
    assert {one.ended for one in befores} == {""}
    assert {one.ended for one in afters} == {"end"}
    assert [one.passages for one in befores if one.what == "put"] == [3, 1]
    assert [one.vectors for one in befores if one.what == "search"] == [1, 1]


def test_what_it_does_not_have_or_takes_otherwise_is_told(chroma: Place) -> None:
    with server_at(chroma) as server:
        one = server.make("pairs", {"n": 1}, NOW)
        server.put(one, LAW[:1], EYE[:1], NOW)
        with pytest.raises(RemoteNameTaken):
            server.make("pairs", {"n": 1}, NOW)
        with pytest.raises(RemoteOtherDimension) as other:
            server.near(one, np.ones(3, np.float32), 2, NOW)
        assert other.value.facts == {"host": "127.0.0.1", "collection": "pairs", "ours": 3}
        with pytest.raises(RemoteOtherDimension):
            server.put(one, LAW[1:2], np.ones((1, 7), np.float32), NOW)
        server.remove(one, NOW)
        for ask in (lambda: server.near(one, EYE[0], 2, NOW), lambda: server.remove(one, NOW)):
            with pytest.raises(RemoteCollectionMissing):
                ask()


def test_a_certificate_that_is_not_known_is_sent_nothing(chroma: Place, tmp_path: Path) -> None:
    with behind_tls(chroma, tmp_path) as place:
        with server_at(place) as server:
            assert server.collections() == ()
        other = Place(place.host, place.port, True, place.address, "00" * 32)
        with server_at(other) as server, pytest.raises(RemoteUntrusted):
            server.collections()


def test_nobody_there() -> None:
    nobody = place_of(f"http://127.0.0.1:{free_port()}")
    with server_at(nobody) as server, pytest.raises(RemoteUnreachable):
        server.collections()


def test_what_cannot_be_noted_is_not_sent(chroma: Place) -> None:
    def refuse(_: Errand) -> None:
        raise PermissionError

    with server_at(chroma, refuse) as server, pytest.raises(PermissionError):
        server.make("never", {}, NOW)
    with server_at(chroma) as server:
        assert "never" not in [one.name for one in server.collections()]


def test_one_that_was_cancelled_is_told_as_that(chroma: Place) -> None:
    told: list[Errand] = []
    cancel = CancelToken()
    cancel.cancel()
    with server_at(chroma, told.append) as server, pytest.raises(Cancelled):
        server.make("never", {}, cancel)
    assert told[-1].ended == "cancelled"


@pytest.mark.parametrize(
    "reply",
    [
        [],
        {"ids": [["1"]], "documents": [["one"]], "metadatas": [[None]]},
        {"ids": [["1"]], "documents": [["one"]], "metadatas": [[None]], "embeddings": [[[1.0]]]},
        {"ids": [["1"]], "documents": [["one"]], "metadatas": [[None]], "embeddings": [[["a", 1, 1, 1]]]},
        {"ids": [["1"]], "documents": [["one"]], "metadatas": [[None]], "embeddings": [[[1e400, 1, 1, 1]]]},
        {
            "ids": [["1"]],
            "documents": [["one", "two"]],
            "metadatas": [[None]],
            "embeddings": [[[1, 1, 1, 1]]],
        },
    ],
)
def test_nonsense_is_called_that(reply: object) -> None:
    law = {"id": "ab", "name": "law", "dimension": 4, "metadata": {"odd": {"deep": 1}, "n": 2}}

    def behave(asked: Asked) -> None:
        asked.give(200, [law] if asked.command == "GET" else reply)

    with stand_in(behave) as stand, server_at(stand.place) as server:
        (listed,) = server.collections()
        assert listed.told == {"n": 2}
        with pytest.raises(RemoteNonsense) as fault:
            server.near(listed, EYE[0], 3, NOW)
        assert isinstance(fault.value, Fault)


def test_an_id_that_would_be_another_path_is_not_taken() -> None:
    def behave(asked: Asked) -> None:
        asked.give(200, [{"id": "../../../auth", "name": "law", "dimension": 4, "metadata": None}])

    with stand_in(behave) as stand, server_at(stand.place) as server, pytest.raises(RemoteNonsense):
        server.collections()
