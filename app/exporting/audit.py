"""The log of what was done as a file to be given away: the rows, and what tells that they are whole.

The verifiers need nothing of this program: a page for a browser, and a script for Python.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import FileUnwritable
from app.program import version
from app.security.signing import Signature
from engine.assets import ASSETS
from rag.storing.audit import FORM, Entry, Head

_VERIFIERS = ("verify_audit.html", "verify_audit.py")
_TIME = (1980, 1, 1, 0, 0, 0)  # the same log gives the same bytes


def said_of(record: Mapping[str, Any]) -> bytes:
    """What is signed of a log: where it ends, on which all before it rests, and what was told of its end."""
    entries, heads = record["entries"], record["heads"]
    ends = [*entries[-1:], *heads]
    lines = (FORM, record["program"], str(len(entries)), *(f"{one['number']}:{one['hash']}" for one in ends))
    return "\n".join(lines).encode()


def audit_record(
    entries: Sequence[Entry],
    heads: Sequence[Head],
    sign: Callable[[bytes], Signature | None] = lambda _: None,
) -> dict[str, Any]:
    """What `audit.json` holds; the form is a contract with the verifiers."""
    record: dict[str, Any] = {
        "form": FORM,
        "program": version(),
        "heads": [asdict(one) for one in heads],
        "entries": [asdict(one) for one in entries],
    }
    signature = sign(said_of(record))
    if signature is not None:
        record |= {"public": signature.public, "signature": signature.value}
    return record


def audit_file(
    entries: Sequence[Entry], heads: Sequence[Head], sign: Callable[[bytes], Signature | None]
) -> bytes:
    """A ZIP file of the log and its verifiers."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        log = json.dumps(audit_record(entries, heads, sign), ensure_ascii=False, indent=1) + "\n"
        packed.writestr(zipfile.ZipInfo("audit.json", _TIME), log.encode("utf-8", "surrogatepass"))
        for name in _VERIFIERS:
            packed.writestr(zipfile.ZipInfo(name, _TIME), (ASSETS / "verifiers" / name).read_bytes())
    return out.getvalue()


def save_bytes(path: Path, data: bytes) -> None:
    """Write a file. Raises `FileUnwritable`."""
    try:
        path.expanduser().write_bytes(data)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error
