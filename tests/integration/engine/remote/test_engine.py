"""An engine on the private network: what reaches it, what comes of it, and what becomes of one that does not
do as it should.
"""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from engines import Asked, free_port, stand_in

from engine.cancel import CancelToken
from engine.errors import (
    ContextFull,
    Fault,
    RemoteBusy,
    RemoteCut,
    RemoteFailed,
    RemoteModelMissing,
    RemoteNonsense,
    RemoteRefused,
    RemoteUnable,
    RemoteUnreachable,
    RemoteUntrusted,
)
from engine.remote import standby
from engine.remote.generator import Exchange, RemoteEngine
from engine.remote.places import Place, place_of
from engine.remote.standby import Door
from engine.types import GenerationDone, Message, Sampling, Speaker, StopReason, TextDelta

pytestmark = pytest.mark.skipif(not standby.POSSIBLE, reason="this system hands on no descriptors")

QUESTION = (Message(Speaker.USER, "Why is the sky blue?"),)


@contextmanager
def engine_at(
    place: Place, *, noted: Callable[[Exchange], None] = lambda _: None, key: str = "", model: str = ""
) -> Iterator[RemoteEngine]:
    door = Door(place)
    try:
        engine = RemoteEngine(door, door.place(), model, context=2048, noted=noted, key=key)
        try:
            yield engine
        finally:
            engine.close()
    finally:
        door.close()


def said(engine: RemoteEngine, sampling: Sampling | None = None) -> tuple[str, GenerationDone]:
    *events, done = engine.generate(QUESTION, sampling or Sampling(), CancelToken())
    assert isinstance(done, GenerationDone)
    return "".join(event.text for event in events if isinstance(event, TextDelta)), done


def good(asked: Asked) -> None:
    asked.stream("Light", " scatters", ".")


def test_an_answer_over_tls_with_the_known_certificate(tmp_path: Path) -> None:
    with stand_in(good, tmp_path) as server, engine_at(server.place, key="k3y") as engine:
        assert server.place.tls
        assert said(engine)[0] == "Light scatters."
        assert engine.info().backend == "127.0.0.1"
        heads = server.asked[-1][1]
        assert heads["Authorization"] == "Bearer k3y"
        assert {name.lower() for name in heads} == {
            *("host", "accept", "accept-encoding", "connection", "content-type", "content-length"),
            "authorization",
        }


def test_to_another_certificate_nothing_is_said(tmp_path: Path) -> None:
    with stand_in(good, tmp_path) as server:
        for known in ("00" * 32, ""):
            wrong = Place("127.0.0.1", server.place.port, True, "127.0.0.1", known)
            with engine_at(wrong, key="k3y") as engine, pytest.raises(RemoteUntrusted) as caught:
                engine.look()
            assert caught.value.facts["actual"] == server.place.fingerprint
        assert server.asked == []


def test_a_server_without_tls_is_not_taken_for_one_with_it() -> None:
    with stand_in(good) as server:
        place = Place("127.0.0.1", server.place.port, True, "127.0.0.1", "00" * 32)
        with engine_at(place) as engine, pytest.raises(RemoteUnreachable) as caught:
            engine.look()
        assert caught.value.facts["detail"] == "tls"
        assert server.asked == []


def test_nobody_is_there() -> None:
    with engine_at(place_of(f"http://127.0.0.1:{free_port()}")) as engine, pytest.raises(RemoteUnreachable):
        engine.info()


def test_a_door_that_has_ended_is_told() -> None:
    with stand_in(good) as server:
        door = Door(server.place)
        engine = RemoteEngine(door, door.place())
        assert said(engine)[0]
        psutil.Process(door.pid).kill()
        with pytest.raises(RemoteUnreachable):
            said(engine)
        engine.unload()
        with pytest.raises(RemoteUnreachable):
            said(engine)
        engine.close()
        door.close()


def body(data: bytes) -> Callable[[Asked], None]:
    return lambda asked: asked.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + data)


def status(number: int, value: object = None) -> Callable[[Asked], None]:
    return lambda asked: asked.give(number, value or {"error": {"message": "no such luck"}})


def moved(asked: Asked) -> None:
    asked.raw(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/v1\r\nContent-Length: 0\r\n\r\n")


MISBEHAVING: dict[str, tuple[Callable[[Asked], None], type[Fault]]] = {
    "401": (status(401), RemoteRefused),
    "403": (status(403), RemoteRefused),
    "404": (status(404), RemoteModelMissing),
    "429": (status(429), RemoteBusy),
    "503": (status(503), RemoteBusy),
    "500": (status(500), RemoteFailed),
    "502-no-json": (lambda asked: asked.raw(b"HTTP/1.1 502 X\r\nContent-Length: 3\r\n\r\n<x>"), RemoteFailed),
    "moved": (moved, RemoteFailed),
    "full": (status(400, {"error": {"type": "exceed_context_size_error", "message": "x"}}), ContextFull),
    "hangs-up": (lambda asked: asked.connection.shutdown(socket.SHUT_RDWR), RemoteCut),
    "cut": (lambda asked: asked.stream("Light", finish=None, done=False), RemoteCut),
    "cut-chunk": (
        lambda asked: asked.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\ndata: {"),
        RemoteCut,
    ),
    "no-http": (lambda asked: asked.raw(b"SSH-2.0-OpenSSH_9.6\r\n"), RemoteNonsense),
    "bad-chunk": (
        lambda asked: asked.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab"),
        RemoteCut,
    ),
    "no-json": (body(b"data: {nonsense}\n\n"), RemoteNonsense),
    "no-text": (body(b'data: {"choices": [{"delta": {"content": [1]}}]}\n\n'), RemoteNonsense),
    "endless-event": (body(b"data: " + b"x" * (3 << 20)), RemoteNonsense),
    "endless-head": (lambda asked: asked.raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000), RemoteNonsense),
    "error-within": (body(b'data: {"error": {"message": "out of memory", "code": 500}}\n\n'), RemoteFailed),
}


@pytest.mark.parametrize("name", MISBEHAVING)
def test_what_goes_wrong_has_its_name_and_the_next_request_goes_right(name: str) -> None:
    behave, kind = MISBEHAVING[name]
    ended: list[str] = []
    with (
        stand_in(behave) as server,
        engine_at(server.place, noted=lambda one: ended.append(one.ended)) as engine,
    ):
        engine.info()
        with pytest.raises(Fault) as caught:
            said(engine)
        assert type(caught.value) is kind
        assert "luck" not in str(caught.value)
        assert ended[-2:] == ["", kind.code]
        server.behave = good
        assert said(engine)[0] == "Light scatters."


def test_a_redirect_is_not_followed() -> None:
    with stand_in(good) as other:

        def lead_away(asked: Asked) -> None:
            there = f"http://127.0.0.1:{other.place.port}/v1/chat/completions"
            asked.raw(f"HTTP/1.1 307 X\r\nLocation: {there}\r\nContent-Length: 0\r\n\r\n".encode())

        with (
            stand_in(lead_away) as server,
            engine_at(server.place) as engine,
            pytest.raises(RemoteFailed),
        ):
            said(engine)
        assert other.asked == []


def test_a_proxy_of_the_surroundings_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with stand_in(good) as proxy, stand_in(good) as server:
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, proxy.place.url)
        with engine_at(server.place) as engine:
            assert said(engine)[0]
        assert proxy.asked == []


def test_a_model_that_is_not_there() -> None:
    with stand_in(good) as server, engine_at(server.place, model="huge") as engine:
        with pytest.raises(RemoteModelMissing):
            engine.info()
        assert [one[0] for one in server.asked] == ["GET /v1/models"]


def test_a_list_of_models_that_is_none() -> None:
    for value in ("{}", "[]", "no json"):
        with stand_in(
            lambda asked, value=value: asked.raw(  # type: ignore[misc]
                f"HTTP/1.1 200 OK\r\nContent-Length: {len(value)}\r\n\r\n{value}".encode()
            )
        ) as server:
            server.models = None
            with engine_at(server.place) as engine, pytest.raises(RemoteNonsense):
                engine.info()


def slowly(asked: Asked) -> None:
    asked.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
    for _ in range(400):
        asked.event({"choices": [{"delta": {"content": "on "}}]})
        time.sleep(0.05)


def never(asked: Asked) -> None:
    asked.connection.recv(1)  # until the other end hangs up


@pytest.mark.parametrize("behave", [slowly, never])
def test_a_cancel_hangs_up_at_once(behave: Callable[[Asked], None]) -> None:
    with stand_in(behave) as server, engine_at(server.place) as engine:
        engine.info()
        cancel = CancelToken()
        threading.Timer(1.0, cancel.cancel).start()
        began = time.monotonic()
        *_, done = engine.generate(QUESTION, Sampling(), cancel)
        assert isinstance(done, GenerationDone)
        assert done.stop_reason is StopReason.CANCELLED
        assert time.monotonic() - began < 10
        server.behave = good
        pid = engine.pid
        assert said(engine)[0] == "Light scatters."
        assert engine.pid == pid  # it was asked to stop, and did not have to be ended


def test_a_prompt_that_cannot_fit_is_not_sent() -> None:
    with stand_in(good) as server, engine_at(server.place) as engine:
        long = (Message(Speaker.USER, "word " * 3000),)
        with pytest.raises(ContextFull):
            list(engine.generate(long, Sampling(), CancelToken()))
        with pytest.raises(ContextFull):
            engine.generate_together([QUESTION, long], [Sampling()] * 2, CancelToken())
        assert [one[0] for one in server.asked] == ["GET /v1/models"]


def test_a_form_that_it_cannot_hold_to_is_refused() -> None:
    with stand_in(good) as server, engine_at(server.place) as engine, pytest.raises(RemoteUnable):
        said(engine, Sampling(json_schema='{"type": "object"}'))


def test_a_model_that_thinks_gets_room_for_it() -> None:
    rooms: list[int] = []

    def think(asked: Asked) -> None:
        rooms.append(json.loads(asked.body)["max_tokens"])
        if rooms[-1] < 100:
            asked.stream("<think>", "hm", " hm", finish="length")
        else:
            asked.stream("<think>", "hm", "</think>", "It", " scatters", ".")

    with stand_in(think) as server, engine_at(server.place) as engine:
        for expected in ([40, 552], [40, 552, 552]):
            text, done = said(engine, Sampling(max_tokens=40))
            assert (text, done.stop_reason) == ("It scatters.", StopReason.END)
            assert rooms == expected


def test_several_at_a_time_come_in_order() -> None:
    together, most = [0], [0]
    lock = threading.Lock()

    def behave(asked: Asked) -> None:
        word = json.loads(asked.body)["messages"][-1]["content"]
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        time.sleep(0.3)
        # Before the last word goes: who has it may ask again while this thread still waits for the lock.
        with lock:
            together[0] -= 1
        asked.stream(word)

    words = [f"word{number}" for number in range(9)]
    noted: list[Exchange] = []
    with stand_in(behave) as server, engine_at(server.place, noted=noted.append) as engine:
        found = engine.generate_together(
            [(Message(Speaker.USER, word),) for word in words], [Sampling()] * 9, CancelToken()
        )
        assert [one.text for one in found] == words
        assert 1 < most[0] <= 4
        assert [(one.requests, one.ended) for one in noted[-2:]] == [(9, ""), (9, "end")]
        server.behave = status(500)
        with pytest.raises(RemoteFailed):
            engine.generate_together([QUESTION] * 9, [Sampling()] * 9, CancelToken())


def test_nothing_goes_that_cannot_be_noted() -> None:
    def refuse(_: Exchange) -> None:
        raise RuntimeError("the log is full")

    with stand_in(good) as server, engine_at(server.place, noted=refuse) as engine:
        with pytest.raises(RuntimeError):
            engine.info()
        with pytest.raises(RuntimeError):
            said(engine)
        assert server.asked == []


def test_what_is_noted_tells_how_much_and_never_what() -> None:
    noted: list[Exchange] = []
    with stand_in(good) as server, engine_at(server.place, noted=noted.append) as engine:
        said(engine)
        events = engine.generate(QUESTION, Sampling(), CancelToken())
        next(iter(events))
        events.close()  # type: ignore[attr-defined]  # a generator
    assert [(one.requests, one.ended) for one in noted] == [
        *((1, ""), (1, "end"), (1, ""), (1, "end"), (1, ""), (1, "cancelled"))
    ]
    assert {one.host for one in noted} == {server.place.url}
    assert noted[3].generated_tokens == 3
    assert not any("sky" in str(one) or "scatters" in str(one) for one in noted)


def test_what_speaks_with_it_has_no_socket_and_what_has_one_speaks_with_nobody_else() -> None:
    with stand_in(good) as server:
        door = Door(server.place)
        engine = RemoteEngine(door, door.place())
        assert said(engine)[0]
        assert engine.pid
        for pid in (engine.pid, door.pid):
            assert psutil.Process(pid).net_connections("inet") == []
            if os.geteuid() == 0:  # who else may look at what is not dumpable
                kept = Path(f"/proc/{pid}/status").read_text()
                assert "Seccomp:\t2" in kept
        engine.close()
        door.close()
