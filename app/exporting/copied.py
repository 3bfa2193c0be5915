"""An answer to be pasted, as plain text, with its looks and as Markdown: what it says and cites, of which
nothing is taken for markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import groupby

from app.exporting.lists import Item, html_list
from app.exporting.markup import Block, Kind, Pieces, blocks, plain, split
from app.exporting.text import marked_up, printable
from app.words.catalogue import say
from rag.types import Citation, Sentence, Support

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"  # stands for what the program itself puts behind a sentence
_BULLET = re.compile(r"(?P<indent>\s*)(?P<sign>[-*+•]|\d{1,3}[.)])\s+")
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
    lines = "\n".join(_lines(said.split("\n")))
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


def _lines(lines: Iterable[str]) -> Iterator[str]:
    in_list = False
    for line in lines:
        yield _line(line, in_list=in_list)
        in_list = _BULLET.match(line) is not None or (in_list and not line.strip())


def _line(line: str, *, in_list: bool) -> str:
    """A line with its bullet or the bars of its table, which are the program's; the rest is text. An item
    below another keeps its indent.
    """
    bare, behind = line.replace(_MARK, "").strip(), _MARK * line.count(_MARK)
    if _RULE.fullmatch(bare) and bare.startswith("|"):
        return bare
    if _ROW.fullmatch(bare):
        told = [_safe(cell.replace("\\|", "|")).replace("|", "\\|") for cell in _BAR.split(bare)[1:-1]]
        return f"| {' | '.join(told)}{behind} |"
    bullet = _BULLET.match(line)
    if bullet is None:
        return _safe(line)
    indent = bullet["indent"].expandtabs(4) if in_list else ""
    return f"{indent}{bullet['sign'].replace('•', '-')} {_safe(line[bullet.end() :])}"


def answer_html(
    question: str,
    text: str,
    sentences: Sequence[Sentence],
    cited: Sequence[Citation],
    places: Sequence[str],
) -> str:
    """The same for programs that take looks: tables, lists and code as such. Nothing in it is fetched."""
    ended = _Numbers(sentences, cited)
    body = ""
    for is_item, group in groupby(blocks(text, sentences), key=lambda one: one.kind is Kind.ITEM):
        if is_item:
            body += html_list([Item(one.level, one.number, _html_said(one, ended)) for one in group])
        else:
            body += "".join([_html_block(one, ended) for one in group])
    sources = "".join(f"<p>{_html(one)}</p>" for one in _sources(cited, places))
    return f"<p><b>{_html(question)}</b></p>{body}{sources}"


def answer_plain(
    question: str,
    text: str,
    sentences: Sequence[Sentence],
    cited: Sequence[Citation],
    places: Sequence[str],
) -> str:
    """The same for programs that take letters alone: as it is read, the cells of a table apart by tabs, as
    sheets take them, and without any mark that only Markdown understands.
    """
    ended, body = _Numbers(sentences, cited), ""
    for block in blocks(text, sentences):
        if block.kind is Kind.RULE:
            body = body.rstrip("\n") + "\n"  # a gap in its place
        else:
            body += ("\n\n" if block.gap else "\n") + _plain_block(block, ended)
    parts = (question, body.strip("\n"), "\n".join(_sources(cited, places)))
    return printable("\n\n".join(filter(None, parts))) + "\n"


def _plain_block(block: Block, ended: _Numbers) -> str:
    if block.kind is Kind.TABLE:
        rows = ("\t".join(map(plain, row.cells)) + ended.behind(row.end) for row in block.rows)
        return "\n".join(rows)
    if block.kind is Kind.CODE:
        return block.lines + ended.behind(block.end)
    ahead = f"{'  ' * block.level}{block.marker} " if block.kind is Kind.ITEM else ""
    said = "".join(
        ended.behind(piece.start) + piece.text for piece, _ in split(block.pieces, ended.sentences)
    )
    return ahead + said + ended.behind(block.end)


def _sources(cited: Sequence[Citation], places: Sequence[str]) -> Iterator[str]:
    for number, (one, place) in enumerate(zip(cited, places, strict=True), 1):
        yield say("chat.copied.source", number=number, place=place, quote=" ".join(one.quote.split()))


class _Numbers:
    """What stands behind sentences."""

    def __init__(self, sentences: Sequence[Sentence], cited: Sequence[Citation]) -> None:
        self.sentences = sentences
        self._waiting = list(sentences)
        self._cited = cited

    def by(self, at: int) -> str:
        """The same as HTML."""
        return _html(self.behind(at))

    def behind(self, at: int) -> str:
        """Of those that have ended by a place of the text."""
        told = ""
        while self._waiting and self._waiting[0].end <= at:
            one = self._waiting.pop(0)
            told += "".join(f" [{self._cited.index(cited) + 1}]" for cited in one.citations)
            if one.support is Support.UNSUPPORTED:
                told += say("chat.copied.unsupported")
        return told


def _html_block(block: Block, ended: _Numbers) -> str:
    match block.kind:
        case Kind.TABLE:
            return f'<table border="1" cellspacing="0" cellpadding="4">{_html_rows(block, ended)}</table>'
        case Kind.CODE:
            return f"<pre>{_html(block.lines)}</pre>" + ended.by(block.end)
        case Kind.RULE:
            return "<hr>"
    said = _html_said(block, ended)
    if block.kind is Kind.HEADING:
        level = min(6, block.level + 1)
        return f"<h{level}>{said}</h{level}>"
    tag = "blockquote" if block.kind is Kind.QUOTE else "p"
    return f"<{tag}>{said}</{tag}>"


def _html_said(block: Block, ended: _Numbers) -> str:
    return _html_pieces(block.pieces, ended) + ended.by(block.end)


def _html_rows(block: Block, ended: _Numbers) -> str:
    rows = []
    for number, row in enumerate(block.rows):
        tag = "td" if number else "th"
        cells = [_html_pieces(cell, None) for cell in row.cells]
        cells[0] += ended.by(row.end)
        rows.append("<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>")
    return "".join(rows)


def _html_pieces(pieces: Pieces, ended: _Numbers | None) -> str:
    """Words with their looks; the numbers of what has `ended` between them."""
    told = ""
    for piece, _ in split(pieces, ended.sentences if ended is not None else ()):
        said = _html(piece.text)
        for tag, on in (("code", piece.code), ("i", piece.italic), ("b", piece.bold)):
            said = f"<{tag}>{said}</{tag}>" if on else said
        told += (ended.by(piece.start) if ended is not None else "") + said
    return told


def _html(text: str) -> str:
    return escape(printable(text))
