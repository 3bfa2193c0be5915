"""Engines on this machine's loopback: real servers of a real model, and one that misbehaves as it is told."""

from __future__ import annotations

import hashlib
import importlib.util
import json
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from certificates import loopback_tls

from engine.remote.places import Place, place_of

SERVER_VARIABLE = "CONFIDANT_TEST_LLAMA_SERVER"  # the program of llama.cpp, where it is not on the path
_PYTHON_SERVER = ("fastapi", "uvicorn", "sse_starlette", "starlette_context", "pydantic_settings")
_PATIENCE = 180.0


# --- real ones ---------------------------------------------------------------------------------------------


def has_llama_server() -> bool:
    """Whether llama.cpp's own server is here."""
    return _llama_server() is not None


def has_python_server() -> bool:
    """Whether the server that comes with llama-cpp-python can be started."""
    return all(importlib.util.find_spec(name) for name in _PYTHON_SERVER)


@contextmanager
def llama_server(
    model: Path, context: int, folder: Path, *, key: str = "", tls: bool = False
) -> Iterator[Place]:
    """llama.cpp's own server. Skips where it is not here."""
    program = _llama_server()
    if program is None:
        pytest.skip(f"llama-server is neither on the path nor in ${SERVER_VARIABLE}")
    port = free_port()
    command = [program, "--model", str(model), "--ctx-size", str(context), "--host", "127.0.0.1"]
    command += ["--port", str(port), "--parallel", "1", "--no-webui", "--threads", "2"]
    place = place_of(f"http://127.0.0.1:{port}")
    if key:
        command += ["--api-key", key]
    if tls:
        certificate, private, place = certified(folder, port)
        command += ["--ssl-cert-file", str(certificate), "--ssl-key-file", str(private)]
    with _running(command, place, folder / "llama-server.log"):
        yield place


@contextmanager
def python_server(model: Path, context: int, folder: Path, *, key: str = "") -> Iterator[Place]:
    """The server that comes with llama-cpp-python. Skips where what it needs besides is not here."""
    if not has_python_server():
        pytest.skip("what llama-cpp-python's server needs (llama-cpp-python[server]) is not installed")
    port = free_port()
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(model), "--n_ctx", str(context)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--interrupt_requests", "False"]
    command += ["--n_threads", "2"]
    command += ["--api_key", key] if key else []
    place = place_of(f"http://127.0.0.1:{port}")
    with _running(command, place, folder / "python-server.log"):
        yield place


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def certified(folder: Path, port: int) -> tuple[Path, Path, Place]:
    """A certificate for the loopback, its private key, and the place that is known by it."""
    certificate = folder / "loopback.pem"
    if not certificate.exists():
        loopback_tls(folder)
    der = ssl.PEM_cert_to_DER_cert(certificate.read_text())
    place = place_of(f"https://127.0.0.1:{port}").known_by(hashlib.sha256(der).hexdigest())
    return certificate, certificate.with_suffix(".key"), place


def _llama_server() -> str | None:
    return os.environ.get(SERVER_VARIABLE) or shutil.which("llama-server")


@contextmanager
def _running(command: list[str], place: Place, log: Path) -> Iterator[None]:
    with log.open("wb") as said:
        running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        until = time.monotonic() + _PATIENCE
        while not _answers(place):
            assert running.poll() is None, log.read_text(errors="replace")[-3000:]
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.2)
        yield
    finally:
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(10)
        running.kill()
        running.wait()


def _answers(place: Place) -> bool:
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(f"{place.url}/v1/models", context=trusting if place.tls else None) as got:
            return bool(got.status == 200)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code == 401  # it asks for its key
    except OSError:
        return False


# --- one that misbehaves -----------------------------------------------------------------------------------

Behave = Callable[["Asked"], None]


class Asked(BaseHTTPRequestHandler):
    """One request; what is sent goes as it is."""

    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._take()

    def do_POST(self) -> None:
        self._take()

    def _take(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.stand_in.asked.append((f"{self.command} {self.path}", dict(self.headers), self.body))
        self.close_connection = True
        with suppress(OSError):
            if self.path == "/v1/models" and self.server.stand_in.models is not None:
                self.give(
                    200, {"data": [{"id": one, "owned_by": "x"} for one in self.server.stand_in.models]}
                )
            else:
                self.server.stand_in.behave(self)

    def give(self, status: int, value: Any) -> None:
        data = json.dumps(value).encode()
        heads = f"Content-Type: application/json\r\nContent-Length: {len(data)}"
        self.raw(f"HTTP/1.1 {status} X\r\n{heads}\r\n\r\n".encode() + data)

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def stream(self, *texts: str, finish: str | None = "stop", done: bool = True) -> None:
        """Send a text in chunks, as engines do."""
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
        for text in texts:
            self.event({"choices": [{"delta": {"content": text}, "finish_reason": None}]})
        if finish:
            self.event({"choices": [{"delta": {}, "finish_reason": finish}]})
        if done:
            self.raw(b"data: [DONE]\n\n")

    def event(self, value: Any) -> None:
        self.raw(f"data: {json.dumps(value)}\n\n".encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stand_in: StandIn


@dataclass
class StandIn:
    """`behave` answers what is asked, but for the list of models, unless that is None."""

    place: Place
    behave: Behave
    models: list[str] | None = field(default_factory=lambda: ["tiny"])
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@contextmanager
def stand_in(behave: Behave, folder: Path | None = None) -> Iterator[StandIn]:
    """With a `folder` it speaks TLS, with a certificate that is made there."""
    server = _Server(("127.0.0.1", 0), Asked)
    port = int(server.server_address[1])
    place = place_of(f"http://127.0.0.1:{port}")
    if folder is not None:
        context, _ = loopback_tls(folder)
        _, _, place = certified(folder, port)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.stand_in = StandIn(place, behave)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
