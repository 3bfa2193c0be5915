"""Rules that tag what is read: only what they name, not what a person took off, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from house import House

from app.errors import TagRuleInvalid
from app.tagging.rules import rule_words
from engine.cancel import CancelToken
from rag.errors import PresetUnknown, TagInvalid, TagRuleUnknown
from rag.reading.reader import DocumentReader
from rag.storing.tag_rules import TagRule

TEXTS = {
    "bank.txt": "Kontoauszug der Sparkasse\nVersicherung   Müller\nAG -12,00",
    "barn.txt": "The sparkassenrechtliche question of the barn.",
    "note.md": "A note about Versicherungen in general.",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with closing(House(tmp_path / "home")) as house:
        yield house


def read(house: House, folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in (texts or TEXTS).items():
        (folder / name).write_text(text, encoding="utf-8")
    house.library.add([folder])
    house.library.wait_idle()


def tagged(house: House) -> dict[str, list[str]]:
    return {one.name: [tag.name for tag in one.tags] for one in house.library.documents() if one.tags}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (TagRule(("t",), words=("SPARKASSE",)), {"bank.txt"}),
        (TagRule(("t",), words=("versicherung müller ag",)), {"bank.txt"}),
        (TagRule(("t",), words=("sparkasse", "barn")), set()),
        (TagRule(("t",), name="*.TXT"), {"bank.txt", "barn.txt"}),
        (TagRule(("t",), name="bank*, NOTE.*"), {"bank.txt", "note.md"}),
        (TagRule(("t",), name="bank*، note.*"), {"bank.txt", "note.md"}),
        (TagRule(("t",), name="b*", words=("question",)), {"barn.txt"}),
        (TagRule(("t",), label="document-type:statement"), {"bank.txt"}),
        (TagRule(("t",), label="document-type:type=statement", name="*.md"), set()),
        (TagRule(("t",), collection="other"), set()),
        (TagRule(("t",), suffix="MD"), {"note.md"}),
        (TagRule(("t",), suffix="*.txt", words=("barn",)), {"barn.txt"}),
    ],
    ids=lambda value: rule_words(value) if isinstance(value, TagRule) else "",
)
def test_a_rule_tags_what_is_read_and_all_that_it_names_must_hold(
    house: House, tmp_path: Path, rule: TagRule, expected: set[str]
) -> None:
    house.services.tagging.rules.add(rule)
    read(house, tmp_path / "files")
    assert set(tagged(house)) == expected


def test_a_folder_is_that_folder_and_not_one_with_a_like_name(house: House, tmp_path: Path) -> None:
    for name in ("tax", "tax 2023"):
        (tmp_path / name).mkdir()
    house.services.tagging.rules.add(TagRule(("Tax",), folder=str(tmp_path / "tax")))
    read(house, tmp_path / "tax", **{"a.txt": "One."})
    read(house, tmp_path / "tax 2023", **{"b.txt": "Two."})
    assert tagged(house) == {"a.txt": ["Tax"]}


def test_messages_are_tagged_by_whom_they_are_from(tmp_path: Path) -> None:
    mail = "From: Ada Byron <ada@engine.example>\nTo: bob@ada.example\nSubject: Hi\n\nGood morning.\n"
    other = mail.replace("Ada Byron <ada@engine.example>", "Bob <bob@mill.example>")
    with closing(House(tmp_path / "home", reader=DocumentReader())) as house:
        house.services.tagging.rules.add(TagRule(("Ada",), sender="ada"))
        read(house, tmp_path / "mail", **{"one.eml": mail, "two.eml": other})
        assert tagged(house) == {"one.eml": ["Ada"]}


def test_what_a_person_took_off_is_not_put_back_when_the_file_changes(house: House, tmp_path: Path) -> None:
    house.services.tagging.rules.add(TagRule(("Money",), words=("sparkasse",)))
    read(house, tmp_path / "files")
    (bank,) = house.library.named("bank.txt")
    house.services.tagging.take_off([bank.id], ["money"])
    read(house, tmp_path / "files", **{"bank.txt": TEXTS["bank.txt"] + "\nMore."})
    assert tagged(house) == {}


def test_a_trial_changes_nothing_and_its_application_is_undone(house: House, tmp_path: Path) -> None:
    read(house, tmp_path / "files")
    rules = house.services.tagging.rules
    found = rules.would_tag([TagRule(("a", "b"), name="*.txt"), TagRule(("b",), name="*")], CancelToken())
    names = {house.library.document(one).name: tags for one, tags in found.items()}
    assert names == {"bank.txt": ["a", "b"], "barn.txt": ["a", "b"], "note.md": ["b"]}
    assert tagged(house) == {}
    change = rules.apply(found)
    assert set(tagged(house)) == set(TEXTS)
    assert rules.would_tag([TagRule(("B",), name="*")], CancelToken()) == {}
    house.services.tagging.undo(change.id)
    assert tagged(house) == {}


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (TagRule(("t",)), TagRuleInvalid),
        (TagRule((), name="*"), TagRuleInvalid),
        (TagRule(("t",), words=("  ",)), TagRuleInvalid),
        (TagRule(("t",), folder="/no/such/folder"), TagRuleInvalid),
        (TagRule(("t",), label="document-type:cake"), TagRuleInvalid),
        (TagRule(("t",), label="cake"), PresetUnknown),
        (TagRule(("a,b",), name="*"), TagInvalid),
    ],
)
def test_what_is_no_rule_is_refused(house: House, rule: TagRule, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        house.services.tagging.rules.add(rule)
    assert house.services.tagging.rules.all() == []


def test_rules_are_kept_in_order_and_removed(tmp_path: Path) -> None:
    with closing(House(tmp_path / "home")) as house:
        rules = house.services.tagging.rules
        first, second = (rules.add(TagRule((name,), name="*")) for name in ("a", "b"))
        assert rules.remove(first.id) == first
        with pytest.raises(TagRuleUnknown):
            rules.remove(first.id)
    with closing(House(tmp_path / "home")) as house:
        assert house.services.tagging.rules.all() == [second]


def test_a_rule_that_cannot_be_applied_leaves_the_others(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine.errors import ModelMissing

    def missing(*_: object) -> None:
        raise ModelMissing(model="gone")

    rules = house.services.tagging.rules
    monkeypatch.setattr(rules, "_judge", missing)
    rules.add(TagRule(("a",), label="document-type:statement"))
    rules.add(TagRule(("b",), name="bank*"))
    read(house, tmp_path / "files")
    assert tagged(house) == {"bank.txt": ["b"]}


def test_a_rule_follows_its_tag_when_that_is_called_otherwise(house: House, tmp_path: Path) -> None:
    """A document read after the tag was renamed brought the old name back as a second tag."""
    house.services.tagging.rules.add(TagRule(("Rechnung",), name="*.txt"))
    renamed = house.services.tagging.rename("rechnung", "Invoices")
    read(house, tmp_path / "files", **{"a.txt": "One."})
    assert tagged(house) == {"a.txt": ["Invoices"]}
    house.services.tagging.undo(renamed.id)
    read(house, tmp_path / "files", **{"b.txt": "Two."})
    assert tagged(house) == {"a.txt": ["Rechnung"], "b.txt": ["Rechnung"]}


def test_a_tag_that_was_deleted_is_not_made_anew_by_a_rule(house: House, tmp_path: Path) -> None:
    """It came back with the next document that was read."""
    house.services.tagging.rules.add(TagRule(("Rechnung", "Post"), name="*.txt"))
    deleted = house.services.tagging.delete("Rechnung")
    read(house, tmp_path / "files", **{"a.txt": "One."})
    assert tagged(house) == {"a.txt": ["Post"]}
    assert [one.tag.name for one in house.services.tagging.tags()] == ["Post"]
    house.services.tagging.undo(deleted.id)
    read(house, tmp_path / "files", **{"b.txt": "Two."})
    assert tagged(house)["b.txt"] == ["Post", "Rechnung"]


def test_a_rule_is_changed_removed_and_brought_back_with_its_number(house: House) -> None:
    rules = house.services.tagging.rules
    made = rules.add(TagRule(("t",), name="*.txt"))
    changed = rules.change(TagRule(("other",), words=("barn",), id=made.id))
    assert rules.all() == [changed]
    assert (changed.id, changed.tags, changed.name) == (made.id, ("other",), "")
    with pytest.raises(TagRuleInvalid):
        rules.change(TagRule(("other",), id=made.id))
    with pytest.raises(TagRuleUnknown):
        rules.change(TagRule(("other",), name="*", id=99))
    gone = rules.remove(made.id)
    rules.restore(gone)
    rules.restore(gone)
    assert rules.all() == [changed]
