"""The words put to the model: templates under `assets/prompts`, filled with sources and the conversation.

The order serves llama.cpp's KV prefix: what stays the same from turn to turn comes first. Templates name
their fields in braces; a field's text is put in as it is and is never looked at for braces again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from engine.assets import ASSETS
from engine.types import Message, Speaker
from rag.language.concepts import spoken
from rag.language.words import plain
from rag.types import Hit, Turn

SILENT = "Not in your documents."  # what the model is told to write where the sources do not answer
PROMPTS = ASSETS / "prompts"

_FIELD = re.compile(r"\{(\w+)\}")
_HEADINGS_KEPT = 2  # innermost; the outer ones of a deep outline say little and cost tokens


@lru_cache(maxsize=32)
def template(name: str, folder: Path = PROMPTS) -> str:
    """The text of a template. Raises `FileNotFoundError` when the installation lacks it."""
    return (folder / f"{name}.md").read_text(encoding="utf-8").strip("\n")


@lru_cache(maxsize=1)
def rules_sha256() -> str:
    """Of all that tells a model, and the rules that judge it, what to do: templates and languages."""
    whole = hashlib.sha256()
    for path in sorted([*PROMPTS.glob("*.md"), *(ASSETS / "languages").glob("*.toml")]):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def fill(name: str, **fields: str) -> str:
    """A template with its fields put in. Raises `KeyError` for a field that is not given."""
    return _FIELD.sub(lambda found: fields[found.group(1)], template(name))


def source_text(number: int, hit: Hit) -> str:
    """One numbered source as it stands in the prompt."""
    page = f"page {hit.page}" if hit.key is None else hit.key
    headings = [part for part in hit.section.split(" › ") if part][-_HEADINGS_KEPT:]
    return fill(
        "source",
        number=str(number),
        document=hit.document,
        place=", ".join([page, *headings]),
        text="\n".join(f"{who}: {said}" if who else said for who, said in _by_speaker(hit)),
    )


def _by_speaker(hit: Hit) -> Iterator[tuple[str, str]]:
    """Who says it, "" where that is not known, and what each says."""
    if not hit.voices:
        yield "", plain(hit.text)
        return
    begins = [one.start for one in hit.voices[1:]]
    for voice, start, end in zip(hit.voices, (0, *begins), (*begins, len(hit.text)), strict=True):
        said = plain(hit.text[start:end])
        if said:
            yield voice.called, said


def answer_messages(
    question: str,
    sources: Sequence[Hit],
    history: Sequence[Turn] = (),
    *,
    may_refuse: bool = True,
    rules: str = "answer",
) -> list[Message]:
    """The prompt for an answer: fixed rules; then sources, the turns to be kept in mind, and the question.

    `may_refuse` gives leave to say that the sources are silent, and then asks for the sentence all the same:
    what a small model does is the last line. Otherwise it asks for the sources' own words, from which one
    adds less of its own. What differs comes last, so that asking again costs no second reading of the
    sources. Of `history` only the questions are told: shown its earlier answer, a small model gives it
    again. `rules` names the template of the fixed rules.
    """
    earlier = [fill("conversation", question=turn.question.strip()) for turn in history]
    asked = fill(
        "sources",
        sources="\n\n".join(source_text(number, source) for number, source in enumerate(sources, 1)),
        conversation="".join(f"{line}\n" for line in earlier),
        label="Question to answer now" if earlier else "Question",
        question=question.strip(),
        closing=_in_language(question) + "\n" + template("closing" if may_refuse else "closing_pressed"),
    )
    return [Message(Speaker.SYSTEM, template(rules)), Message(Speaker.USER, asked)]


def _in_language(question: str) -> str:
    """The wish for an answer in the question's language, where that is not English."""
    language = spoken(question)
    return "" if language.code == "en" else "\n" + fill("closing_language", language=language.name)
