"""Which turns stand in view: versions of questions, and what is in the bin."""

from __future__ import annotations

from rag.storing.branches import Branches, Node


def branches(*nodes: tuple[int, int | None] | tuple[int, int | None, str]) -> Branches:
    """Of id, parent and marks: "-" not chosen, "x" in the bin."""
    return Branches(
        Node(one[0], one[1], "-" not in "".join(one[2:]), "x" in "".join(one[2:])) for one in nodes
    )


def chosen(made: Branches, turn: int) -> Branches:
    return Branches((made.nodes | {one.id: one for one in made.choosing(turn)}).values())


def test_one_turn_follows_the_other() -> None:
    made = branches((1, None), (2, 1), (3, 2))
    assert made.path == made.all() == [1, 2, 3]
    assert made.before(3) == [1, 2]
    assert made.versions(2) == (2,)
    assert made.end() == 3
    assert made.choosing(3) == []


def test_another_version_stands_in_place_of_one_with_what_followed() -> None:
    made = branches((1, None), (2, 1, "-"), (3, 2), (4, 1))
    assert made.path == [1, 4]
    assert made.versions(2) == made.versions(4) == (2, 4)
    assert made.before(3) == [1, 2]
    back = chosen(made, 2)
    assert back.path == [1, 2, 3]
    assert chosen(back, 4).path == [1, 4]


def test_a_turn_deep_in_another_version_is_brought_in_view() -> None:
    made = branches((1, None, "-"), (2, 1, "-"), (3, 1), (4, 2), (5, None))
    assert made.path == [5]
    assert chosen(made, 4).path == [1, 2, 4]


def test_what_is_in_the_bin_is_passed_through() -> None:
    made = branches((1, None), (2, 1, "x"), (3, 2), (4, 3))
    assert made.path == made.all() == [1, 3, 4]
    assert made.before(4) == [1, 3]
    assert made.above(3) == 1
    rest = {one.id: one for one in made.without(2)}
    assert {id_: one.parent for id_, one in rest.items()} == {3: 1}


def test_a_first_turn_in_the_bin() -> None:
    made = branches((1, None, "x"), (2, 1))
    assert made.path == [2]
    assert made.versions(2) == (2,)
    assert [one.parent for one in made.without(1)] == [None]


def test_the_next_question_follows_what_is_in_the_bin_behind_the_last_one() -> None:
    made = branches((1, None), (2, 1, "x"))
    assert made.path == [1]
    assert made.end() == 2, "so that it stands before it when it comes back"
    assert branches().end() is None
    assert branches((1, None, "x")).end() == 1


def test_a_version_in_the_bin_gives_way_to_the_others() -> None:
    made = branches((1, None), (2, 1, "-"), (3, 1, "x"))
    assert made.path == [1, 2]
    assert made.versions(2) == (2,)
    followed = branches((1, None), (2, 1, "-"), (3, 1, "x"), (4, 3))
    assert followed.path == [1, 4], "what followed the removed one was in view, and stays so"
    assert followed.versions(4) == (2, 4)


def test_where_damage_left_no_choice_the_latest_version_stands() -> None:
    assert branches((1, None), (2, 1, "-"), (3, 1, "-")).path == [1, 3]
    assert branches((1, None), (2, 1), (3, 1)).path == [1, 3]


def test_a_long_conversation_is_no_deep_recursion() -> None:
    made = Branches(Node(id_, id_ - 1 or None, True, id_ % 2 == 0) for id_ in range(1, 5001))
    assert len(made.path) == 2500
    assert len(made.before(4999)) == 2499
