"""OpenCV's libraries for films, which nothing here opens, replaced by empty ones of the same names.

`cv2` is linked to FFmpeg and asks for its functions by name when it is loaded; none is called unless a film
is read or written. So does its reader of AVIF with the codec of films that those pictures are made by, and
none of them is opened by it (`rag.reading.pages.decoded`). The empty libraries have those functions, and each
ends the process: 48 MB less, and no decoder of films in the process that reads what strangers send.
"""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bundle.compiling import compiled
from bundle.libraries import described
from bundle.symbols import symbols

_OF_FILMS = re.compile(r"lib(avcodec|avformat|avutil|swscale)[-.]")
_ASKS_CODEC, _CODEC = re.compile(r"libavif-"), re.compile(r"libaom-")
_ASKED = re.compile(r"\*UND\*\s+\S+\s+\(?(LIB(?:AVCODEC|AVFORMAT|AVUTIL|SWSCALE)_\d+)\)?\s+(\w+)\s*$")
_BODY = (
    'void {name}(void) {{ static const char said[] = "films are not read\\n"; told(said, sizeof said - 1); }}'
)
_HEAD = """#include <stdlib.h>
#include <unistd.h>
static void told(const char *said, size_t length) { if (write(2, said, length) < 0) {} abort(); }
"""


def replace_films(folder: Path, asking: Path) -> int:
    """Replace the libraries of films in `folder` that `asking` is linked to; bytes that are saved.

    Raises `subprocess.CalledProcessError` where they cannot be compiled.
    """
    said = subprocess.run(["objdump", "-T", str(asking)], capture_output=True, text=True, check=True).stdout
    functions = asked_of(said.splitlines())
    saved = 0
    for path in _held(folder, asking, _OF_FILMS):
        kind = _OF_FILMS.match(path.name)
        assert kind is not None
        version = next(one for one in functions if one.startswith(f"LIB{kind[1].upper()}_"))
        saved += _replace(path, functions[version], version)
    return saved


def replace_codec(folder: Path, asking: Path) -> int:
    """Replace the codec that the reader of AVIF which `asking` is linked to is linked to; bytes that are
    saved. Raises as `replace_films`.
    """
    saved = 0
    for reader in _held(folder, asking, _ASKS_CODEC):
        for codec in _held(folder, reader, _CODEC):
            saved += _replace(codec, sorted(symbols(reader, here=False) & symbols(codec, here=True)))
    return saved


def _held(folder: Path, asking: Path, kind: re.Pattern[str]) -> list[Path]:
    """Of the libraries that `asking` is linked to those of a kind that lie in `folder`."""
    found = (folder / name for name in sorted(described(asking).needed) if kind.match(name))
    return [path for path in found if path.exists()]


def asked_of(lines: Iterable[str]) -> dict[str, list[str]]:
    """By the version of each library, the functions asked of it, from what `objdump -T` says."""
    functions: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if found := _ASKED.search(line):
            functions[found[1]].append(found[2])
    return {version: sorted(names) for version, names in sorted(functions.items())}


def _replace(path: Path, names: list[str], version: str = "") -> int:
    before = path.stat().st_size
    source = _HEAD + "\n".join(_BODY.format(name=name) for name in names) + "\n"
    exported = f"{version} {{ global: {'; '.join(names)}; local: *; }};\n"
    compiled(path, source, [], exported)
    return before - path.stat().st_size
