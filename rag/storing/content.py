"""What the vault keeps of a document's content: pages, sections, passages; the reading side."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rag.codec import unpack_headings, unpack_lines, unpack_words
from rag.errors import DocumentUnknown
from rag.layout.asides import Asides
from rag.layout.boxes import certainty, span_boxes
from rag.storing.document_rows import NOT_READ, place_name
from rag.storing.languages import DocumentLanguages
from rag.storing.names import REMOVED
from rag.storing.page_quality import PageQuality, flaws_of
from rag.storing.speakers import SpeakerStore, name_at, turns_of
from rag.storing.vault import Vault
from rag.types import (
    Aside,
    DocumentState,
    Flaw,
    Gap,
    Hit,
    Page,
    PageBox,
    PageUnit,
    Passage,
    Reference,
    Section,
    Sheet,
    TextSource,
    Voiced,
    Word,
    clock,
    moment,
)

_PASSAGE = "section, start, end, page_start, page_end, body, ancestors, key"


class DocumentContent:
    """Methods may be called from any thread. They raise `VaultError`s, and `DocumentUnknown` for what is
    not there.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self.quality = PageQuality(vault)
        self.languages = DocumentLanguages(vault)
        self.speakers = SpeakerStore(vault)

    def page(self, document_id: int, number: int) -> Page:
        """A page with its lines and words. Raises `DocumentUnknown` for a page that is not there, too."""
        found = self.pages(document_id, number, number)
        if not found:
            raise DocumentUnknown(document=document_id, page=number)
        return found[0]

    def pages(self, document_id: int, first: int = 1, last: int | None = None) -> list[Page]:
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT number, source, confidence, width, height, key, label, text, lines, words, headings"
                " FROM pages WHERE document_id = ?1 AND number >= ?2 AND (?3 IS NULL OR number <= ?3)"
                " ORDER BY number",
                (document_id, first, last),
            ).fetchall()
            unread = db.execute(
                "SELECT page, reason FROM unread WHERE document_id = ?1 AND page >= ?2"
                " AND (?3 IS NULL OR page <= ?3)",
                (document_id, first, last),
            ).fetchall()
            flaws = flaws_of(db, document_id, first, last)
        reasons: defaultdict[int, list[str]] = defaultdict(list)
        for number, reason in unread:
            reasons[number].append(reason)
        return [_page(row, tuple(reasons[row[0]]), flaws.get(row[0], ())) for row in rows]

    def sheets(self, document_id: int) -> tuple[Sheet, ...]:
        """The pages without what stands on them, in order."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT number, start, length, width, height, label FROM pages WHERE document_id = ?"
                " ORDER BY number",
                (document_id,),
            ).fetchall()
        return tuple(Sheet(*row) for row in rows)

    def page_start(self, document_id: int, number: int) -> int:
        """The offset in the document's text at which a page begins."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT start FROM pages WHERE document_id = ? AND number = ?", (document_id, number)
            ).fetchone()
        if row is None:
            raise DocumentUnknown(document=document_id, page=number)
        return int(row[0])

    def gaps(self, document_id: int) -> tuple[Gap, ...]:
        """The pages without text, in order, and why there is none where that is known; and what of the other
        pages could not be read.
        """
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT p.number, p.label, d.unit FROM pages p JOIN documents d ON d.id = p.document_id"
                " WHERE p.document_id = ? AND p.source = ? ORDER BY p.number",
                (document_id, TextSource.NONE),
            ).fetchall()
            unread = db.execute(
                "SELECT u.page, p.label, d.unit, u.reason, p.source FROM unread u"
                " JOIN pages p ON p.document_id = u.document_id AND p.number = u.page"
                " JOIN documents d ON d.id = u.document_id WHERE u.document_id = ?",
                (document_id,),
            ).fetchall()
        told = [
            Gap(number, place_name(PageUnit(unit), number, label), reason, source != TextSource.NONE)
            for number, label, unit, reason, source in unread
        ]
        known = {gap.page for gap in told}
        silent = [_gap(number, label, PageUnit(unit)) for number, label, unit in rows if number not in known]
        return tuple(sorted([*silent, *told], key=lambda gap: gap.page))

    def asides(self, document_id: int) -> tuple[Aside, ...]:
        """What was set aside of the pages, in order of the first page."""
        kept = self.set_aside([document_id])
        if kept:
            return tuple(aside for _, aside in kept)
        with self._vault.read() as db:  # nothing was, or it was read before this was kept by itself
            rows = db.execute(
                "SELECT number, text, lines FROM pages WHERE document_id = ? ORDER BY number", (document_id,)
            ).fetchall()
        found = Asides()
        for number, text, lines in rows:
            found.add(number, unpack_lines(_unzip(lines), _unzip(text).decode()))
        return found.found()

    def set_aside(self, document_ids: Iterable[int]) -> list[tuple[int, Aside]]:
        """What was set aside of the pages of documents, in their order, each with its document's id."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT document_id, text, page, pages FROM json_each(?) wanted"
                " JOIN asides ON document_id = wanted.value ORDER BY wanted.key, place",
                (json.dumps(list(document_ids)),),
            ).fetchall()
        return [(document_id, Aside(*facts)) for document_id, *facts in rows]

    def is_whole(self, document_id: int) -> bool:
        """Whether a person wished that a document's running heads belong to its text."""
        with self._vault.read() as db:
            found = db.execute(
                "SELECT 1 FROM whole_files w JOIN documents d ON d.sha256 = w.sha256 WHERE d.id = ?",
                (document_id,),
            ).fetchone()
        return found is not None

    def text(self, document_id: int, start: int = 0, end: int | None = None) -> str:
        """The document's text from `start` to `end`, or to its end."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT start, text FROM pages WHERE document_id = ?1 AND start + length >= ?2"
                " AND (?3 IS NULL OR start <= ?3) ORDER BY number",
                (document_id, start, end),
            ).fetchall()
        if not rows:
            return ""
        offset = int(rows[0][0])
        joined = "\n".join(_unzip(row[1]).decode() for row in rows)
        return joined[max(start - offset, 0) : None if end is None else max(end - offset, 0)]

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        """The places on pages that the characters `start` to `end` of the document's text take."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT p.number, p.start, p.text, p.lines, p.words FROM pages p"
                " JOIN documents d ON d.id = p.document_id WHERE p.document_id = ? AND p.start < ?"
                " AND p.start + p.length > ? AND d.unit <> ? ORDER BY p.number",
                (document_id, end, start, PageUnit.MINUTE),
            ).fetchall()
        return tuple(
            place
            for number, offset, text, lines, words in rows
            for place in _places(number, text, lines, words, start - offset, end - offset)
        )

    def is_poor(self, document_id: int, page: int) -> bool:
        """Whether a page was read poorly."""
        return self.quality.is_poor(document_id, page)

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        """The page that a character of the document's text is on, and what people call it; in a recording the
        moment at which it is said, and the name of who says it where somebody gave one: "12:41, Ms Weber".

        Raises `DocumentUnknown`.
        """
        with self._vault.read() as db:
            row = db.execute(
                "SELECT p.number, p.label, d.unit, p.start, iif(d.unit = ?, p.words, NULL) FROM pages p"
                " JOIN documents d ON d.id = p.document_id"
                " WHERE p.document_id = ? AND p.start <= ? ORDER BY p.number DESC LIMIT 1",
                (PageUnit.MINUTE, document_id, start),
            ).fetchone()
            if row is None:
                raise DocumentUnknown(document=document_id)
            number, label, unit, begins, words = row
            if words is not None:
                seconds = _moment(number, unpack_words(_unzip(words)), start - begins)
                if seconds is not None:
                    name = name_at(db, document_id, seconds)
                    label = ", ".join(filter(None, (clock(seconds), name)))
        return int(number), place_name(PageUnit(unit), number, label)

    def sections(self, document_id: int) -> tuple[Section, ...]:
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT place, parent, level, label, title, page, start, end FROM sections"
                " WHERE document_id = ? ORDER BY place",
                (document_id,),
            ).fetchall()
        return tuple(Section(*row) for row in rows)

    def newest(self, count: int) -> list[int]:
        """The documents that came last and have something to be searched, by id, the last first."""
        with self._vault.read() as db:
            found = db.execute(
                "SELECT id FROM documents WHERE state = ? AND passages > 0 ORDER BY id DESC LIMIT ?",
                (DocumentState.READY, count),
            )
            return [row[0] for row in found]

    def passages(self, document_id: int) -> tuple[Passage, ...]:
        """The passages in reading order; the n-th (from 0) has the id `first_passage(document_id)` + n."""
        with self._vault.read() as db:
            rows = db.execute(
                f"SELECT {_PASSAGE} FROM passages WHERE document_id = ? ORDER BY id", (document_id,)
            ).fetchall()
        return tuple(Passage(*row) for row in rows)

    def first_passage(self, document_id: int) -> int:
        with self._vault.read() as db:
            row = db.execute("SELECT first_passage FROM documents WHERE id = ?", (document_id,)).fetchone()
        if row is None:
            raise DocumentUnknown(document=document_id)
        return int(row[0])

    def passage(self, passage_id: int) -> Passage:
        with self._vault.read() as db:
            row = db.execute(f"SELECT {_PASSAGE} FROM passages WHERE id = ?", (passage_id,)).fetchone()
        if row is None:
            raise DocumentUnknown(passage=passage_id)
        return Passage(*row)

    def references(self, document_id: int, start: int, end: int) -> tuple[Reference, ...]:
        """The cross-references between two places of the document's text, in order."""
        with self._vault.read() as db:
            rows = db.execute(
                "SELECT start, end, target FROM cross_references"
                " WHERE document_id = ? AND start >= ? AND start < ? ORDER BY start",
                (document_id, start, end),
            ).fetchall()
        return tuple(Reference(*row) for row in rows)

    def linked(self, passage_id: int) -> tuple[int, ...]:
        """The passages that a passage refers to, then those that refer to it, by id."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT document_id, start, end FROM passages WHERE id = ?", (passage_id,)
            ).fetchone()
            if row is None:
                return ()
            document_id, start, end = row
            targets = db.execute(
                "SELECT target FROM cross_references WHERE document_id = ? AND start >= ? AND start < ?", row
            ).fetchall()
            # What is referred to begins in the passage, or with its heading right before it.
            sources = db.execute(
                "SELECT start FROM cross_references WHERE document_id = ?1 AND target < ?3 AND target >="
                " (SELECT coalesce(max(end), 0) FROM passages WHERE document_id = ?1 AND end <= ?2)",
                (document_id, start, end),
            ).fetchall()
            found = [
                db.execute(
                    "SELECT id FROM passages WHERE document_id = ? AND end > ? ORDER BY end LIMIT 1",
                    (document_id, place),
                ).fetchone()
                for (place,) in (*targets, *sources)
            ]
        return tuple(dict.fromkeys(id_ for (id_,) in filter(None, found) if id_ != passage_id))

    def page_labelled(self, document_id: int, label: str) -> int | None:
        """The number of the first page with this label, in any case."""
        with self._vault.read() as db:
            row = db.execute(
                "SELECT min(number) FROM pages WHERE document_id = ? AND lower(label) = lower(?)",
                (document_id, label),
            ).fetchone()
        return None if row[0] is None else int(row[0])

    def on_pages(self, document_ids: Sequence[int], names: Sequence[str]) -> list[int]:
        """The passages on pages called one of `names` (lower case): by the label printed on them, or by their
        number in a document none of whose pages is labelled so.
        """
        found: list[tuple[int]] = []
        with self._vault.read() as db:
            for document_id in document_ids:
                for name in names:
                    numbers = db.execute(
                        "SELECT number FROM pages WHERE document_id = ? AND lower(label) = ?",
                        (document_id, name),
                    ).fetchall()
                    if not numbers and name.isdigit():
                        numbers = [(int(name),)]
                    for (number,) in numbers:
                        found += db.execute(
                            "SELECT id FROM passages WHERE document_id = ?1 AND page_start <= ?2"
                            " AND page_end >= ?2",
                            (document_id, number),
                        ).fetchall()
        return sorted({id_ for (id_,) in found})

    def hits(self, scored: Iterable[tuple[int, float]]) -> list[Hit]:
        """Hits for (passage id, score), in their order; ids that are gone are left out.

        A hit's page is the one with most of its text: a passage may begin at the foot of the page before.
        """
        found = []
        with self._vault.read() as db:
            for passage_id, score in scored:
                row = db.execute(
                    "SELECT d.id, d.name, p.key, g.number, p.page_end, p.ancestors, p.start, p.end, p.body,"
                    " d.unit, g.label FROM passages p JOIN documents d ON d.id = p.document_id"
                    " JOIN pages g ON g.document_id = d.id AND g.number BETWEEN p.page_start AND p.page_end"
                    f" WHERE p.id = ? AND d.state <> '{REMOVED}'"
                    " ORDER BY min(g.start + g.length, p.end) - max(g.start, p.start) DESC, g.number LIMIT 1",
                    (passage_id,),
                ).fetchone()
                if row is not None:
                    *facts, unit, label = row
                    document_id, name, key, page, page_end, section, start, end, text = facts
                    place = place_name(PageUnit(unit), page, label)
                    span = (page, page_end, section, start, end, score, text)
                    said = turns_of(db, document_id, start, end) if unit == PageUnit.MINUTE else ()
                    voices = tuple(Voiced(one.start - start, one.speaker, one.name) for one in said)
                    found.append(Hit(passage_id, document_id, name, key, *span, place, label, voices=voices))
        return found


def _moment(number: int, words: Sequence[Word], place: int) -> float | None:
    """When the character at a place of a minute is said, in seconds; None where nothing is."""
    said = next((word for word in words if word.end > place), None)
    return None if said is None else moment(number, said.box.x0)


def _gap(number: int, label: str | None, unit: PageUnit) -> Gap:
    name, told, reason = (label or "").partition(NOT_READ)
    place = name if told else place_name(unit, number, label)
    return Gap(number, place, reason if told else None)


def _page(row: tuple[Any, ...], unread: tuple[str, ...], flaws: tuple[Flaw, ...]) -> Page:
    number, source, confidence, width, height, key, label, packed, lines, words, headings = row
    text = _unzip(packed).decode()
    return Page(
        number=number,
        text=text,
        source=TextSource(source),
        confidence=confidence,
        width=width,
        height=height,
        lines=unpack_lines(_unzip(lines), text),
        words=unpack_words(_unzip(words)),
        headings=unpack_headings(_unzip(headings)),
        key=key,
        label=label,
        unread=unread,
        flaws=flaws,
    )


def _places(number: int, text: bytes, lines: bytes, words: bytes, start: int, end: int) -> Iterator[PageBox]:
    """The places of characters `start` to `end` of a page."""
    found = unpack_lines(_unzip(lines), _unzip(text).decode())
    confidence, kind = certainty(found, start, end)
    for box in span_boxes(unpack_words(_unzip(words)), found, start, end):
        yield PageBox(number, box, confidence, kind)


def _unzip(data: bytes) -> bytes:
    return zlib.decompress(data)
