"""The log of what was done as a file to be given away: the rows, and what tells that they are whole.

The verifiers need nothing of this program: a page for a browser, and a script for Python.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import FileUnwritable
from app.program import version
from engine.assets import ASSETS
from rag.storing.audit import FORM, Entry, Head

_VERIFIERS = ("verify_audit.html", "verify_audit.py")
_TIME = (1980, 1, 1, 0, 0, 0)  # the same log gives the same bytes


def audit_record(entries: Sequence[Entry], heads: Sequence[Head]) -> dict[str, Any]:
    """What `audit.json` holds; the form is a contract with the verifiers."""
    return {
        "form": FORM,
        "program": version(),
        "heads": [asdict(one) for one in heads],
        "entries": [asdict(one) for one in entries],
    }


def audit_file(entries: Sequence[Entry], heads: Sequence[Head]) -> bytes:
    """A ZIP file of the log and its verifiers."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        log = json.dumps(audit_record(entries, heads), ensure_ascii=False, indent=1) + "\n"
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
