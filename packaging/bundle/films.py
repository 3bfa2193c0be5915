"""OpenCV's libraries for films, which nothing here opens, replaced by empty ones of the same names.

`cv2` is linked to FFmpeg and asks for its functions by name when it is loaded; none is called unless a film
is read or written. The empty libraries have those functions, and each ends the process: 40 MB less, and no
decoder of films in the process that reads what strangers send.
"""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from bundle.compiling import compiled
from bundle.libraries import described

_OF_FILMS = re.compile(r"lib(avcodec|avformat|avutil|swscale)[-.]")
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
    for name in sorted(described(asking).needed):
        found = _OF_FILMS.match(name)
        path = folder / name
        if found is None or not path.exists():
            continue
        before = path.stat().st_size
        version = next(one for one in functions if one.startswith(f"LIB{found[1].upper()}_"))
        _compile(path, version, functions[version])
        saved += before - path.stat().st_size
    return saved


def asked_of(lines: Iterable[str]) -> dict[str, list[str]]:
    """By the version of each library, the functions asked of it, from what `objdump -T` says."""
    functions: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if found := _ASKED.search(line):
            functions[found[1]].append(found[2])
    return {version: sorted(names) for version, names in sorted(functions.items())}


def _compile(path: Path, version: str, names: list[str]) -> None:
    source = _HEAD + "\n".join(_BODY.format(name=name) for name in names) + "\n"
    compiled(path, source, [], f"{version} {{ global: {'; '.join(names)}; local: *; }};\n")
