"""Lists of words, of which a package holds no more than are ever asked for (`rag.language.word_lists`): the
long ones go on to half a million words.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.language.word_lists import FIGURES, MOST

_LIST = re.compile(r"wordfreq/data/(?:large|small)_\w+\.msgpack\.gz")


def shortened(data: bytes, most: int = MOST) -> bytes:
    """A list of wordfreq's with so many words besides numbers at most, in its own format."""
    import msgpack

    head, *by_centibels = msgpack.unpackb(gzip.decompress(data))
    kept, left = [], most
    for words in by_centibels:
        few = []
        for word in words:
            if left == 0:
                break
            few.append(word)
            left -= not FIGURES.match(word)
        kept.append(few)
        if left == 0:
            break
    return gzip.compress(msgpack.packb([head, *kept]), 9, mtime=0)


def with_short_lists(entries: Iterable[tuple[str, str, str]], folder: Path) -> Iterator[tuple[str, str, str]]:
    """Files that go into a package (place, source, kind), the lists shortened; those are put in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, source, kind in entries:
        if not _LIST.fullmatch(Path(place).as_posix()):
            yield place, source, kind
            continue
        target = folder / Path(place).name
        target.write_bytes(shortened(Path(source).read_bytes()))
        yield place, str(target), kind
