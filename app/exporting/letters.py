"""Letters as one Word file: real paragraphs, a page for each, and the citations as comments in the margin."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from app.exporting.formats.docx import timeless
from app.exporting.text import printable
from app.words.catalogue import say
from app.words.drafts import place_words
from rag.drafting.pieces import Draft, Origin, Told
from rag.types import Citation

if TYPE_CHECKING:
    from docx.document import Document

_FONT, _SIZE_PT = "Calibri", 11  # not for people
_ITEM = "List Bullet"  # not for people
_AFTER_PT = 8  # behind a paragraph that an empty line follows
_QUOTE = 500  # characters of a quote in a comment


def letters(drafts: Sequence[Draft], title: str, sources: str, made: float) -> bytes:
    """Drafts, each on a page of its own. `sources` heads the list of places at the end of each, "" for none;
    `made` is the time of the work, in seconds since the epoch.
    """
    import docx as library
    from docx.enum.text import WD_BREAK
    from docx.shared import Pt

    document = library.Document()
    about = document.core_properties
    about.title = printable(title)[:255]
    about.author = about.comments = ""
    moment = datetime.fromtimestamp(made, UTC).replace(microsecond=0)
    about.created = about.modified = moment
    normal = document.styles["Normal"]  # not for people
    normal.font.name, normal.font.size = _FONT, Pt(_SIZE_PT)
    normal.paragraph_format.space_after = Pt(0)
    for place, draft in enumerate(drafts):
        if place:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        _letter(document, draft, moment)
        if sources:
            _sources(document, draft, sources)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _letter(document: Document, draft: Draft, moment: datetime) -> None:
    from docx.shared import Pt

    for lines in _paragraphs(draft.sentences):
        paragraph = None
        for number, line in enumerate(lines):
            paragraph = document.add_paragraph(style=_ITEM if _is_item(line) else None)
            paragraph.paragraph_format.space_after = Pt(0)
            for at, one in enumerate(line):
                if at and one.before:
                    paragraph.add_run(printable(one.before))
                _sentence(document, paragraph, one, moment, bare=at == 0 and _is_item(line))
            paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        if paragraph is not None:
            paragraph.paragraph_format.space_after = Pt(_AFTER_PT)


def _sentence(document: Document, paragraph: Any, one: Told, moment: datetime, *, bare: bool) -> None:
    text = one.text.removeprefix("– ") if bare else one.text
    run = paragraph.add_run(printable(text))
    if one.origin is Origin.OPEN:
        run.font.highlight_color = 7  # yellow, as WD_COLOR_INDEX has it
    if one.citations:
        said = "\n".join(_comment(citation) for citation in one.citations)
        comment = document.add_comment(
            run, text=printable(said), author=say("drafting.paper.author"), initials=""
        )
        comment._comment_elm.set(_DATE, moment.strftime("%Y-%m-%dT%H:%M:%SZ"))  # noqa: SLF001


_DATE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}date"


def _comment(citation: Citation) -> str:
    words = " ".join(citation.quote.split())
    quote = words if len(words) <= _QUOTE else words[:_QUOTE].rsplit(" ", 1)[0] + "…"
    return say("drafting.paper.comment", document=citation.document, page=citation.page, quote=quote)


def _sources(document: Document, draft: Draft, heading: str) -> None:
    from docx.shared import Pt

    places = dict.fromkeys(place_words(citation) for one in draft.sentences for citation in one.citations)
    if not places:
        return
    head = document.add_paragraph()
    head.paragraph_format.space_before = Pt(2 * _AFTER_PT)
    head.paragraph_format.keep_with_next = True
    head.add_run(printable(heading)).bold = True
    for one in places:
        document.add_paragraph().add_run(printable(one)).font.size = Pt(_SIZE_PT - 2)


def _paragraphs(sentences: Sequence[Told]) -> Iterator[list[list[Told]]]:
    """Paragraphs, each a list of lines, each a list of sentences."""
    lines: list[list[Told]] = []
    for one in sentences:
        breaks = one.before.count("\n")
        if breaks > 1 and lines:
            yield lines
            lines = []
        if not lines or breaks:
            lines.append([])
        lines[-1].append(one)
    if lines:
        yield lines


def _is_item(line: Sequence[Told]) -> bool:
    return line[0].text.startswith("– ")
