"""Terms that a document defines, with their meaning: “X” means …, (the “X”), and lines of a glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rag.extracting.rows import Row
from rag.language.statements import Sentence, statements
from rag.language.words import plain
from rag.types import Hit

_QUOTED = r"(?:[“\"](?P<{0}a>[^“”\"]{{2,80}})[”\"]|(?<![\w’'])[‘'](?P<{0}b>[^‘'’\"“”]{{2,80}})[’'](?!\w))"
_VERB = (
    r"(?:shall\s+)?(?:(?:only|also)\s+)?(?:means?|mean and include|refers?\s+to|has the meaning"
    r"|have the meanings?|is defined (?:as|in)|are defined as|"
    r"shall have the meanings?|denotes?|includes?|shall consist of|consists? of)"
)
_MEANS = re.compile(
    rf"^(?P<lead>(?:[^“”\"‘]{{0,60}}?\b(?:terms?|expressions?|words?|phrases?)\s+)?)"
    rf"{_QUOTED.format('x')}(?P<more>(?:,?\s+(?:or|and"
    rf"|,)\s+{_QUOTED.format('y')})*)(?:\s*,?\s*\([^)]{{0,80}}\))?"
    rf"(?P<between>(?:,[^,]{{0,80}},)?)\s+{_VERB}\b[\s,:]*(?P<meaning>.+)$",
    re.DOTALL,
)
_NAMED_SO = re.compile(
    r"\((?:(?:hereinafter|hereafter|together|collectively|individually|referred to|each|as|or|and"
    r"|called|the|a|an|also|this)[\s,]+){0,8}"
    rf"{_QUOTED.format('z')}\)"
)
_GLOSSARY = re.compile(r"\b(?:glossary|definitions?|terms|acronyms|abbreviations)\b", re.IGNORECASE)
_SOURCED = re.compile(
    r"(?:^|\n)(?P<term>[A-Za-z][^\n.:;]{1,60})\n\[(?P<source>[^\]\n]{2,60})\]\n(?P<meaning>(?:[^\n]+\n?)+)"
)
_LINE = re.compile(
    r"^(?P<term>[A-Z][\w’'()/&-]*(?:\s+[\w’'()/&-]+){0,5})\s*(?::|\s[–—]|\s-)\s+(?P<meaning>\S.{15,})$",
    re.DOTALL,
)
_OPENING = re.compile(
    r"[”\"’']\)[,;]?\s*(?:and\s+|by\s+and\s+between\s+|,\s*)*|\b(?:by and between|between"
    r"|are parties to|is a party to)\s+(?=[A-Z\w])"
)
_LONGEST = 40  # words before "(the “X”)"


def find(hits: Sequence[Hit]) -> list[Row]:
    """Rows of term, meaning and clause."""
    rows: list[Row] = []
    for statement in statements(hits):
        rows += _of(statement.sentence, statement.items, statement.clause)
        for item in statement.items:
            rows += _of(item, (), statement.clause_of(item))
    for hit in hits:
        if _GLOSSARY.search(hit.section):
            rows += _sourced(hit)
    return rows


def _of(sentence: Sentence, items: Sequence[Sentence], clause: str) -> Iterator[Row]:
    found = _MEANS.match(sentence.text)
    if found is not None:
        held = [item for item in items if item.hit is sentence.hit]
        meaning = " ".join([found["meaning"], *(f"{item.marker} {item.text}" for item in held)])
        terms = [
            found["xa"] or found["xb"],
            *(one.strip("“”\"‘’'") for one in re.findall(r"[“\"‘'][^“”\"‘’']+[”\"’']", found["more"])),
        ]
        end = held[-1].end if held else sentence.end
        for term in terms:
            yield Row((term.strip(" ,"), _tidy(meaning), clause), sentence.hit, sentence.start, end)
        return
    for named in _NAMED_SO.finditer(sentence.text):
        before = sentence.text[: named.start()].strip()
        if len(before.split()) >= 1 and (noun := _named(before)):
            yield Row(
                ((named["za"] or named["zb"]).strip(" ,"), noun, clause),
                sentence.hit,
                sentence.start,
                sentence.end,
            )
    line = _LINE.match(sentence.text)
    if line is not None and _GLOSSARY.search(sentence.hit.section):
        yield Row((line["term"], _tidy(line["meaning"]), clause), sentence.hit, sentence.start, sentence.end)


def _named(before: str) -> str:
    """What "(the “X”)" stands behind: from the last clause on, when it is short enough to be the meaning."""
    piece = _OPENING.split(before)[-1].strip(" ,;")
    if len(piece.split()) > _LONGEST:
        piece = re.split(r"[;:]\s+", piece)[-1]
    return piece if len(piece.split()) <= _LONGEST and piece.count("(") == piece.count(")") else ""


def _sourced(hit: Hit) -> Iterator[Row]:
    """A term on a line, its source in brackets on the next, then its meaning."""
    for found in _SOURCED.finditer(hit.text):
        start = found.start("term")
        clause = hit.section.split(" › ")[-1]
        yield Row((plain(found["term"]), plain(found["meaning"]), clause), hit, start, found.end("meaning"))


def _tidy(text: str) -> str:
    return re.sub(r"^[\s:,]+|[\s;,.]+(?:and|or)?$", "", text)
