"""The parts of a long request, each with the one function that it asks for.

"First, I'd like to … Second, what is …": a small model mixes up what stands in such a request, and does each
of its parts well.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.protocols import Embedder
from rag.calling.asked import Asked
from rag.calling.fitting import marks_of
from rag.calling.tools import Tool
from rag.language.sentences import sentences

_LEAST = 0.3  # of a sentence that asks for something; others go with the one before them
_EDGES = " \t\n\"'“”"


@dataclass(frozen=True, slots=True)
class Part:
    text: str
    tool: Tool


def parts_of(embedder: Embedder, asked: Asked, tools: Sequence[Tool], cancel: CancelToken) -> list[Part]:
    """The sentences of a request by the function that each asks for, neighbours for the same one together;
    none where they do not ask for each of `tools`. Raises as an embedder does.
    """
    said = [asked.text[one.start : one.end].strip(_EDGES) for one in sentences(asked.text)]
    if len(tools) < 2 or len(said) < 2:
        return []
    found: list[Part] = []
    told = ""  # before anything was asked
    for text in said:
        part = asked.part(text)
        marks, tells = marks_of(embedder, part, tools, cancel)
        if not tells:
            return []
        best = max(range(len(tools)), key=lambda at: marks[at].score)
        asks = marks[best].score >= _LEAST and part.unused([]) > 0  # "Can you help me with a few things?"
        if found and (not asks or found[-1].tool == tools[best]):
            found[-1] = Part(f"{found[-1].text} {text}", found[-1].tool)
        elif asks:
            found.append(Part(f"{told} {text}".strip(), tools[best]))
            told = ""
        else:
            told = f"{told} {text}".strip()
    return found if {one.tool.name for one in found} == {one.name for one in tools} else []
