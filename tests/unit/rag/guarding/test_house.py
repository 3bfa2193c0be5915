"""The policy of a house: its own, the program's, rules of the older form, and a file that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rag.guarding.house import Form, HousePolicy
from rag.guarding.moderation import Moderation
from rag.guarding.policy import Action, policy_in, policy_of
from rag.guarding.types import PASSES, Decision, Verdict

OLDER = """
[merger]
action = "refuse"
words = ["project falcon", "takeover*", "Ringier-Übernahme"]

[tone]
words = ["damn"]
"""


def written(folder: Path, text: str) -> HousePolicy:
    path = folder / "moderation.toml"
    path.write_text(text, encoding="utf-8")
    return HousePolicy(path)


def test_without_a_file_the_program_s_policy_is_applied(tmp_path: Path) -> None:
    found = HousePolicy(tmp_path / "none.toml").now()
    assert (found.form, found.policy) == (Form.NONE, policy_of())
    assert policy_in(found.text) == found.policy


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("What is Project FALCON?", Decision(Verdict.REFUSE, ("merger",))),
        ("They say “project falcon” is off.", Decision(Verdict.REFUSE, ("merger",))),
        ("The takeovers failed.", Decision(Verdict.REFUSE, ("merger",))),
        ("Stand der Ringier-Übernahme?", Decision(Verdict.REFUSE, ("merger",))),
        ("Damn rent", Decision(Verdict.NOTE, ("tone",))),
        ("falconry", PASSES),
        ("Immigrants are vermin.", PASSES),  # these rules alone decided before
    ],
)
def test_rules_of_the_older_form_decide_as_they_did(tmp_path: Path, text: str, decision: Decision) -> None:
    house = written(tmp_path, OLDER)
    assert house.now().form is Form.OLDER
    assert Moderation(house).question(text) == decision


def test_what_is_carried_over_is_a_policy_that_can_be_read_and_saved(tmp_path: Path) -> None:
    carried = written(tmp_path, OLDER).now()
    assert '[category."merger"]' in carried.text
    assert {one.name for one in policy_of().categories} < {one.name for one in carried.policy.categories}
    again = written(tmp_path, carried.text).now()
    assert (again.form, again.policy) == (Form.POLICY, carried.policy)


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[merger]\nwords = []", 1, "no-texts"),
        ("\n[merger]\nwords = ['a']\naction = 'burn'", 2, "no-action"),
        ("[category.a]\nguard = 'burn'", 2, "no-action"),
        ("[category.a", 1, "not-toml"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_and_the_program_s_policy_stands(
    tmp_path: Path, text: str, line: int, key: str
) -> None:
    found = written(tmp_path, text).now()
    assert (found.form, found.wrong) == (Form.WRONG, key)
    assert abs(found.line - line) <= 1
    assert found.policy == policy_of()


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "moderation.toml"
    path.write_bytes(b"\xff\xfe\x00words")
    assert HousePolicy(path).now().wrong == "unreadable"


def test_a_change_of_the_file_is_seen_at_the_next_question(tmp_path: Path) -> None:
    house = written(tmp_path, OLDER)
    guard = Moderation(house)
    assert guard.question("project falcon").verdict is Verdict.REFUSE
    written(tmp_path, '[category.merger]\nguard = "note"\nwords = ["project falcon"]\n')
    os.utime(house.path, ns=(1, 1))
    assert guard.question("project falcon") == Decision(Verdict.NOTE, ("merger",))


def test_a_category_needs_no_more_than_words() -> None:
    (category,) = policy_in('[category.food]\nguard = "withhold"\nwords = ["Cauliflower-Soup*"]').categories
    assert category.guard is Action.WITHHOLD
    assert category.rules[0].plain
