from __future__ import annotations

from engine.speech.doubting import Written, is_invented, is_rushed, loops, without_loops
from engine.types import HeardWord


def written(text: str, score: float = -0.3, no_speech: float = 0.05) -> Written:
    return Written(tuple(range(len(text.split()))), text, score, no_speech)


def test_what_is_said_over_and_over_is_kept_once() -> None:
    assert without_loops([1, 2, 3, *[7, 8, 9] * 6, 4]) == (1, 2, 3, 7, 8, 9, 4)
    assert without_loops([5] * 40) == (5,)
    assert loops([1, 2, *[7, 8] * 9])


def test_what_people_do_repeat_stays() -> None:
    said = [5, 5, 5, 6, 7, 5, 5]  # "no, no, no, not … no, no"
    assert without_loops(said) == tuple(said)
    assert not loops(said)
    assert not loops(list(range(220)))


def test_words_where_nobody_speaks_are_inventions() -> None:
    assert is_invented(written("Thank you.", score=-1.2, no_speech=0.8), 2.0)
    assert not is_invented(written("Thank you.", score=-0.4, no_speech=0.8), 2.0)
    assert not is_invented(written("Thank you.", score=-1.2, no_speech=0.2), 2.0)


def test_nobody_says_so_much_in_so_short_a_time() -> None:
    long = "subtitles by the community and thanks for watching until the very end of it all"
    assert is_invented(written(long), 1.0)
    assert not is_invented(written(long), 4.0)


def test_signs_alone_are_no_words() -> None:
    assert is_invented(written("... !"), 3.0)
    assert is_invented(written(""), 3.0)


def sentence(seconds: float, *texts: str) -> list[HeardWord]:
    each = seconds / len(texts)
    return [HeardWord(at * each, (at + 1) * each, text, 0.9) for at, text in enumerate(texts)]


def test_a_sentence_that_falls_on_one_moment_was_not_said() -> None:
    said = ["And", "this", "can", "be", "made", "in", "a", "new", "world."]
    assert is_rushed(sentence(0.1, *said))
    assert not is_rushed(sentence(1.2, *said))  # a very fast speaker: 24 characters a second
    assert not is_rushed(sentence(0.0, "Well,", "yes."))  # words that were placed badly
