"""A file of labels: `{"labels": [{"name", "description"?, "examples"?}], "reject"?}`.

What is wrong with one is told with its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.texts import whole_file
from app.errors import LabelsInvalid
from app.words.catalogue import say

if TYPE_CHECKING:
    from rag.routing.types import Label

_LIST = re.compile(r'"labels"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Labels:
    labels: tuple[Label, ...]
    rejects: bool  # whether a text may fit none; true unless the file says otherwise


def labels_of(path: Path) -> Labels:
    """The labels of a file. Raises `LabelsInvalid`, `FileMissing`, `FileUnreadable`."""
    from rag.reading.cleaning import whole_text

    text = whole_file(path)
    try:
        said = whole_text(json.loads(text))
    except json.JSONDecodeError as error:
        raise LabelsInvalid(path=str(path), line=error.lineno, detail=say("cli.classify.not-json")) from None
    except (ValueError, RecursionError):
        raise LabelsInvalid(path=str(path), line=1, detail=say("cli.classify.not-json")) from None
    if not isinstance(said, dict) or not isinstance(said.get("labels"), list) or not said["labels"]:
        raise LabelsInvalid(path=str(path), line=1, detail=say("cli.classify.no-labels"))
    rejects = said.get("reject", True)
    if not isinstance(rejects, bool):
        raise LabelsInvalid(path=str(path), line=1, detail=say("cli.classify.reject"))
    labels: dict[str, Label] = {}
    for line, row in zip(_lines(text, len(said["labels"])), said["labels"], strict=True):
        label = _label(path, line, row)
        if label.name in labels:
            detail = say("cli.classify.twice", name=label.name)
            raise LabelsInvalid(path=str(path), line=line, detail=detail)
        labels[label.name] = label
    return Labels(tuple(labels.values()), rejects)


def _label(path: Path, line: int, row: Any) -> Label:
    from rag.routing.types import Label

    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not row["name"].strip():
        raise LabelsInvalid(path=str(path), line=line, detail=say("cli.classify.no-name"))
    description, examples = row.get("description") or "", row.get("examples") or []
    if not isinstance(description, str):
        detail = say("cli.classify.description", name=row["name"])
        raise LabelsInvalid(path=str(path), line=line, detail=detail)
    if not isinstance(examples, list) or not all(isinstance(one, str) for one in examples):
        detail = say("cli.classify.examples", name=row["name"])
        raise LabelsInvalid(path=str(path), line=line, detail=detail)
    return Label(row["name"], description, tuple(examples))


def _lines(text: str, count: int) -> Iterator[int]:
    """In which line each label begins; where that is not found, the first."""
    begun, decoder = _LIST.search(text), json.JSONDecoder()
    at = begun.end() if begun else len(text)
    for _ in range(count):
        between = _BETWEEN.match(text, at)
        start = between.end() if between else at
        try:
            _, at = decoder.raw_decode(text, start)
        except ValueError:
            start = at = 0 if not begun else start
        yield text.count("\n", 0, start) + 1
