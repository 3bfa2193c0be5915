"""Office files under a password: an OLE container around the encrypted package.

Source: MS-OFFCRYPTO (agile and standard encryption).
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from rag.errors import FileCorrupt, PasswordNeeded, PasswordWrong
from rag.reading.course import Course, Step, told
from rag.reading.source import Source
from rag.types import DocumentInfo, Page

_MAX_BYTES = 300_000_000
# What a program uses to protect a file from changes only: anyone may open it.
_OPEN_TO_ALL = "VelvetSweatshop"


def read(source: Source, password: str | None) -> Iterator[DocumentInfo | Page]:
    """Yield what the package's own reader yields. Raises `PasswordNeeded`, `PasswordWrong`, `FileCorrupt`."""
    return told(read_on(source, password, Course()))


def read_on(source: Source, password: str | None, course: Course) -> Iterator[Step]:
    """What `read` yields, from where another process ended. Raises as `read` does."""
    from rag.reading.detection import steps_of

    return steps_of(decrypted(source, password), password, course)


def decrypted(source: Source, password: str | None) -> Source:
    """The file without its protection. Raises like `read`."""
    import msoffcrypto
    from msoffcrypto import exceptions

    data = source.load(_MAX_BYTES)
    for secret in (password, _OPEN_TO_ALL):
        if secret is None:
            continue
        plain = io.BytesIO()
        try:
            office = msoffcrypto.OfficeFile(io.BytesIO(data))
            office.load_key(password=secret)
            office.decrypt(plain)
        except exceptions.InvalidKeyError:
            continue
        except (exceptions.FileFormatError, exceptions.ParseError, exceptions.EncryptionError) as failure:
            raise FileCorrupt(path=str(source.path), detail=type(failure).__name__) from failure
        except exceptions.DecryptionError:
            continue
        if plain.tell():
            return source.decrypted(plain.getvalue())
    raise (PasswordWrong if password else PasswordNeeded)(path=str(source.path))
