"""An answer as Markdown to be pasted: what it says and cites, of which nothing is taken for markup."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.exporting.text import marked_up, printable
from app.words.catalogue import say
from rag.types import Citation, Sentence, Support

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what the program itself puts behind a sentence
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"[\s:|-]+")
_BAR = re.compile(r"(?<!\\)\|")


def answer_markdown(
    question: str,
    text: str,
    sentences: Sequence[Sentence],
    cited: Sequence[Citation],
    places: Sequence[str],
) -> str:
    """The question, the answer with numbered citations, and the sources: `cited`, named by `places`."""
    body, marks, start = [], [], 0
    for sentence in sentences:
        if sentence.code is not None:  # the model's own, which nothing of may be escaped in
            body += [_free(text[start : sentence.start]), _MARK]
            marks.append(_free(sentence.text))
            start = sentence.end
            continue
        body.append(_free(text[start : sentence.end]))
        behind = "".join(f" [{cited.index(one) + 1}]" for one in sentence.citations)
        if sentence.support is Support.UNSUPPORTED:
            behind += say("chat.copied.unsupported")
        if behind:
            body.append(_MARK)
            marks.append(behind)
        start = sentence.end
    said = "".join(body) + _free(text[start:])
    lines = "\n".join(map(_line, said.split("\n")))
    for behind in marks:
        lines = lines.replace(_MARK, behind, 1)
    sources = (
        say("chat.copied.source", number=number, place=_safe(place), quote=_safe(one.quote)) + "  "
        for number, (one, place) in enumerate(zip(cited, places, strict=True), 1)
    )
    return "\n".join([f"**{_safe(question)}**", "", lines, "", *sources]).rstrip() + "\n"


def _free(text: str) -> str:
    return text.replace(_MARK, "")


def _safe(text: str) -> str:
    return marked_up(printable(text))


def _line(line: str) -> str:
    """A line with its bullet or the bars of its table, which are the program's; the rest is text."""
    bare, behind = line.replace(_MARK, "").strip(), _MARK * line.count(_MARK)
    if _RULE.fullmatch(bare) and bare.startswith("|"):
        return bare
    if _ROW.fullmatch(bare):
        told = [_safe(cell.replace("\\|", "|")).replace("|", "\\|") for cell in _BAR.split(bare)[1:-1]]
        return f"| {' | '.join(told)}{behind} |"
    bullet = _BULLET.match(line)
    if bullet is None:
        return _safe(line)
    return f"{bullet.group().lstrip()}{_safe(line[bullet.end() :])}"
