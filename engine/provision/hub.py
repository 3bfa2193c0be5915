"""The upstream hub: what it declares of a repository, and the files of one.

It is asked over TLS, or on this machine's loopback. Whatever it answers leads nowhere but to its own hosts,
and a token that was given for it goes to itself alone: never to the host that large files lie on, and never
anywhere else. Nothing of a token is told, logged or written.
"""

from __future__ import annotations

import email.utils
import fnmatch
import http.client
import json
import os
import queue
import re
import socket
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import IO, Any

from engine.errors import Fault
from engine.provision.catalogue import CatalogueModel, HubSource, ModelFile
from engine.provision.pins import Declared, agreed

HUB = os.environ.get("CONFIDANT_HUB", "https://huggingface.co").rstrip("/")
# Hosts that a mirror sends to for large files, separated by commas; those of the public hub are known.
_HOSTS = tuple(filter(None, os.environ.get("CONFIDANT_HUB_HOSTS", "").split(",")))
_PUBLIC = ("huggingface.co", "hf.co")

_SILENCE_SECONDS = 10
_REACH_SECONDS = 6  # within which somebody must answer at all, also where packets are dropped
_LONGEST_WAIT = 60.0  # seconds that the hub may ask to wait for
_WAITS = 4
_MOST_TOLD = 8 << 20  # bytes of an answer that lists files
_NOT_FOR_ALL = (http.client.UNAUTHORIZED, http.client.FORBIDDEN)
_BUSY = (http.client.TOO_MANY_REQUESTS, http.client.SERVICE_UNAVAILABLE)
_TERMS = "it gives this model only to those who have accepted its terms there"
_NEVER = re.compile(r"[^\x21-\x7e]")  # in a token, so that it cannot end the header it stands in

Wait = Callable[[float], None]


class SourceFailed(Fault):
    """This source cannot give the model; the next one may. Facts: detail."""

    code = "source-failed"


class Away(SourceFailed):
    """Nobody answers there."""

    code = "away"


class Gated(SourceFailed):
    """Facts: detail, page."""

    code = "gated"


class NotThere(SourceFailed):
    """It has no such file at that revision."""

    code = "not-there"


class Otherwise(SourceFailed):
    """It declares other bytes than are pinned. Facts: detail, file, pinned, declared."""

    code = "otherwise"


def address_of(model: CatalogueModel) -> str:
    """Where a person fetches its first file; empty for a model that the hub has not."""
    file = model.files[0]
    for source in model.sources:
        if isinstance(source, HubSource):
            return _address(HUB, source, file) if source.revision else f"{HUB}/{source.repository}"
    return ""


def is_token(text: str) -> bool:
    """Whether this can be an access token at all."""
    return 0 < len(text) <= 512 and not _NEVER.search(text)


class Hub:
    """The hub, asked by one fetch."""

    def __init__(self, token: str = "", wait: Wait = time.sleep, address: str = HUB) -> None:
        """`wait` is called with the seconds that the hub asks to wait for."""
        self._address = address
        self._token = token
        self._wait = wait
        self._opener = urllib.request.build_opener(_Redirects(address, token))

    def reach(self) -> None:
        """Raises `Away` unless something answers there soon; the name is looked up and a connection made."""
        place = urllib.parse.urlsplit(self._address)
        if not _may_be_asked(place, place):
            raise SourceFailed(detail=f"{self._address}: it is asked over https alone")
        proxy = None if urllib.request.proxy_bypass(place.netloc) else _proxy(place.scheme)
        asked = proxy or place
        port = asked.port or (443 if asked.scheme == "https" else 80)
        if fault := _connects(asked.hostname or "", port):
            raise Away(detail=f"{self._address}: {fault}")

    def declared(self, source: HubSource, files: Iterable[ModelFile]) -> Declared:
        """What it declares of these files: the revision (the newest, where none is named), sizes and digests.

        Raises `SourceFailed`: `Gated`, `Otherwise` where that is not what is known of a file.
        """
        answer = self._listing(source)
        revision = answer.get("sha")
        if not isinstance(revision, str) or not re.fullmatch(r"[0-9a-f]{40}", revision):
            raise SourceFailed(detail=f"{self._address}: it names no revision")
        if source.revision not in ("", revision):
            raise SourceFailed(detail=f"{self._address}: it answers for another revision")
        if answer.get("gated") and not self._token:
            raise self._gated(source.repository)
        listed = _siblings(answer)
        found = {file.name: self._one(file, listed) for file in files}
        return Declared(revision, found)

    def open(self, source: HubSource, file: ModelFile, start: int) -> http.client.HTTPResponse:
        """A file from a byte on. Raises `SourceFailed`, and `urllib.error.URLError` and its like for what
        another try may mend.
        """
        address = _address(self._address, source, file)
        reply: http.client.HTTPResponse = self._ask(
            address, source.repository, {"Range": f"bytes={start}-"} if start else {}
        )
        return reply

    def _listing(self, source: HubSource) -> Mapping[str, Any]:
        revision = source.revision or "main"
        address = f"{self._address}/api/models/{source.repository}/revision/{revision}?blobs=true"
        try:
            with self._ask(address, source.repository, {}) as reply:
                told = reply.read(_MOST_TOLD + 1)
            answer = json.loads(told) if len(told) <= _MOST_TOLD else None
        except (urllib.error.URLError, TimeoutError, ConnectionError, http.client.HTTPException) as error:
            raise SourceFailed(
                detail=f"{self._address}: {getattr(error, 'reason', None) or error}"
            ) from error
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise SourceFailed(detail=f"{self._address}: it does not say what the repository holds")
        return answer

    def _one(self, file: ModelFile, listed: Mapping[str, Mapping[str, Any]]) -> ModelFile:
        wanted = file.upstream or file.name
        names = [name for name in listed if fnmatch.fnmatchcase(name, wanted)] if "*" in wanted else [wanted]
        told = _told(file.name, names[0], listed.get(names[0], {})) if len(names) == 1 else None
        if told is None:
            raise SourceFailed(detail=f"{self._address}: {wanted} is not there, or is not declared")
        if agreed(file, told) is None:
            known = file.sha256 or f"{file.size} bytes"
            said = told.sha256 or f"{told.size} bytes"
            raise Otherwise(
                detail=f"{file.name}: the hub declares {said:.16}, pinned is {known:.16}",
                file=file.name,
                pinned=known,
                declared=said,
            )
        return told

    def _ask(self, address: str, repository: str, headers: dict[str, str]) -> Any:
        request = urllib.request.Request(address, headers=headers)
        if self._token:
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        for left in reversed(range(_WAITS)):
            try:
                return self._opener.open(request, timeout=_SILENCE_SECONDS)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code in _NOT_FOR_ALL:
                        raise self._gated(repository) from None
                    if error.code == http.client.NOT_FOUND:
                        raise NotThere(detail=f"{self._address}: it is not there") from None
                    if error.code not in _BUSY:
                        raise
                    self._be_patient(error, left)
        raise AssertionError("unreachable")

    def _be_patient(self, error: urllib.error.HTTPError, left: int) -> None:
        seconds = _asked_to_wait(error.headers.get("Retry-After"))
        if not left or seconds > _LONGEST_WAIT:
            raise SourceFailed(detail=f"{self._address}: it asks to wait {seconds:.0f} s; try again then")
        self._wait(seconds)

    def _gated(self, repository: str) -> Gated:
        page = f"{self._address}/{repository}"
        refused = "; the token that was given opens nothing" if self._token else ""
        return Gated(detail=f"{self._address}: {_TERMS}{refused}", page=page)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows to the hub's own hosts alone, and takes the token to none but the hub itself."""

    def __init__(self, address: str, token: str) -> None:
        self._home = urllib.parse.urlsplit(address)
        self._token = token

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        place = urllib.parse.urlsplit(newurl)
        if not _may_be_asked(place, self._home):
            raise SourceFailed(
                detail=f"the hub sends to {place.scheme}://{place.hostname}, which is not its own"
            )
        followed = super().redirect_request(req, fp, code, msg, headers, newurl)
        same = (place.scheme, place.netloc) == (self._home.scheme, self._home.netloc)
        if followed is not None and self._token and same:
            followed.add_unredirected_header("Authorization", f"Bearer {self._token}")
        return followed


def _address(hub: str, source: HubSource, file: ModelFile) -> str:
    path = urllib.parse.quote(file.upstream or file.name)
    return f"{hub}/{source.repository}/resolve/{source.revision}/{path}"


def _may_be_asked(place: urllib.parse.SplitResult, home: urllib.parse.SplitResult) -> bool:
    host, own = (place.hostname or "").lower(), (home.hostname or "").lower()
    known = (own, *_HOSTS, *(_PUBLIC if own in _PUBLIC else ()))
    if not any(host == one or host.endswith(f".{one}") for one in known):
        return False
    # Without TLS only where nobody else can listen.
    local = home.scheme == "http" and {host, own} <= {"localhost", "127.0.0.1", "::1"}
    return place.scheme == "https" or (place.scheme == "http" and local)


def _proxy(scheme: str) -> urllib.parse.SplitResult | None:
    address = urllib.request.getproxies().get(scheme)
    if not address:
        return None
    return urllib.parse.urlsplit(address if "://" in address else f"http://{address}")


def _connects(host: str, port: int) -> str:
    """Why no connection was made; empty where one was. A resolver that waits for long is not waited for."""
    answers: queue.SimpleQueue[str] = queue.SimpleQueue()

    def try_it() -> None:
        try:
            socket.create_connection((host, port), timeout=_REACH_SECONDS).close()
        except OSError as error:
            answers.put(error.strerror or str(error))
        else:
            answers.put("")

    threading.Thread(target=try_it, daemon=True).start()
    with suppress(queue.Empty):
        return answers.get(timeout=_REACH_SECONDS)
    return "no answer"


def _siblings(answer: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    listed = answer.get("siblings")
    found = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {one["rfilename"]: one for one in found if isinstance(one.get("rfilename"), str)}


def _told(name: str, upstream: str, entry: Mapping[str, Any]) -> ModelFile | None:
    """A large file is known by the sha256 of its LFS object, a small one by its Git object."""
    lfs = entry.get("lfs")
    lfs = lfs if isinstance(lfs, dict) else {}
    size, sha256, oid = lfs.get("size", entry.get("size")), lfs.get("sha256", ""), entry.get("blobId", "")
    file = {"name": name, "size": size, "sha256": sha256, "oid": "" if sha256 else oid, "at": upstream}
    found = Declared.from_json(json.dumps({"revision": "0" * 40, "files": [file]}))
    return found.files[name] if found else None


def _asked_to_wait(header: str | None) -> float:
    """Seconds, or a date (RFC 9110 §10.2.3); a little where nothing that can be read is said."""
    text = (header or "").strip()
    if text.isdigit():
        return float(text)
    with suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(text).timestamp() - time.time())
    return 2.0
