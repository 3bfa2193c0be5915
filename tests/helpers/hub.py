"""A hub on this machine's loopback, for tests of the fetcher: files, ranges, what it declares, and ways to
misbehave."""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from engine.provision.catalogue import HubSource

REVISION = "0123456789abcdef0123456789abcdef01234567"
OTHER_REVISION = "fedcba9876543210fedcba9876543210fedcba98"


@dataclass
class Hub:
    """What it serves by path, and what it was asked."""

    files: dict[str, bytes] = field(default_factory=dict)
    # Bytes sent before it hangs up; one entry is used up by each request of a file.
    break_after: list[int] = field(default_factory=list)
    honours_ranges: bool = True
    moved: dict[str, str] = field(
        default_factory=dict
    )  # paths that lead to others, as the hub's large files do; or whole addresses
    refused: dict[str, int] = field(default_factory=dict)  # paths and the status they are refused with
    busy: list[str] = field(default_factory=list)  # Retry-After of the next requests, which get a 429
    opened_by: str = ""  # the token without which no file is given
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # (path, Range header)
    tokens: list[tuple[str, str | None]] = field(default_factory=list)  # (path, Authorization header)
    address: str = ""

    def declare(
        self,
        repository: str,
        files: Mapping[str, bytes],
        revision: str = REVISION,
        *,
        newest: bool = True,
        **otherwise: Any,
    ) -> HubSource:
        """Serve a repository with what the hub says of it: `.gguf` and `.safetensors` are large files.

        `otherwise` replaces what it says: `sha256` and `size` of every file, or anything of the answer.
        """
        siblings = [_sibling(name, content, otherwise) for name, content in files.items()]
        said = {"sha": revision, "gated": False, "siblings": siblings, **otherwise}
        answer = json.dumps(said).encode()
        for asked in (revision, *(["main"] if newest else [])):
            self.files[f"/api/models/{repository}/revision/{asked}?blobs=true"] = answer
        for name, content in files.items():
            self.files[f"/{repository}/resolve/{revision}/{name}"] = content
        return HubSource(repository)

    @property
    def fetched(self) -> list[str]:
        """The paths of files that it was asked for."""
        return [path for path, _ in self.asked if not path.startswith("/api/")]


def _sibling(name: str, content: bytes, otherwise: dict[str, Any]) -> dict[str, Any]:
    size = otherwise.get("size", len(content))
    blob = hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
    entry: dict[str, Any] = {"rfilename": name, "size": size, "blobId": blob}
    if name.endswith((".gguf", ".safetensors")):
        digest = otherwise.get("sha256", hashlib.sha256(content).hexdigest())
        entry["lfs"] = {"sha256": digest, "size": size, "pointerSize": 135}
    return entry


class _Handler(BaseHTTPRequestHandler):
    hub: Hub

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.hub.asked.append((self.path, wanted))
        self.hub.tokens.append((self.path, self.headers.get("Authorization")))
        if self.hub.busy:
            self._say(429, "Retry-After", self.hub.busy.pop(0))
        elif self.path in self.hub.moved:
            leads = self.hub.moved[self.path]
            self._say(302, "Location", leads if "://" in leads else self.hub.address + leads)
        elif status := self._refusal():
            self.send_error(status)
        else:
            self._give(self.hub.files[self.path], wanted)

    @property
    def _tells(self) -> bool:
        return self.path.startswith("/api/")

    def _refusal(self) -> int:
        if self.path in self.hub.refused:
            return self.hub.refused[self.path]
        wanted = f"Bearer {self.hub.opened_by}" if self.hub.opened_by and not self._tells else None
        if wanted and self.headers.get("Authorization") != wanted:
            return 401
        return 0 if self.path in self.hub.files else 404

    def _say(self, status: int, header: str, value: str) -> None:
        self.send_response(status)
        self.send_header(header, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _give(self, content: bytes, wanted: str | None) -> None:
        ranged = wanted is not None and self.hub.honours_ranges
        start = int(re.findall(r"\d+", wanted)[0]) if wanted and ranged else 0
        if start > len(content):
            self.send_error(416)
            return
        self.send_response(206 if ranged else 200)
        body = content[start:]
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        cut = self.hub.break_after.pop(0) if self.hub.break_after and not self._tells else None
        self.wfile.write(body[:cut])
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it
        """Say nothing."""


@contextmanager
def serving(hub: Hub, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> Iterator[Hub]:
    """Serve on 127.0.0.1, under this name of it; skips the test where even the loopback is down."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"hub": hub}))
    except OSError as error:
        pytest.skip(f"no loopback interface here: {error.strerror}")
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    hub.address = f"{'https' if tls else 'http'}://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
