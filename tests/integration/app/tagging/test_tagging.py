"""Tags: put on documents and taken off, kept through everything that happens to a document, undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import KEY, House

from app.events import TagsChanged
from engine.cancel import CancelToken
from rag.errors import DocumentUnknown, TagExists, TagInvalid, TagUnknown
from rag.storing.copying import copy_under
from rag.storing.documents import DocumentStore
from rag.storing.taking import take_document
from rag.storing.vault import Vault
from rag.types import AnswerDone, Document, SearchScope

RENT, ROPE = "rent.txt", "rope.txt"
TEXTS = {RENT: "The rent of the mill is due in May.", ROPE: "The rope of the mill is due in June."}
MAILBOX = """From ada@example.org Mon Jun 10 14:05:00 2024
From: ada@example.org
Subject: {subject}
Date: Mon, 10 Jun 2024 14:05:00 +0000

{body}

"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home")) as house:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        house.library.add([tmp_path / name for name in TEXTS])
        house.library.wait_idle()
        yield house


def called(house: House, name: str) -> Document:
    (found,) = house.library.named(name)
    return found


def tags(house: House, name: str) -> list[str]:
    return [tag.name for tag in called(house, name).tags]


def counts(house: House) -> dict[str, int]:
    return {one.tag.name: one.documents for one in house.services.tagging.tags()}


def test_tags_are_put_on_shown_counted_and_taken_off(house: House) -> None:
    tagging = house.services.tagging
    both = [called(house, name).id for name in (RENT, ROPE)]
    tagging.put(both, ["Mill"])
    change = house.next_event(TagsChanged)
    assert [(one.name, one.tags[0].name) for one in change.documents] == [(RENT, "Mill"), (ROPE, "Mill")]
    tagging.put([called(house, RENT).id], ["Müller & Söhne", "due"])
    assert tags(house, RENT) == ["due", "Mill", "Müller & Söhne"]
    assert counts(house) == {"due": 1, "Mill": 2, "Müller & Söhne": 1}
    assert len({one.tag.tone for one in tagging.tags()}) == 3, "each has a colour of its own while there are"
    tagging.take_off(both, ["mill"])
    assert tags(house, ROPE) == []
    assert counts(house)["Mill"] == 0, "the tag itself stays"


@pytest.mark.parametrize("same", ["RECHNUNGEN 2024", "rechnungen  2024 ", "Ｒechnungen 2024"])
def test_names_that_differ_in_writing_alone_are_one_tag(house: House, same: str) -> None:
    tagging = house.services.tagging
    tagging.put([called(house, RENT).id], ["Rechnungen 2024"])
    tagging.put([called(house, ROPE).id], [same])
    assert counts(house) == {"Rechnungen 2024": 2}


@pytest.mark.parametrize("name", ["", "  ", "a, b", "x" * 61, "\n\t"])
def test_what_is_no_name_is_refused_and_nothing_is_tagged(house: House, name: str) -> None:
    with pytest.raises(TagInvalid):
        house.services.tagging.put([called(house, RENT).id], ["good", name])
    assert counts(house) == {}, "all or nothing"


def test_wrong_names_and_documents_are_told(house: House) -> None:
    tagging = house.services.tagging
    with pytest.raises(TagUnknown):
        tagging.take_off([called(house, RENT).id], ["nobody"])
    with pytest.raises(DocumentUnknown):
        tagging.put([called(house, RENT).id, 999], ["mill"])
    tagging.put([called(house, RENT).id], ["mill", "due"])
    with pytest.raises(TagExists):
        tagging.rename("mill", "DUE")
    tagging.rename("mill", "Mill")
    assert tags(house, RENT) == ["due", "Mill"]


def test_each_change_is_undone(house: House) -> None:
    tagging = house.services.tagging
    rent, rope = called(house, RENT).id, called(house, ROPE).id
    tagging.put([rent], ["mill"])
    second = tagging.put([rent, rope], ["mill"])
    assert second.documents == (rope,), "what has it already is not changed, and not undone"
    tagging.undo(second.id)
    assert (tags(house, RENT), tags(house, ROPE)) == (["mill"], [])
    tagging.undo(tagging.rename("mill", "works").id)
    assert tags(house, RENT) == ["mill"]
    deleted = tagging.delete("mill")
    assert tags(house, RENT) == []
    tagging.undo(deleted.id)
    assert tags(house, RENT) == ["mill"]
    tagging.undo(tagging.take_off([rent], ["mill"]).id)
    assert tags(house, RENT) == ["mill"]
    assert tagging.undo(deleted.id) == [], "once"


def test_a_tag_that_was_deleted_and_made_anew_is_undone_into_the_new_one(house: House) -> None:
    tagging = house.services.tagging
    tagging.put([called(house, RENT).id], ["mill"])
    deleted = tagging.delete("mill")
    tagging.put([called(house, ROPE).id], ["Mill"])
    tagging.undo(deleted.id)
    assert counts(house) == {"Mill": 2}


def test_no_rule_puts_back_what_a_person_took_off(house: House) -> None:
    tagging = house.services.tagging
    rent = called(house, RENT).id
    tagging.put([rent], ["mill"], by_hand=False)
    tagging.take_off([rent], ["mill"])
    assert tagging.put([rent], ["mill"], by_hand=False).documents == ()
    assert tags(house, RENT) == []
    tagging.put([rent], ["mill"])
    assert tags(house, RENT) == ["mill"], "the person may"


def test_a_tag_stays_when_its_file_changes_and_is_read_again(house: House, tmp_path: Path) -> None:
    house.services.tagging.put([called(house, RENT).id], ["mill"])
    before = called(house, RENT).id
    (tmp_path / RENT).write_text("The rent of the mill is due in July.", encoding="utf-8")
    house.library.add([tmp_path / RENT])
    house.library.wait_idle()
    assert called(house, RENT).id != before
    assert tags(house, RENT) == ["mill"]
    house.library.retry(called(house, RENT).id)
    house.library.wait_idle()
    assert tags(house, RENT) == ["mill"]


def test_it_goes_into_the_bin_and_back_and_away_for_good(house: House) -> None:
    rent = called(house, RENT).id
    change = house.services.tagging.put([rent, called(house, ROPE).id], ["mill"])
    house.removals.put([rent])
    assert counts(house) == {"mill": 1}
    assert [one.name for one in house.services.tagging.documents("mill")] == [ROPE]
    house.removals.restore([rent])
    assert tags(house, RENT) == ["mill"]
    house.removals.put([rent])
    house.removals.delete([rent])
    assert counts(house) == {"mill": 1}
    with house.vault.read() as db:
        for table in ("document_tags", "untagged", "tag_change_items"):
            assert not db.execute(f"SELECT 1 FROM {table} WHERE document_id = ?", (rent,)).fetchall(), table
    house.services.tagging.undo(change.id)
    assert counts(house) == {"mill": 0}


def test_a_search_and_a_question_look_into_what_has_the_tag_alone(house: House) -> None:
    house.services.tagging.put([called(house, ROPE).id], ["Due in June"])
    scope = SearchScope(tag="due in june")
    assert {hit.document for hit in house.library.search("when is the mill due", 10, scope)} == {ROPE}
    events = list(house.chats.answer("How many documents are there?", CancelToken(), scope))
    (done,) = [one for one in events if isinstance(one, AnswerDone)]
    assert "one document" in done.answer.text
    assert house.library.search("when is the mill due", 10, SearchScope(tag="nothing")) == []


def test_a_mailbox_that_is_tagged_lends_its_tag_to_its_messages(tmp_path: Path) -> None:
    from rag.reading.reader import DocumentReader

    mailbox = tmp_path / "inbox.mbox"
    mailbox.write_text(
        MAILBOX.format(subject="Mill", body="The rent of the mill is due in May.")
        + MAILBOX.format(subject="Rope", body="The rope is due in June."),
        encoding="utf-8",
    )
    reader = DocumentReader()
    with closing(House(tmp_path / "home", reader=reader)) as house:
        house.library.add([mailbox])
        house.library.wait_idle()
        (box,) = house.library.named("inbox.mbox")
        house.services.tagging.put([box.id], ["post"])
        found = house.library.search("rent of the mill", 10, SearchScope(tag="post"))
        assert found
        assert len(house.services.tagging.documents("post")) == 2
        assert next(one.id for one in house.services.tagging.documents("post", held=True)) == box.id


def test_tags_go_along_into_another_vault_and_into_a_copy(house: House, tmp_path: Path) -> None:
    house.services.tagging.put([called(house, RENT).id], ["mill"])
    with closing(Vault.create(tmp_path / "other" / "vault.db", KEY)) as other:
        taken = take_document(house.vault, other, called(house, RENT).id, "beside")
        assert [tag.name for tag in DocumentStore(other).get(taken.id).tags] == ["mill"]
        again = take_document(house.vault, other, called(house, RENT).id, "beside")
        assert again.id == taken.id
    copy = tmp_path / "copy.db"
    copy_under(house.vault, copy, KEY)
    with closing(Vault.open(copy, KEY)) as copied:
        assert {one.name: [tag.name for tag in one.tags] for one in DocumentStore(copied).list()} == {
            RENT: ["mill"],
            ROPE: [],
        }
