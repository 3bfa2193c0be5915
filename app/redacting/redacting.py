"""Redacting: what is found in a document, the new file, and the attack on it before it is saved."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import FileUnwritable
from app.redacting.attack import Needle, Survivor, attacked, told
from app.redacting.listing import RedactionList
from app.redacting.opening import opened, read
from app.redacting.papers import PaperForm, without
from app.redacting.pdf import Sheet, write_pdf
from app.redacting.pseudonyms import Numbers, Once, Pseudonyms
from engine.cancel import CancelToken
from rag.language.withdrawn import unbracketed
from rag.reading.reader import DocumentReader
from rag.redacting.finder import ALL, Namer, find, further
from rag.redacting.forms.piece import Change, Form, Made, Where
from rag.redacting.kinds import Kind, Span
from rag.redacting.listed import Entry, Sort
from rag.redacting.name_words import Person
from rag.types import Box, Page, TextSource

_PAGES_READ = 40  # of a longer document only those that something was taken from, or that are pictures
_TRIES = 2  # times that what is still read on a page is covered, too
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Item:
    """Something that was found: where in which piece, and on which page and in which boxes where it is
    drawn.
    """

    kind: Kind
    text: str
    who: str
    piece: int
    start: int
    end: int
    where: Where = Where.TEXT
    page: int | None = None
    boxes: tuple[Box, ...] = ()

    @property
    def key(self) -> tuple[Kind, str]:
        """The same for what is the same."""
        return self.kind, " ".join(self.text.split()).lower()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to go from a document."""

    name: str
    form: Form
    items: tuple[Item, ...]
    people: tuple[Person, ...]
    language: str
    kinds: frozenset[Kind]
    entries: tuple[Entry, ...] = ()  # of the list
    spared: tuple[str, ...] = ()  # what stands there and is never to go
    offered: tuple[Item, ...] = ()  # people of other documents who may be meant here, too


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it: the new file, or what still stood in it; never both."""

    made: Made | None
    survivors: tuple[Survivor, ...]
    seen: tuple[Item, ...] = ()  # what was found only when the drawn pages were read again
    read_again: int = 0  # pages whose picture was read after it was made
    key: tuple[tuple[str, Kind, str], ...] = ()  # each pseudonym with what it stands for


class Redacting:
    """Methods may be called from any thread but the window's. They raise `ReadError`s and `Cancelled`."""

    def __init__(
        self,
        reader: DocumentReader,
        numbers: Callable[[int], Numbers] | None = None,
        namer: Namer | None = None,
        people: RedactionList | None = None,
    ) -> None:
        """`numbers` keeps pseudonyms, for a document by its id; `namer` is a model that sees names; `people`
        the list of what is always or never to go.
        """
        self._reader = reader
        self._numbers = numbers
        self._namer = namer
        self.people = people

    def plan(
        self,
        path: Path,
        out: Path,
        cancel: CancelToken,
        *,
        kinds: Collection[Kind] = ALL,
        password: str | None = None,
        more: Iterable[str] = (),
        document_id: int | None = None,
    ) -> Plan:
        """Find what is to go. `out` tells the format of the new file. Raises `RedactedFileUnknown`."""
        form = opened(path, out, self._reader, password, cancel)
        return self.planned(path.name, form, kinds, more, document_id)

    def planned(
        self,
        name: str,
        form: Form,
        kinds: Collection[Kind],
        more: Iterable[str] = (),
        document_id: int | None = None,
    ) -> Plan:
        """The same of a form that is open already."""
        texts = [piece.text for piece in form.pieces]
        entries = tuple(self.people.entries()) if self.people else ()
        found = find(texts, kinds, (), self._namer, more, entries)
        offered: list[Entry] = []
        if self.people is not None:
            offered = [Entry(Sort.PERSON, one.name) for one in self.people.offered(document_id)]
            if document_id is not None:
                self.people.met(document_id, found.sure)
        return Plan(
            name,
            form,
            _items(form, found.spans),
            found.people,
            found.language,
            frozenset(kinds),
            entries,
            found.spared,
            _items(form, further(texts, found, offered)) if offered else (),
        )

    def make(
        self,
        plan: Plan,
        suffix: str,
        cancel: CancelToken,
        *,
        kept: Collection[Item] = (),
        also: Collection[Item] = (),
        pseudonyms: bool = False,
        document_id: int | None = None,
        told_of: Callable[[str, int, int], None] = lambda _step, _done, _total: None,
    ) -> Outcome:
        """Make the new file without the items, but for those that are `kept`, and without those of the
        offered that are wanted `also`, and attack it. `told_of` hears what is being done: "drawing",
        "reading" or "attacking", and how much of it is done.
        """
        stays = set(kept)
        gone = [*(one for one in plan.items if one not in stays), *also]
        plan = replace(plan, entries=(*plan.entries, *(Entry(Sort.PERSON, one.who) for one in also)))
        words = Pseudonyms(self._kept_numbers(document_id), plan.language) if pseudonyms else None
        changes = _changes(plan.form, gone, words)
        spared = {one.key for one in stays}
        stay = [*plan.spared, *(one.text for one in stays)]
        needles = [_needle(one, stay) for one in gone if one.key not in spared]
        if not isinstance(plan.form, PaperForm) or suffix == ".txt":
            made = plan.form.made(changes)
            told_of("attacking", 0, 1)
            outcome = _outcome(made, suffix, needles)
        else:
            outcome = self._papers(plan, plan.form, suffix, changes, needles, cancel, told_of)
        return replace(outcome, key=_key(gone, words)) if words else outcome

    def _kept_numbers(self, document_id: int | None) -> Numbers:
        """Those of the library or matter, for a document of it."""
        if document_id is None or self._numbers is None:
            return Once()
        return self._numbers(document_id)

    # --- pages ---------------------------------------------------------------------------------------------

    def _papers(
        self,
        plan: Plan,
        form: PaperForm,
        suffix: str,
        changes: list[list[Change]],
        needles: list[Needle],
        cancel: CancelToken,
        told_of: Callable[[str, int, int], None],
    ) -> Outcome:
        total, seen = len(form.pages), list[Item]()
        sheets: dict[int, Sheet] = {}
        for sheet, page in zip(form.sheets(changes), form.pages, strict=True):
            cancel.raise_if_cancelled()
            told_of("drawing", len(sheets), total)
            sheets[page.number] = sheet
        wanted = [
            page.number for page in form.pages if total <= _PAGES_READ or _is_at_risk(page, form, changes)
        ]
        read_of: dict[int, Page] = {}
        again = wanted
        for _ in range(_TRIES + 1):
            told_of("reading", total - len(again), total)
            read_of |= self._read_again([(number, sheets[number]) for number in again], cancel)
            left = [
                one for one in _left(form, plan, read_of, again, needles) if not _is_ours(one.text, changes)
            ]
            if not left:
                break
            seen += [one for one in left if not told(one.text, needles)]
            needles = [*needles, *(Needle(one.kind, one.text) for one in left)]
            again = sorted({item.page for item in left if item.page is not None})
            for number in again:
                boxes = [box for one in left if one.page == number for box in one.boxes]
                sheets[number] = without(sheets[number], boxes)
        told_of("attacking", 0, 1)
        made = form.written([sheets[number] for number in sorted(sheets)], suffix)
        texts = [(number, page.text) for number, page in sorted(read_of.items())]
        outcome = _outcome(made, suffix, needles, texts, tuple(seen), len(read_of))
        gaps = [_of_gap(form, place, one) for place, one in form.kept_gaps(changes, sheets, made)]
        return replace(outcome, made=None, survivors=(*outcome.survivors, *gaps)) if gaps else outcome

    def _read_again(self, sheets: Sequence[tuple[int, Sheet]], cancel: CancelToken) -> dict[int, Page]:
        """What is read on the pictures of pages alone."""
        if not sheets:
            return {}
        bare = [Sheet(one.width, one.height, one.picture, ()) for _, one in sheets]
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pages.pdf"
            file.write_bytes(write_pdf(bare))
            _, pages = read(file, self._reader, None, cancel)
        return {number: page for (number, _), page in zip(sheets, pages, strict=False)}


def save(made: Made, path: Path) -> None:
    """Write a new file, whole or not at all. Raises `FileUnwritable`."""
    target = path.expanduser()
    beside = target.with_name(f".{target.name}.part")
    try:
        beside.write_bytes(made.data)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def _of_gap(form: PaperForm, place: int, change: Change) -> Survivor:
    """What its gap tells."""
    piece = form.pieces[place]
    text = " ".join(piece.text[change.start : change.end].split())
    return Survivor(Kind.OTHER, text, "gap", str(piece.page))


def _needle(item: Item, stay: Iterable[str]) -> Needle:
    """What must not be there, but within what stays: "Roe" within "Jane Roe"."""
    text = item.text.lower()
    return Needle(
        item.kind, item.text, tuple(one for one in stay if text in one.lower() and text != one.lower())
    )


def _items(form: Form, found: Sequence[Sequence[Span]]) -> tuple[Item, ...]:
    return tuple(_item(form, place, span) for place, spans in enumerate(found) for span in spans)


def _item(form: Form, place: int, span: Span) -> Item:
    piece = form.pieces[place]
    boxes = form.boxes(place, span.start, span.end)
    text = " ".join(unbracketed(piece.text[span.start : span.end]).split())
    return Item(
        span.kind, text, span.who or text.lower(), place, span.start, span.end, piece.where, piece.page,
        tuple(box for _, box in boxes),
    )  # fmt: skip


def _changes(form: Form, items: Iterable[Item], words: Pseudonyms | None) -> list[list[Change]]:
    found: list[list[Change]] = [[] for _ in form.pieces]
    for one in items:
        instead = words.of(one.kind, one.who) if words else ""
        found[one.piece].append(Change(one.start, one.end, instead))
    return found


def _key(items: Iterable[Item], words: Pseudonyms) -> tuple[tuple[str, Kind, str], ...]:
    found = {(words.of(one.kind, one.who), one.kind, one.text): None for one in items}
    return tuple(sorted(found, key=lambda row: (row[1].value, len(row[0]), row)))


def save_key(outcome: Outcome, path: Path) -> None:
    """Write which pseudonym stands for what, as a table (.csv). Raises `FileUnwritable`."""
    import csv
    import io

    rows = io.StringIO()
    csv.writer(rows).writerows((name, kind.value, text) for name, kind, text in outcome.key)
    save(Made(rows.getvalue().encode("utf-8-sig")), path)


def _is_ours(text: str, changes: Sequence[Sequence[Change]]) -> bool:
    """Whether it is (a part of) a pseudonym that the program wrote itself."""
    written = {one.instead for inside in changes for one in inside if one.instead}
    return any(text in one or one in text for one in written)


def _is_at_risk(page: Page, form: PaperForm, changes: Sequence[Sequence[Change]]) -> bool:
    place = list(form.pages).index(page)
    return bool(changes[place]) or page.source is not TextSource.TEXT


def _left(
    form: PaperForm, plan: Plan, read_of: dict[int, Page], again: Collection[int], needles: Sequence[Needle]
) -> Iterator[Item]:
    """What the pictures of pages still tell: of what was to go, and what nobody had read there before."""
    known = {page.number: page for page in form.pages}
    numbers = [number for number in again if number in read_of]
    texts = [read_of[number].text for number in numbers]
    found = find(texts, plan.kinds, plan.people, entries=plan.entries)
    wanted = [one for one in needles if one.kind is not Kind.OTHER]
    kept = {one.key for one in plan.items} - {Item(one.kind, one.text, "", 0, 0, 0).key for one in needles}
    for number, spans in zip(numbers, found.spans, strict=True):
        page = read_of[number]
        for span in spans:
            text = " ".join(page.text[span.start : span.end].split())
            item = Item(
                span.kind,
                text,
                span.who,
                number - 1,
                span.start,
                span.end,
                page=number,
                boxes=_boxes(page, span),
            )
            own = " ".join(known[number].text.split())
            if item.boxes and item.key not in kept and (told(text, wanted) or text not in own):
                yield item


def _boxes(page: Page, span: Span) -> tuple[Box, ...]:
    from app.redacting.papers import boxes_of

    return tuple(boxes_of(page, span.start, span.end))


def _outcome(
    made: Made,
    suffix: str,
    needles: Sequence[Needle],
    read: Sequence[tuple[int, str]] = (),
    seen: tuple[Item, ...] = (),
    count: int = 0,
) -> Outcome:
    survivors = attacked(made.data, suffix, needles, read)
    return Outcome(None if survivors else made, tuple(survivors), seen, count)
