"""Collections: made, named, coloured, filled, removed and undone, and all that is kept by their names.

What other tools are blamed for in public is tried here: documents that go with their collection, filters and
links that keep the old name, watched folders that a rename empties, names that differ in case alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import PATIENCE, House

from app.events import CollectionsChanged
from engine.types import Task
from rag.errors import CollectionExists, CollectionInvalid, CollectionUnknown, DocumentUnknown
from rag.reading.reader import DocumentReader
from rag.storing.recipes import Recipe, Step
from rag.storing.tag_rules import TagRule
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Document, SearchScope

RENT, ROPE, RULE = "rent.txt", "rope.txt", "rule.txt"
TEXTS = {
    RENT: "The rent of the mill is due in May.",
    ROPE: "The rope of the mill is due in June.",
    RULE: "Rules of the mill are read aloud.",
}
MAILBOX = (
    "From a@b.org Mon Jun 10 14:05:00 2024\nFrom: a@b.org\nSubject: {0}\nDate: {1}\n\nThe {0} is due.\n\n"
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home")) as made:
        for name, text in TEXTS.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        made.library.add([tmp_path / name for name in TEXTS])
        made.library.wait_idle()
        yield made


def called(house: House, name: str) -> Document:
    (found,) = house.library.named(name)
    return found


def places(house: House) -> dict[str, str]:
    return {one.name: one.collection for one in house.library.documents()}


def counts(house: House) -> dict[str, int]:
    return {one.name: one.documents for one in house.services.collections.all()}


def ids(house: House, *names: str) -> list[int]:
    return [called(house, name).id for name in names]


def test_a_collection_is_made_empty_filled_with_several_at_once_and_emptied(house: House) -> None:
    collections = house.services.collections
    collections.make("Verträge & Miete")
    assert counts(house) == {"Verträge & Miete": 0}, "it may be empty"
    done = collections.move(ids(house, RENT, ROPE), "verträge & MIETE")
    assert done.documents == tuple(ids(house, RENT, ROPE)), "all, and not the first alone"
    told = house.next_event(CollectionsChanged, lambda event: event.documents)
    assert {one.collection for one in told.documents} == {"Verträge & Miete"}
    assert counts(house) == {"Verträge & Miete": 2}
    assert collections.move(ids(house, RENT), "Verträge & Miete").documents == (), "it is there"
    collections.move(ids(house, RENT, ROPE), "")
    assert counts(house) == {"Verträge & Miete": 0}, "it stays when it is empty"
    assert places(house) == dict.fromkeys(TEXTS, "")


def test_adding_makes_collections_and_finds_those_that_there_are_in_whatever_case(
    house: House, tmp_path: Path
) -> None:
    for number, name in enumerate(("Fälle", "FÄLLE", " fälle ")):
        path = tmp_path / f"new{number}.txt"
        path.write_text(f"Case {number} of the mill.", encoding="utf-8")
        house.library.add([path], name)
    house.library.wait_idle()
    assert counts(house) == {"Fälle": 3}


@pytest.mark.parametrize("name", ["", "  ", "\n\t", "x" * 61])
def test_what_is_no_name_is_refused(house: House, name: str) -> None:
    with pytest.raises(CollectionInvalid):
        house.services.collections.make(name)
    assert counts(house) == {}


def test_wrong_names_and_documents_are_told_and_nothing_moves(house: House) -> None:
    collections = house.services.collections
    collections.make("Mill")
    collections.make("Barn")
    with pytest.raises(CollectionExists):
        collections.make("MILL")
    with pytest.raises(CollectionExists):
        collections.rename("barn", "mill")
    with pytest.raises(CollectionUnknown):
        collections.move(ids(house, RENT), "Stable")
    with pytest.raises(DocumentUnknown):
        collections.move([*ids(house, RENT), 999], "Mill")
    with pytest.raises(CollectionExists):
        collections.remove("Mill", "mill")
    assert places(house)[RENT] == ""
    collections.rename("mill", "MILL")
    assert set(counts(house)) == {"MILL", "Barn"}, "its own name in another case is free"


def test_new_ones_take_the_colour_that_is_used_least(house: House) -> None:
    collections = house.services.collections
    for number in range(8):
        collections.make(f"C{number}")
    assert len({one.colour for one in collections.all()}) == 8
    done = collections.colour("c3", 0)
    assert collections.named("C3").colour == collections.named("C0").colour == "teal"
    collections.undo(done.id)
    assert collections.named("C3").colour == "green"


def test_documents_stay_when_their_collection_is_removed_also_those_in_the_bin(house: House) -> None:
    collections = house.services.collections
    collections.make("Mill")
    collections.move(ids(house, RENT, ROPE), "Mill")
    (rope,) = ids(house, ROPE)
    house.removals.put([rope])
    gone = collections.remove("mill")
    assert places(house) == {RENT: "", RULE: ""}
    assert counts(house) == {}
    house.removals.restore([rope])
    assert places(house)[ROPE] == "", "it comes back, into no collection"
    assert {hit.document for hit in house.library.search(TEXTS[ROPE], 3)} >= {ROPE}
    changed = collections.undo(gone.id)
    assert {one.name for one in changed} == {RENT, ROPE}
    assert counts(house) == {"Mill": 2}
    assert collections.undo(gone.id) == [], "once"


def test_documents_of_a_removed_collection_can_move_to_another(house: House) -> None:
    collections = house.services.collections
    for name in ("Mill", "Barn"):
        collections.make(name)
    collections.move(ids(house, RENT), "Mill")
    gone = collections.remove("Mill", to="barn")
    assert (places(house)[RENT], counts(house)) == ("Barn", {"Barn": 1})
    collections.move(ids(house, RENT), "")
    collections.undo(gone.id)
    assert (places(house)[RENT], counts(house)) == ("", {"Barn": 0, "Mill": 0}), "what moved on stays there"


def test_moves_are_undone_into_what_the_collection_is_called_now(house: House) -> None:
    collections = house.services.collections
    for name in ("Mill", "Barn"):
        collections.make(name)
    collections.move(ids(house, RENT), "Mill")
    moved = collections.move(ids(house, RENT), "Barn")
    collections.rename("Mill", "Works")
    collections.undo(moved.id)
    assert places(house)[RENT] == "Works"


def test_what_is_kept_by_its_name_follows_a_collection(house: House, tmp_path: Path) -> None:
    services, collections = house.services, house.services.collections
    collections.make("Mill")
    collections.move(ids(house, RENT, ROPE), "Mill")
    (watched := tmp_path / "watched").mkdir()
    services.folders.add(watched, "Mill")
    services.own_words.allow(False, "Mill")
    services.answering.choose(Task.CODE, "Mill")
    services.guards.turn("moderation", True, "Mill")
    services.audit.keep_content(True, "Mill")
    services.tagging.rules.add(TagRule(("due",), collection="mill"))
    recipe = services.recipes.recipes.add(Recipe("R", (Step("tag", ("seen",)),), collection="Mill"))
    survey = services.surveys.create("When is it due?", SurveyScope(SurveyKind.DOCUMENTS, "Mill"))

    renamed = collections.rename("mill", "Works")
    assert [folder.folder.collection for folder in services.folders.list()] == ["Works"]
    assert [services.own_words.choice(one) for one in ("Works", "Mill")] == [False, True]
    assert [services.answering.of(one) for one in ("Works", "Mill")] == [Task.CODE, Task.ANSWER]
    assert services.guards.is_on("moderation", "Works")
    assert services.audit.keeps_content("Works")
    assert [rule.collection for rule in services.tagging.rules.all()] == ["Works"]
    assert [one.collection for one in services.recipes.recipes.all()] == ["Works"]
    assert SurveyScope.of(services.runs.get(survey.id)).collection == "Works"
    hits = house.library.search(TEXTS[RENT], 5, SearchScope(collection="Works"))
    assert {hit.document for hit in hits} == {RENT, ROPE}
    assert house.library.search(TEXTS[RENT], 5, SearchScope(collection="Mill")) == []
    assert set(counts(house)) == {"Works"}

    collections.undo(renamed.id)
    assert set(places(house).values()) == {"Mill", ""}
    gone = collections.remove("Mill")
    assert [folder.folder.collection for folder in services.folders.list()] == [""]
    assert services.own_words.allowed() is True, "what nobody can turn off any more forbids nothing"
    assert services.answering.of("Mill") is Task.ANSWER
    assert services.recipes.recipes.all()[0].collection == "Mill", "never the whole library instead"
    assert recipe.collection == "Mill"
    collections.undo(gone.id)
    assert [folder.folder.collection for folder in services.folders.list()] == ["Mill"]
    assert services.own_words.choice("Mill") is False
    assert services.answering.of("Mill") is Task.CODE


def test_a_watched_folder_finds_what_a_person_moved_and_what_was_renamed(
    house: House, tmp_path: Path
) -> None:
    collections = house.services.collections
    (root := tmp_path / "watched").mkdir()
    for name, text in {"a.txt": "winter wheat", "b.txt": "summer wheat"}.items():
        (root / name).write_text(text, encoding="utf-8")
    house.folders.add(root, "Mill")
    house.folders.sync()
    collections.make("Barn")
    collections.move(ids(house, "a.txt"), "Barn")
    read = len(house.reader.read_paths)
    house.folders.sync()
    assert len(house.reader.read_paths) == read, "nothing is read twice"
    (root / "a.txt").write_text("winter barley", encoding="utf-8")
    house.folders.sync()
    assert (places(house)["a.txt"], len(house.library.named("a.txt"))) == ("Barn", 1), "it stays where it is"
    assert house.library.text(called(house, "a.txt").id) == "winter barley"
    collections.rename("Mill", "Works")
    (root / "b.txt").write_text("summer barley", encoding="utf-8")
    (root / "c.txt").write_text("autumn barley", encoding="utf-8")
    house.folders.sync()
    found = {name: place for name, place in places(house).items() if name[1:] == ".txt"}
    assert found == {"a.txt": "Barn", "b.txt": "Works", "c.txt": "Works"}
    gone = collections.remove("Works")
    collections.undo(gone.id)
    house.folders.sync()
    assert {name: places(house)[name] for name in found} == found
    (root / "a.txt").unlink()
    house.folders.sync()
    assert "a.txt" not in places(house), "what is gone from the folder goes"
    assert set(counts(house)) == {"Barn", "Works"}


def test_files_are_added_into_a_collection_and_those_in_none_are_moved(house: House, tmp_path: Path) -> None:
    collections = house.services.collections
    collections.make("Mill")
    (fresh := tmp_path / "new.txt").write_text("A new wheel of the mill.", encoding="utf-8")
    for one in collections.drop([fresh, tmp_path / RENT], "Mill"):
        one.outcome.result(PATIENCE)
    house.library.wait_idle()
    assert places(house) == {RENT: "Mill", ROPE: "", RULE: "", "new.txt": "Mill"}, "no file stands twice"
    collections.move(ids(house, "new.txt"), "")
    for one in collections.add([fresh], "mill"):
        one.outcome.result(PATIENCE)
    house.library.wait_idle()
    assert (places(house)["new.txt"], len(house.library.documents())) == ("Mill", 4), "it is put back"


def test_a_document_whose_file_the_collection_holds_stays_and_is_told(house: House, tmp_path: Path) -> None:
    collections = house.services.collections
    house.library.add([tmp_path / RENT], "Mill")
    house.library.wait_idle()
    loose = next(one for one in house.library.documents() if one.name == RENT and not one.collection)
    done = collections.move([loose.id, *ids(house, ROPE)], "Mill")
    assert (done.documents, done.passed_over) == (tuple(ids(house, ROPE)), (loose.id,))
    collections.remove("Mill")
    assert len(house.library.documents()) == 4, "nothing is lost where both lie in no collection"


def test_a_mailbox_moves_with_its_messages_and_new_ones_join_it(tmp_path: Path) -> None:
    with closing(House(tmp_path / "home", reader=DocumentReader())) as house:
        _mailbox(house, tmp_path)


def _mailbox(house: House, tmp_path: Path) -> None:
    collections = house.services.collections
    (mailbox := tmp_path / "post.mbox").write_text(
        MAILBOX.format("wheel", "Mon, 10 Jun 2024 14:05:00 +0000"), encoding="utf-8"
    )
    house.library.add([mailbox])
    house.library.wait_idle()
    collections.make("Post")
    (box,) = [one for one in house.library.documents() if one.is_container]
    collections.move([box.id], "Post")
    assert counts(house) == {"Post": 1}, "messages count, not the mailbox that holds them"
    with mailbox.open("a", encoding="utf-8") as file:
        file.write(MAILBOX.format("axle", "Tue, 11 Jun 2024 14:05:00 +0000"))
    house.library.add([mailbox])
    house.library.wait_idle()
    held = [one for one in house.library.documents() if one.container is not None]
    assert ({one.collection for one in held}, len(held)) == ({"Post"}, 2)


def test_what_is_moved_or_renamed_while_it_waits_is_read_into_where_it_is(
    house: House, tmp_path: Path
) -> None:
    collections = house.services.collections
    house.scheduler.pause(True)
    paths = [tmp_path / f"late{number}.txt" for number in range(2)]
    for number, path in enumerate(paths):
        path.write_text(f"Late word {number}.", encoding="utf-8")
    first, second = house.library.add(paths, "Mill")
    assert second.document_id is not None
    collections.make("Barn")
    collections.move([second.document_id], "Barn")
    collections.rename("Mill", "Works")
    house.scheduler.pause(False)
    for one in (first, second):
        one.outcome.result(PATIENCE)
    house.library.wait_idle()
    assert (places(house)["late0.txt"], places(house)["late1.txt"]) == ("Works", "Barn")
    assert set(counts(house)) == {"Works", "Barn"}, "the old name does not come back"
