"""Notes: kept through everything that happens to a document, and never lost without a word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import KEY, House

from app.errors import NotReadYet
from app.events import NotesChanged
from rag.errors import DocumentUnknown, NoteEmpty, NoteUnknown, QuoteOften, QuoteUnknown
from rag.storing.copying import copy_under
from rag.storing.documents import DocumentStore
from rag.storing.taking import take_document
from rag.storing.vault import Vault
from rag.types import Colour, Document, DocumentState, Note, NoteKind

LEASE, ROPE = "lease.txt", "rope.txt"
LINES = (
    "The mill is let to Ada Byron from the first of May on.",
    "The rent is due on the third working day of each month.",
    "The deposit is three months' rent and is returned after the lease.",
    "Notice is given three months before the end of a quarter.",
)
NEXT_LINES = (
    "Preamble: this replaces the lease of last year, which both sides have read.",
    "The mill is let to Ada Byron from the first of May on.",
    "Notice is given three months before the end of a quarter.",
    "The rent is due on the fifth working day of each month.",
)
TEXT, NEXT = "\n".join(LINES), "\n".join(NEXT_LINES)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home")) as house:
        read(house, tmp_path / LEASE, TEXT)
        read(house, tmp_path / ROPE, "The rope of the mill is as long as the rent is high.")
        yield house


def read(house: House, path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    house.library.add([path])
    house.library.wait_idle()


def called(house: House, name: str) -> Document:
    (found,) = house.library.named(name)
    assert found.state is DocumentState.READY, found
    return found


def marked(house: House, quote: str, text: str = "", colour: Colour = Colour.YELLOW) -> Note:
    return house.services.notes.mark_quote(called(house, LEASE), quote, colour, text)


def stands(house: House, note: Note) -> str:
    """What the document says where the note is now."""
    assert note.start is not None
    return house.library.text(note.document_id, note.start, note.end)


def test_words_are_marked_with_a_note_changed_and_deleted_and_brought_back(house: House) -> None:
    notes, document = house.services.notes, called(house, LEASE)
    made = marked(house, "rent is due on the third", "Ask whether Saturdays count.", Colour.GREEN)
    assert house.next_event(NotesChanged).documents == (document.id,)
    assert stands(house, made) == made.quote == "rent is due on the third"
    assert (made.kind, made.page, made.document) == (NoteKind.WORDS, 2, LEASE), "a line is a page here"
    changed = notes.change(made.id, "They do not.", Colour.BLUE)
    assert (changed.text, changed.colour, changed.quote) == ("They do not.", Colour.BLUE, made.quote)
    put_back = notes.delete(made.id)
    assert notes.of(document.id) == []
    with pytest.raises(NoteUnknown):
        notes.change(made.id, "x")
    put_back()
    assert notes.of(document.id) == [changed], "as it was, with its number"
    assert notes.change(made.id, "").text == "", "what is marked stays, without words"


def test_notes_are_on_pages_and_on_whole_documents_in_the_order_of_the_text(house: House) -> None:
    notes, document = house.services.notes, called(house, LEASE)
    last = marked(house, "Notice is given")
    first = marked(house, "The mill is let")
    page = notes.on_page(document, 1, " Copy this page. ", Colour.RED)
    whole = notes.on_document(document, "Signed copy is in the safe.", Colour.YELLOW)
    assert [one.id for one in notes.of(document.id)] == [whole.id, page.id, first.id, last.id]
    assert page.text == "Copy this page."
    assert (page.quote, whole.page) == ("", None)
    with pytest.raises(NoteEmpty):
        notes.on_page(document, 1, "  ", Colour.RED)
    with pytest.raises(NoteEmpty):
        notes.change(whole.id, " ")
    with pytest.raises(DocumentUnknown):
        notes.on_page(document, 9, "nowhere", Colour.RED)


def test_words_that_stand_nowhere_or_several_times_are_refused(house: House) -> None:
    with pytest.raises(QuoteUnknown):
        marked(house, "The moon is made of cheese and so is the sun.")
    with pytest.raises(QuoteOften) as often:
        marked(house, "three months")
    assert often.value.facts["count"] == 2
    assert marked(house, "The deposit is three\n months’  rent").quote == "The deposit is three months' rent"
    nearly = marked(house, "Notice is given 3 months before the end of each quarter")
    assert nearly.quote == "Notice is given three months before the end of a quarter"


def test_a_document_that_is_not_read_yet_takes_no_notes(house: House, tmp_path: Path) -> None:
    house.services.store.enqueue(str(tmp_path / "later.txt"), "later.txt", 1, "")
    (waiting,) = house.library.named("later.txt")
    with pytest.raises(NotReadYet):
        house.services.notes.on_document(waiting, "x", Colour.RED)


def test_in_a_new_edition_of_the_file_notes_are_where_their_words_are(house: House, tmp_path: Path) -> None:
    same = marked(house, "Notice is given three months before the end of a quarter.", "Put it in the diary.")
    other = marked(house, "The rent is due on the third working day of each month.", "Too early.")
    gone = marked(house, "The deposit is three months' rent and is returned after the lease.", "Too much.")
    page = house.services.notes.on_page(called(house, LEASE), 1, "Initialled.", Colour.RED)
    before = called(house, LEASE).id
    read(house, tmp_path / LEASE, NEXT)
    document = called(house, LEASE)
    assert document.id != before, "another row took its place"
    found = {one.id: one for one in house.services.notes.of(document.id)}
    assert set(found) == {same.id, other.id, gone.id, page.id}, "none is dropped"
    assert stands(house, found[same.id]) == same.quote
    assert not found[same.id].was
    assert stands(house, found[other.id]) == "The rent is due on the fifth working day of each month."
    assert found[other.id].was == other.quote, "it is told that the words have changed"
    assert found[page.id].page == 2, "the page has moved, and the note with it"
    lost = found[gone.id]
    assert lost.is_lost
    assert (lost.quote, lost.text, lost.page) == (gone.quote, "Too much.", 3), "where it was"
    assert [one.id for one in house.services.notes.of(document.id)][-1] == gone.id, "what is lost comes last"
    read(house, tmp_path / LEASE, TEXT)
    back = {one.id: one for one in house.services.notes.of(called(house, LEASE).id)}
    assert stands(house, back[gone.id]) == gone.quote, "the old words are there again, and so is the note"
    assert back[other.id].was == "", "as it was marked"
    assert stands(house, back[other.id]) == other.quote


def test_a_lost_note_can_be_put_where_it_belongs(house: House, tmp_path: Path) -> None:
    gone = marked(house, "The deposit is three months' rent and is returned after the lease.", "Too much.")
    read(house, tmp_path / LEASE, NEXT)
    document = called(house, LEASE)
    start = house.library.text(document.id).index("Preamble")
    placed = house.services.notes.place(gone.id, start, start + len("Preamble"))
    assert (placed.is_lost, placed.quote, placed.text) == (False, "Preamble", "Too much.")


def test_a_file_that_is_read_again_keeps_its_notes(house: House) -> None:
    made = marked(house, "Notice is given", "diary")
    house.library.read_whole(called(house, LEASE).id)
    house.library.wait_idle()
    (found,) = house.services.notes.of(called(house, LEASE).id)
    assert (found.id, stands(house, found), found.text) == (made.id, "Notice is given", "diary")


def test_the_same_file_at_another_place_takes_the_notes_of_the_one_it_replaces(
    house: House, tmp_path: Path
) -> None:
    made = house.services.notes.mark_quote(called(house, ROPE), "rope of the mill", Colour.RED, "long")
    read(house, tmp_path / ROPE, TEXT)  # the content of another document
    (found,) = [one for one in house.services.notes.all() if one.id == made.id]
    assert found.document == LEASE
    assert found.is_lost
    assert (found.quote, found.text) == ("rope of the mill", "long")


def test_notes_go_into_the_bin_with_their_document_and_for_good_when_it_does(house: House) -> None:
    notes, document = house.services.notes, called(house, LEASE)
    made = marked(house, "Notice is given", "the quick brown diary")
    house.services.removals.put([document.id])
    assert notes.all() == []
    assert notes.search("diary") == []
    with pytest.raises(NoteUnknown):
        notes.get(made.id)
    house.services.removals.restore([document.id])
    assert [one.id for one in notes.all()] == [made.id]
    assert stands(house, notes.get(made.id)) == "Notice is given"
    house.services.removals.put([document.id])
    house.services.removals.delete([document.id])
    with house.services.vault.read() as db:
        assert db.execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_notes_move_with_their_document_into_another_vault_once(house: House, tmp_path: Path) -> None:
    made = marked(house, "Notice is given", "diary", Colour.PURPLE)
    house.services.notes.on_document(called(house, LEASE), "safe", Colour.RED)
    with closing(Vault.create(tmp_path / "other.vault", KEY)) as other:
        for _ in range(2):
            taken = take_document(house.services.vault, other, called(house, LEASE).id, "Library")
        there = DocumentStore(other).notes.of(taken.id)
    assert [(one.text, one.quote, one.colour, one.created) for one in there] == [
        ("safe", "", Colour.RED, there[0].created),
        ("diary", "Notice is given", Colour.PURPLE, made.created),
    ]


def test_a_copy_that_is_handed_over_has_the_notes_but_those_of_the_bin(house: House, tmp_path: Path) -> None:
    marked(house, "Notice is given", "diary")
    rope = called(house, ROPE)
    house.services.notes.on_document(rope, "secret", Colour.RED)
    house.services.removals.put([rope.id])
    copy_under(house.services.vault, tmp_path / "copy.vault", KEY[::-1])
    with closing(Vault.open(tmp_path / "copy.vault", KEY[::-1])) as copy, copy.read() as db:
        assert db.execute("SELECT text FROM notes").fetchall() == [("diary",)]


def test_notes_are_found_by_their_words_and_by_what_they_mark(house: House) -> None:
    notes = house.services.notes
    own = marked(house, "Notice is given", "Kündigungsfristen prüfen: Mietkaution!")
    quoted = marked(house, "The deposit is three months' rent")
    for asked in ("kündigungsfrist", "KUNDIGUNGSFRISTEN", "kaution", "prüfen Mietkaution", "Notice prüfen"):
        assert [one.id for one in notes.search(asked)] == [own.id], asked
    assert [one.id for one in notes.search("deposits")] == [quoted.id], "in another form"
    assert notes.search("deposit kaution") == [], "every word is in one of them"
    assert notes.search("  ") == []
    notes.change(quoted.id, "See the notice")
    assert [one.id for one in notes.search("notice")] == [quoted.id, own.id], "one's own words come first"
