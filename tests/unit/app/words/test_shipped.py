"""What comes along under a name is called in every language as that language calls it: playbooks and their
positions, templates of drafts and their slots, columns of extractions, labels, categories of the policy.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator

import pytest

from app.words import catalogue
from app.words.drafts import slot_words, template_words
from app.words.languages import known
from app.words.playbooks import position_words
from app.words.shipped import key_of
from engine.assets import ASSETS
from rag.drafting.slots import all_known
from rag.drafting.slots import known as slot_known
from rag.drafting.templates import Templates
from rag.vetting.playbook import PLAYBOOKS, parsed, playbook_names

# Words that a language and English both have.
SAME = {
    "de": {"cv", "iban"},
    "fr": {
        "message",
        "question",
        "exceptions",
        "cv",
        "normal",
        "urgent",
        "date",
        "description",
        "total",
        "violence",
        "iban",
    },
    "es": {"inspector", "cv", "manual", "normal", "total", "iban"},
    "it": {"cv", "iban"},
    "ar": set[str](),
}
LANGUAGES = [code for code in known() if code != catalogue.ENGLISH]


def _shipped() -> Iterator[tuple[str, str, str]]:
    """Room, table and key of each name that a file of the assets brings along."""
    for name in playbook_names():
        yield "playbooks", "built-in", name
    for one in all_known():
        yield "drafting", "slots", one.name.replace(" ", "-")
    for template in Templates().all():
        yield "drafting", "templates", template.id
    for file in (ASSETS / "presets").glob("*.json"):
        yield "extractions", "presets", file.stem
        for column in json.loads(file.read_text("utf-8"))["columns"]:
            yield "extractions", "columns", column["name"]
    for file in (ASSETS / "labels").glob("*.toml"):
        for kind, labels in tomllib.loads(file.read_text("utf-8")).items():
            for label in labels:
                yield "classifying", f"labels.{kind}", label
    policy = tomllib.loads((ASSETS / "guards/policy.toml").read_text("utf-8"))
    for category in policy["category"]:
        yield "moderating", "categories", category


def _word(language: str, room: str, table: str, key: str) -> str | None:
    found: object = catalogue.read(language, room)
    for name in (*table.split("."), key):
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


POSITION_KEYS = list(catalogue.names("playbooks.positions"))
NAMES = sorted({*_shipped(), *(("playbooks", "positions", key) for key in POSITION_KEYS)})
POSITIONS = sorted(
    (file.name, position.name)
    for file in PLAYBOOKS.glob("*.toml")
    for position in parsed(file.read_text("utf-8")).positions
)


@pytest.mark.parametrize(("room", "table", "key"), NAMES)
def test_a_name_that_comes_along_is_said_in_all_six_languages(room: str, table: str, key: str) -> None:
    english = _word(catalogue.ENGLISH, room, table, key)
    assert english
    for language in LANGUAGES:
        word = _word(language, room, table, key)
        assert word, language
        assert word != english or key in SAME[language], language


@pytest.fixture(params=known())
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    before = catalogue.spoken()
    catalogue.use(request.param)
    yield request.param
    catalogue.use(before)


def test_every_position_is_called_as_the_language_calls_it(language: str) -> None:
    own = set(catalogue.names("playbooks.positions").values())
    for file, name in POSITIONS:
        assert position_words(name, file.split(".")[0]) in own, name
        if file.endswith(f".{language}.toml"):  # read beside its own clauses, it is called as it is there
            assert position_words(name, "nda") == name.replace("'", "’")


def test_a_position_of_ones_own_is_called_as_it_is_written(language: str) -> None:
    assert position_words("Penalty", "") == "Penalty"
    assert position_words("Force majeure", "nda") == "Force majeure"


def test_templates_and_their_slots_are_called_as_the_language_calls_them(language: str) -> None:
    slots = set(catalogue.names("drafting.slots").values())
    titles = set(catalogue.names("drafting.templates").values())
    for template in Templates().all():
        assert template_words(template.name) in titles
        for slot in template.wanted:
            assert slot_words(slot.name) in slots, slot.name
    assert slot_words("policy number") == "policy number"


def test_a_letter_is_open_in_its_own_language() -> None:
    for one in all_known():
        for code in {template.language for template in Templates().all()} - {catalogue.ENGLISH}:
            word = _word(code, "drafting", "slots", one.name.replace(" ", "-"))
            assert one.called[code] == word


def test_every_name_of_a_slot_is_understood(language: str) -> None:
    for one in all_known():
        word = catalogue.say(f"drafting.slots.{one.name.replace(' ', '-')}")
        assert slot_known(word) is one, word


def test_a_name_means_one_thing() -> None:
    for room, table in (("drafting", "slots"), ("drafting", "templates"), ("playbooks", "built-in")):
        for code in known():
            rows = dict(catalogue.read(code, room))[table]
            assert isinstance(rows, dict)
            assert [key_of(room, table, str(name)) for name in rows.values()] == list(rows)
