"""What works in the background in words: in the panel, in the status bar, and in what the system tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce

from app.activity.earlier import TakenUp
from app.activity.work import Sort, Standing, Work
from app.types import Notice, PauseReason
from app.words.amounts import duration, size_text
from app.words.catalogue import count, named, say, under
from app.words.messages import notice_of
from app.words.runs import kind_words, name_of, progress_words, short_kind_words, state_words
from rag.runs.types import Run
from rag.types import DocumentState

_ANY = "any"
_TAKEN_UP = (Sort.READING, Sort.RUN, Sort.RECIPE, Sort.SPEAKERS)  # by itself, at the next start
_SHORT_NAME = 28  # letters of a name in the status bar
_LONG = 10.0  # seconds from which it is told how long something took


def name_words(work: Work) -> str:
    """What it is: the first line."""
    if work.sort is Sort.RUN:
        return name_of(work.run) if work.run is not None else ""
    if work.sort is not Sort.READING:
        return say(f"activity.name.{work.sort.value}", name=work.name)
    one = work.amount == 1 and bool(work.name)
    match work.standing:
        case Standing.CANCELLED:
            return count("activity.reading.taken-out", work.amount)
        case Standing.FINISHED:
            read = say("activity.reading.read-one", name=work.name)
            return read if one else count("activity.reading.read-many", work.amount)
        case _:
            on = say("activity.reading.one", name=work.name)
            return on if one else count("activity.reading.many", work.amount)


def told_words(work: Work, day: Callable[[float], str]) -> str:
    """How it stands: the second line. `day` writes a moment as the desktop does."""
    match work.standing:
        case Standing.FINISHED:
            words = _finished(work, day)
        case Standing.FAILED:
            return failed_words(work)
        case Standing.CANCELLED:
            words = say("activity.state.stopped", when=day(work.ended or 0.0))
        case Standing.PAUSED if work.run is not None:
            words = state_words(work.run, None)
        case Standing.WAITING:
            words = say("activity.state.lacks" if work.lacks else "activity.state.waiting")
        case _:
            words = _waiting(_progress(work), work)
            if work.seconds_left is not None:
                return say("activity.state.left", words=words, left=duration(work.seconds_left))
    if work.run is None:
        return words
    return say("activity.state.joined", first=kind_words(work.run), second=words)


def failed_words(work: Work) -> str:
    """Why something failed, and what to do."""
    if work.fault is None:
        return say("activity.state.partly" if work.sort is Sort.RECIPE else "activity.state.failed-unknown")
    notice = notice_of(work.fault)
    words = say("activity.state.failed", title=notice.title, sentence=notice.sentence, remedy=notice.remedy)
    return words.strip()


def short_words(works: Sequence[Work]) -> str:
    """All of it in the status bar; "" where nothing works."""
    working = [one for one in works if one.standing in (Standing.WORKING, Standing.PAUSED)]
    lacking = sum(one.lacks for one in works)
    said = []
    if working:
        # What has an end in sight is of more interest than what has none.
        first = next((one for one in working if one.share is not None), working[0])
        words = _short(first)
        if first.seconds_left is not None:
            words = say("activity.status.with-left", words=words, left=duration(first.seconds_left))
        said.append(words)
        if more := len(working) - 1:
            said.append(count("activity.status.more", more))
        if waiting := len(works) - len(working) - lacking:
            said.append(count("activity.status.waiting", waiting))
    if lacking:
        said.append(count("activity.status.lacking", lacking))
    return reduce(_joined, said) if said else ""


def ended_words(works: Sequence[Work]) -> str:
    """What finished and what failed, by kind and number alone: for the system, which shows it to anyone."""
    done, made = Counter[str](), Counter[str]()
    for one in works:
        if one.standing is Standing.FINISHED:
            if one.run is not None:
                made[one.run.maker if one.run.maker in under("activity.made") else _ANY] += one.amount
            else:
                done[one.sort.value] += one.amount
    failed = sum(one.standing is Standing.FAILED for one in works)
    said = [count(f"activity.told.{kind}", n) for kind, n in done.items()]
    said += [count(f"activity.made.{maker}", n) for maker, n in made.items()]
    if failed:
        said.append(count("activity.telling.failed", failed))
    return say("activity.telling.and").join(said)


def resumed_words(found: TakenUp) -> str:
    """What is gone on with since the program was started; "" for nothing."""
    runs, said = found.runs, []
    if len(runs) == 1:
        (run,) = runs
        said.append(count("activity.resumed.run", run.total, name=name_of(run), done=run.done))
    elif runs:
        said.append(count("activity.resumed.runs", len(runs)))
    if found.documents:
        said.append(count("activity.resumed.documents", len(found.documents)))
    return say("activity.resumed.and", first=said[0], second=said[1]) if len(said) == 2 else "".join(said)


def broken_off_notice(resumed: str) -> Notice:
    """That the program ended last time before it could close, with what is gone on with, "" for nothing."""
    return Notice(
        say("activity.broken-off.title"),
        say("activity.broken-off.sentence"),
        say("activity.broken-off.goes-on", what=resumed) if resumed else "",
    )


def left_words(works: Sequence[Work]) -> str:
    """What becomes of what works now where the program ends: what goes on by itself, and what does not."""
    kinds = (
        ("goes-on", _TAKEN_UP),
        ("fetched", (Sort.MODEL,)),
        ("lost", tuple(set(Sort) - {*_TAKEN_UP, Sort.MODEL})),
    )
    said = []
    for kind, sorts in kinds:
        names = [_called(one) for one in works if one.sort in sorts]
        if names:
            said.append(say(f"activity.leaving.what.{kind}", what=say("activity.telling.and").join(names)))
    return "\n\n".join(said)


# --- inside ------------------------------------------------------------------------------------------------


def _joined(first: str, second: str) -> str:
    return say("activity.state.joined", first=first, second=second)


def _called(work: Work) -> str:
    if work.run is None:  # of documents those that are still to be read
        return name_words(replace(work, amount=max(1, work.total - work.done) if work.total else work.amount))
    name = name_words(work)
    return say("activity.leaving.run", name=name, kind=kind_words(work.run))


def _finished(work: Work, day: Callable[[float], str]) -> str:
    when = day(work.ended or 0.0)
    # What waited, or went on after a restart, has no length of time that says anything.
    if work.earlier or work.seconds < _LONG:
        return say("activity.state.finished", when=when)
    return say("activity.state.took", when=when, time=duration(work.seconds))


def _progress(work: Work) -> str:
    match work.sort:
        case Sort.RUN:
            words = progress_words(work.run, work.event, timed=False) if work.run and work.event else ""
            return words or say("runs.telling.getting-ready")
        case Sort.READING:
            return _reading(work)
        case Sort.MODEL if work.total:
            return say("activity.state.bytes", done=size_text(work.done), total=size_text(work.total))
        case Sort.LAYING:
            return say("activity.state.working")  # the bar says how far
        case _ if work.total:
            return say("activity.state.documents", done=work.done, total=work.total)
    return say("activity.state.working")


def _reading(work: Work) -> str:
    said = []
    if work.total > 1:
        said.append(say("activity.state.documents", done=work.done, total=work.total))
    now = work.progress
    if now is not None and now.total and work.name:
        if now.state is DocumentState.READING:
            at = max(1, now.done)  # while the first is read none is: as the library says it
            facts = {"name": work.name, "done": at, "total": now.total}
            said.append(say("activity.state.page-of", **facts))
        else:
            percent = 100 * now.done // now.total
            said.append(say("activity.state.learning", name=work.name, percent=percent))
    if not said:
        return say("activity.state.working")
    return say("activity.state.joined", first=said[0], second=said[1]) if len(said) == 2 else said[0]


def _waiting(words: str, work: Work) -> str:
    why = next((one for one in PauseReason if one in work.waits), None)
    if why is None:
        return words
    return say("activity.state.joined", first=words, second=say(f"activity.paused.{why.value}"))


def _made(run: Run) -> str:
    """What is made, and of what: "Executive summary: lease.pdf"."""
    name = name_of(run)
    if len(name) > _SHORT_NAME:
        name = f"{name[: _SHORT_NAME * 2 // 3]}…{name[-_SHORT_NAME // 3 :]}"
    return named(short_kind_words(run), name)


def _short(work: Work) -> str:
    if work.sort is Sort.READING:
        words = say("activity.status.reading-one")
        if work.total > 1:
            words = say("activity.status.reading", done=work.done, total=work.total)
    else:
        words = _made(work.run) if work.run else say(f"activity.short.{work.sort.value}")
    if work.standing is Standing.PAUSED:
        return say("activity.status.paused", words=words)
    if work.share is not None and not (work.sort is Sort.READING and work.total > 1):
        # Never 100 before it is done.
        return say("activity.status.percent", words=words, percent=min(99, int(100 * work.share)))
    return words
