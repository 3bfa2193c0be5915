"""What the system is told of while nobody looks: what took long, together, and no more than once a minute."""

from __future__ import annotations

from app.activity.telling import LONG, Telling
from app.activity.work import Sort, Standing, Work
from app.words.activity import ended_words, name_words

_UNTOLD = (Sort.LOADING, Sort.LAYING, Sort.DOCUMENT, Sort.RUN)  # by their sort


def ended(key: str, sort: Sort = Sort.MODEL, seconds: float = LONG, amount: int = 1) -> Work:
    return Work(
        key, sort, Standing.FINISHED, "secret merger.pdf", began=10, ended=10 + seconds, amount=amount
    )


def test_what_took_long_is_told_once() -> None:
    telling = Telling(lambda: 0.0)
    work = ended("a")
    assert telling.take([work], looked=False, idle=True) == (work,)
    assert telling.take([work], looked=False, idle=True) == ()


def test_what_was_seen_or_took_a_moment_is_not_told() -> None:
    telling = Telling(lambda: 0.0)
    assert telling.take([ended("a")], looked=True, idle=True) == ()
    assert telling.take([ended("a")], looked=False, idle=True) == ()
    assert telling.take([ended("b", seconds=1)], looked=False, idle=True) == ()


def test_many_that_end_one_after_the_other_are_a_few_messages() -> None:
    now = [0.0]
    telling, all_, told = Telling(lambda: now[0]), [], 0
    for number in range(100):
        now[0] += 2
        all_.append(ended(str(number)))
        told += bool(telling.take(all_, looked=False, idle=number == 99))
    assert told == 5  # the first, three at a minute's distance, and the last when nothing works any more


def test_the_same_work_done_again_is_told_again() -> None:
    telling = Telling(lambda: 0.0)
    first, again = ended("run:1"), ended("run:1", seconds=50)
    assert telling.take([first], looked=False, idle=True)
    assert telling.take([again], looked=False, idle=True) == (again,)


def test_no_name_is_in_what_is_told() -> None:
    works = [ended("a", sort) for sort in Sort if sort not in _UNTOLD]
    failed = Work("x", Sort.DOCUMENT, Standing.FAILED, "secret merger.pdf")
    words = ended_words([*works, ended("r", Sort.READING, amount=12), failed])
    assert "secret" in name_words(works[1])
    assert "secret" not in words
    assert "13 documents were read" in words
    assert "1 thing could not be done" in words
