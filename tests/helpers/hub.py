"""A hub on this machine's loopback, for tests of the fetcher: files, ranges, and ways to misbehave."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@dataclass
class Hub:
    """What it serves by path, and what it was asked."""

    files: dict[str, bytes]
    # Bytes sent before it hangs up; one entry is used up by each request.
    break_after: list[int] = field(default_factory=list)
    honours_ranges: bool = True
    moved: dict[str, str] = field(
        default_factory=dict
    )  # paths that lead to others, as the hub's large files do
    refused: dict[str, int] = field(default_factory=dict)  # paths and the status they are refused with
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # (path, Range header)
    address: str = ""


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    """Serve on 127.0.0.1; skips the test where even the loopback is down."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            hub.asked.append((self.path, wanted))
            if self.path in hub.moved:
                self.send_response(302)
                self.send_header("Location", hub.address + hub.moved[self.path])
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            content = hub.files.get(self.path)
            if self.path in hub.refused:
                self.send_error(hub.refused[self.path])
                return
            if content is None:
                self.send_error(404)
                return
            start = 0
            if wanted and hub.honours_ranges:
                start = int(re.findall(r"\d+", wanted)[0])
                self.send_response(206)
            else:
                self.send_response(200)
            body = content[start:]
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: hub.break_after.pop(0)] if hub.break_after else body)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class names it
            """Say nothing."""

    try:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    except OSError as error:
        pytest.skip(f"no loopback interface here: {error.strerror}")
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
