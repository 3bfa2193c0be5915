"""Drafts as JSON, and as files: letters in Word with their citations as comments, or plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from app.errors import DraftFileUnknown, FileUnwritable
from app.exporting.places import citation_row
from app.exporting.text import marked_up
from app.words.catalogue import say
from app.words.drafts import place_words
from rag.drafting.customs import custom_of
from rag.drafting.maker import DraftScope, draft_of
from rag.drafting.pieces import Draft, Told
from rag.drafting.styles import Style
from rag.runs.types import PartState, Result, Run
from rag.types import Citation, Support

SUFFIXES = (".docx", ".md", ".txt")
_QUOTE = 300  # characters of a quote below a text


def record(run: Run, result: Result, flags: Sequence[str] | None = None) -> dict[str, Any]:
    """The row of `draft`: one draft. `flags` None: not moderated yet."""
    scope, draft = DraftScope.of(run), draft_of(result)
    row, variant = scope.of_part(result.part)
    told: dict[str, Any] = {
        "text": draft.text,
        "sentences": [sentence_row(one) for one in draft.sentences],
        "missing": list(draft.missing),
        "slots": [
            {
                "name": one.name,
                "value": one.text,
                "origin": one.origin.value,
                "citations": [citation_row(cited) for cited in one.citations],
            }
            for one in draft.filled
        ],
        "held": [
            {
                "what": one.what,
                "reason": one.reason,
                "text": one.text,
                "citations": [citation_row(cited) for cited in one.citations],
            }
            for one in draft.held
        ],
        "unused": list(draft.unused),
        "row": None if row is None else row + 1,
        "name": result.part.document,
        "template": scope.template_id,
        "language": scope.code,
        "tone": variant.tone.value,
        "length": scope.length.value,
        "model": run.model,
        "id": run.id,
    }
    if scope.style != Style():
        told["learnt"] = {
            name: value for name, value in asdict(scope.style).items() if value not in ("", None, 0.0)
        }
    if flags is not None:
        told["flags"] = list(flags)
    if result.state is PartState.FAILED:
        told["error"] = {"code": result.error_code, "message": result.error_code}
    return told


def sentence_row(sentence: Told) -> dict[str, Any]:
    """As `ask` writes a sentence, with who says it."""
    supported = sentence.support is Support.SUPPORTED
    return {
        "text": sentence.text,
        "supported": supported,
        "verdict": "supported" if supported else "own words",  # not for people, see `ask`
        "citations": [citation_row(one) for one in sentence.citations],
        "origin": sentence.origin.value,
    }


def writes(path: Path) -> bool:
    """Whether drafts are saved as such a file. Raises `DraftFileUnknown` for another ending."""
    if path.suffix.lower() in SUFFIXES or not path.suffix or path.is_dir():
        return True
    raise DraftFileUnknown(file=path.name)


def save(run: Run, results: Sequence[Result], path: Path, *, sources: bool = True) -> list[Path]:
    """Write the drafts of a run: all in one file, each on a page of its own, or one file each in a folder.

    Raises `DraftFileUnknown`, `FileUnwritable`. Gives the files.
    """
    writes(path)
    path = path.expanduser()
    done = [one for one in results if one.state is PartState.DONE]
    if path.suffix.lower() in SUFFIXES and not path.is_dir():
        _write(path, run, done, sources=sources)
        return [path]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error
    files: list[Path] = []
    for one in done:
        file = path / f"{_file_name(one, len(done))}.docx"
        _write(file, run, [one], sources=sources)
        files.append(file)
    return files


def text_of(
    draft: Draft, code: str, *, sources: bool = True, guarded: Callable[[str], str] = lambda text: text
) -> str:
    """A draft as plain text: numbers at what is cited, and the sources below. `guarded` is put over every
    sentence.
    """
    cited: dict[tuple[int, int, int], int] = {}
    first: list[Citation] = []
    told = []
    for one in draft.sentences:
        marks = ""
        for place in one.citations if sources else ():
            key = (place.document_id, place.start, place.end)
            if key not in cited:
                cited[key] = len(cited) + 1
                first.append(place)
            marks += f" [{cited[key]}]"
        told.append(one.before + guarded(one.text) + marks)
    text = "".join(told)
    if not first:
        return text + "\n"
    lines = [f"[{number}] {place_words(one)}: {guarded(_quote(one))}" for number, one in enumerate(first, 1)]
    return "\n".join([text, "", f"{custom_of(code).sources}:", *lines, ""])


def _write(path: Path, run: Run, results: Sequence[Result], *, sources: bool) -> None:
    drafts, code = [draft_of(one) for one in results], DraftScope.of(run).code
    if path.suffix.lower() == ".docx":
        from app.exporting.letters import letters

        data = letters(drafts, run.title, custom_of(code).sources if sources else "", run.updated)
    else:
        rule = "\n\n---\n\n" if path.suffix.lower() == ".md" else "\n\n\f\n"
        is_markdown = path.suffix.lower() == ".md"
        guarded = marked_up if is_markdown else str
        whole = [text_of(one, code, sources=sources, guarded=guarded) for one in drafts]
        if is_markdown:
            whole = [re.sub(r"(?<!\n)\n(?!\n)", "  \n", one.rstrip("\n")) + "\n" for one in whole]
        data = rule.join(whole).encode()
    try:
        path.write_bytes(data)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def _file_name(result: Result, total: int) -> str:
    name = re.sub(r"\A\d+(?: · |\Z)", "", result.part.document)
    bare = "".join("-" if letter in '/\\:*?"<>|' or not letter.isprintable() else letter for letter in name)
    number = f"{result.part.place + 1:0{len(str(total))}}"
    return f"{number} {bare.strip(' .')[:80]}".strip()


def _quote(citation: Citation) -> str:
    words = " ".join(citation.quote.split())
    if len(words) > _QUOTE:
        words = words[:_QUOTE].rsplit(" ", 1)[0] + "…"
    return say("drafting.paper.quoted", text=words)
