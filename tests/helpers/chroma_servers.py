"""Real Chroma servers on this machine's loopback, with or without TLS, as whoever runs one starts it."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from certificates import loopback_tls
from engines import certified, free_port

from engine.remote import standby
from engine.remote.places import Place, place_of

_PATIENCE = 60.0


@contextmanager
def chroma_server(folder: Path, *, port: int = 0) -> Iterator[Place]:
    """`chroma run` over a folder, which keeps its collections. Skips where the program is not here."""
    if not standby.POSSIBLE:
        pytest.skip("this system hands on no descriptors")
    beside = Path(sys.executable).with_name("chroma")
    program = str(beside) if beside.exists() else shutil.which("chroma")
    if program is None:
        pytest.skip("chroma, which comes with chromadb, is not on the path")
    folder.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    command = [program, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder / "data")]
    surroundings = {**os.environ, "ANONYMIZED_TELEMETRY": "False"}
    log = folder / "chroma.log"
    with log.open("ab") as said:
        running = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=surroundings, cwd=folder
        )
    try:
        until = time.monotonic() + _PATIENCE
        while not _answers(port):
            assert running.poll() is None, log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.1)
        yield place_of(f"http://127.0.0.1:{port}")
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()
        running.wait()


@contextmanager
def behind_tls(place: Place, folder: Path) -> Iterator[Place]:
    """The same server behind a proxy that speaks TLS, as Chroma itself speaks none; known by its
    certificate.
    """
    folder.mkdir(parents=True, exist_ok=True)
    context, _ = loopback_tls(folder)
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)
    ended = threading.Event()

    def accept() -> None:
        while not ended.is_set():
            with suppress(OSError):
                one, _ = listening.accept()
                threading.Thread(target=_pass_on, args=(one, context, place.port), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield certified(folder, int(listening.getsockname()[1]))[2]
    finally:
        ended.set()
        thread.join()
        listening.close()


def _pass_on(plain: socket.socket, context: ssl.SSLContext, port: int) -> None:
    """One connection: Chroma closes it behind its reply, as every request here asks."""
    with suppress(OSError), plain:
        plain.settimeout(30)
        with (
            context.wrap_socket(plain, server_side=True) as one,
            socket.create_connection(("127.0.0.1", port)) as other,
        ):
            one.sendall(_reply(one, other))


def _reply(one: ssl.SSLSocket, other: socket.socket) -> bytes:
    asked = b""
    while b"\r\n\r\n" not in asked:
        asked += _more(one)
    head, _, body = asked.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        ),
        0,
    )
    while len(body) < length:
        body += _more(one)
    other.sendall(head + b"\r\n\r\n" + body)
    said = b""
    while more := other.recv(65536):
        said += more
    return said


def _more(one: ssl.SSLSocket) -> bytes:
    got = one.recv(65536)
    if not got:
        raise ConnectionError  # it turned away, as from a certificate that it does not know
    return got


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat") as got:
            return bool(got.status == 200)
    except (urllib.error.URLError, OSError):
        return False
