"""What a bundle is made of: the packages in it with their licences, and the texts of those."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from pathlib import Path

_LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_RULE = "=" * 78


@dataclass(frozen=True, slots=True)
class Part:
    """A package of Python, as its own metadata tells."""

    name: str
    version: str
    licence: str  # an expression where it gives one, else what it says
    homepage: str
    texts: tuple[Path, ...]  # its licences, notices and authors


def parts(inside: Path) -> Iterator[Part]:
    """Every package whose metadata lies in the bundle's folder, by name."""
    found = [_part(metadata) for metadata in inside.glob("*.dist-info/METADATA")]
    yield from sorted(found, key=lambda part: part.name.lower())


def licences(inside: Path, own: str, more: str) -> str:
    """One text with all licences: `own` is the program's, `more` what is inside beside packages of Python."""
    found = list(parts(inside))
    lines = [own.strip(), "", _RULE, "", more.strip(), ""]
    for part in found:
        lines += [_RULE, "", f"{part.name} {part.version}", f"Licence: {part.licence}", part.homepage, ""]
        for text in part.texts:
            lines += [
                f"--- {text.name} ---",
                "",
                text.read_text(encoding="utf-8", errors="replace").strip(),
                "",
            ]
    return "\n".join(lines) + "\n"


def _part(metadata: Path) -> Part:
    told = message_from_string(metadata.read_text(encoding="utf-8", errors="replace"))
    classified = [
        one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License")
    ]
    said = told.get("License", "").strip().splitlines()[:1]
    licence = (
        told.get("License-Expression") or " AND ".join(classified) or (said[0] if said else "see its text")
    )
    pages = [one.partition(", ")[2] for one in told.get_all("Project-URL", [])]
    texts = [
        path
        for path in sorted(metadata.parent.rglob("*"))
        if path.is_file()
        and path != metadata
        and (_LICENCE.search(path.name) or path.parent != metadata.parent)
    ]
    homepage = told.get("Home-page") or (pages[0] if pages else "")
    return Part(told["Name"], told["Version"], licence, homepage, tuple(texts))
