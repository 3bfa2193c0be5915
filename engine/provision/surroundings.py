"""The files that the fetcher reads: Python's, what tells it the way to the network, and what pip is set up
with."""

from __future__ import annotations

import ast
import os
import shlex
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from engine.sealing import surroundings
from engine.starting import PACKAGE_INSTALLER, command_of

_NETWORK = (
    *("/etc/resolv.conf", "/run/systemd/resolve", "/run/resolvconf", "/run/NetworkManager", "/etc/hosts"),
    *("/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf", "/etc/services", "/etc/passwd"),
    *(
        "/etc/ssl",
        "/etc/pki",
        "/etc/ca-certificates",
        "/var/lib/ca-certificates",
        "/proc/self",
        "/proc/sys/net",
    ),
)
# Where pip keeps its settings, and what it knows of who may enter (pip.pypa.io, "Configuration").
_OF_PIP = ("/etc/pip.conf", "/etc/xdg/pip")
_OF_SYSTEM = ("*[-_]release", "*[-_]version")  # which it names to the index, and will not do without
_OF_PIP_AT_HOME = (".config/pip", ".pip", ".netrc", "Library/Application Support/pip")
_CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CONFIG_FILE")


def needed(wheels: bool) -> Iterator[Path]:
    """Files and folders; with pip's where `wheels` are to be fetched. Asks pip, before anything comes."""
    yield from surroundings.readable()
    yield from surroundings.listed()
    yield from map(Path, _NETWORK)
    yield from (Path(os.environ[name]) for name in _CERTIFICATES if os.environ.get(name))
    if wheels:
        yield from map(Path, _OF_PIP)
        for names in _OF_SYSTEM:
            yield from Path("/etc").glob(names)
        yield from (Path.home() / name for name in _OF_PIP_AT_HOME)
        yield from _named_by_pip()


def _named_by_pip() -> Iterator[Path]:
    """The folders, indexes on this machine and certificates that pip's settings name."""
    command = [*command_of(PACKAGE_INSTALLER), "config", "list", "--disable-pip-version-check"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    for line in listed.splitlines():
        _, _, value = line.partition("=")
        for word in _words(value):
            if word.startswith("file:"):
                yield Path(urllib.request.url2pathname(urllib.parse.urlsplit(word).path))
            elif Path(word).is_absolute():
                yield Path(word)


def _words(value: str) -> list[str]:
    """Of a setting as pip lists it: a string of Python's, with words or lines in it."""
    try:
        return shlex.split(str(ast.literal_eval(value)))
    except (ValueError, SyntaxError):
        return []
