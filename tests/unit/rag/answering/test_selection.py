"""What the model reads: no bare headings, nothing twice, neighbours as one, within the budget."""

from dataclasses import replace

from rag.answering.selection import blended, in_reading_order, merged, promising, within, worth_reading
from rag.types import Hit

TEXT = "First sentence here. Second sentence here.\nThird sentence here."


def hit(passage_id: int, text: str, start: int = 0, section: str = "Art. 1", key: str | None = None) -> Hit:
    return Hit(passage_id, 1, "act.pdf", key, 1, 1, section, start, start + len(text), 1.0, text)


def test_headings_and_repetitions_are_left_out() -> None:
    hits = [
        hit(1, "SECTION 4\nOfficer", section="SECTION 4 Officer"),
        hit(2, "A  rule."),
        hit(3, "A rule."),
        hit(4, " "),
    ]
    assert [kept.passage_id for kept in worth_reading(hits)] == [2]


def test_a_record_that_repeats_its_heading_stays() -> None:
    assert len(worth_reading([hit(1, "Officer", section="Officer", key="r1")])) == 1


def test_neighbours_become_one_at_the_place_of_the_better() -> None:
    first, second = hit(1, TEXT[:42], 0), hit(2, TEXT[43:], 43)
    far = hit(3, "Far away.", 500)
    joined = merged([second, far, first], lambda _, start, end: TEXT[start:end])
    assert [found.passage_id for found in joined] == [2, 3]
    assert (joined[0].start, joined[0].end, joined[0].text) == (0, len(TEXT), TEXT)


def test_neighbours_on_two_pages_stay_two() -> None:
    first = replace(hit(1, TEXT[:42], 0), page=3, page_end=3)
    second = replace(hit(2, TEXT[43:], 43), page=4, page_end=4)
    assert merged([second, first], lambda _, start, end: TEXT[start:end]) == [second, first]
    running_over = replace(second, page=3)
    assert len(merged([running_over, first], lambda _, start, end: TEXT[start:end])) == 1


def test_what_is_struck_or_hidden_is_not_read() -> None:
    text = "The fee is [struck: 120 euros] 90 euros."
    (kept,) = worth_reading([hit(1, text), hit(2, "[hidden: row 4]")])
    assert "120" not in kept.text
    assert kept.text.index("90 euros") == text.index("90 euros")


def test_passages_of_two_sections_stay_two() -> None:
    hits = [hit(1, TEXT[:42], 0), hit(2, TEXT[43:], 43, "Art. 2")]
    assert merged(hits, lambda _, start, end: TEXT[start:end]) == hits


def test_passages_far_behind_the_best_are_not_read() -> None:
    hits = [replace(hit(number, "text"), score=score) for number, score in enumerate((0.8, 0.3, 0.7, 0.5))]
    assert [h.passage_id for h in promising(hits)] == [0, 1, 2]
    assert promising([]) == []


def test_a_follow_up_finds_by_its_own_words_and_by_its_subject() -> None:
    own = [replace(hit(number, "text"), score=score) for number, score in ((1, 1.0), (2, 0.9))]
    whole = [replace(hit(number, "text"), score=score) for number, score in ((3, 1.0), (2, 0.8))]
    assert [h.passage_id for h in blended(own, whole)] == [2, 3, 1]


def test_the_budget_takes_the_best_that_fit() -> None:
    hits = [hit(number, "text") for number in range(4)]
    assert [h.passage_id for h in within(hits, [50, 80, 40, 5], 100, 5)] == [0, 2, 3]
    assert [h.passage_id for h in within(hits, [50, 80, 40, 5], 100, 2)] == [0, 2]


def test_a_best_that_is_too_large_is_cut_at_a_sentence() -> None:
    cut = within([hit(1, TEXT, 10)], [100], 50, 5)[0]
    assert cut.text == "First sentence here."
    assert (cut.start, cut.end) == (10, 30)
    assert within([hit(1, TEXT)], [1000], 50, 5) == []


def test_what_the_last_prompt_began_with_stays_in_front() -> None:
    hits = [hit(number, "text") for number in (5, 6, 7)]
    assert [h.passage_id for h in in_reading_order(hits, (7, 9, 6))] == [7, 5, 6]
    assert [h.passage_id for h in in_reading_order(hits, (9, 7))] == [5, 6, 7]
