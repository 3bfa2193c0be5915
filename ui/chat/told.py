"""What stands with an answer: a quote until it is worded; how it ended, who worded it, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from app.words.answering_model import by_model
from app.words.catalogue import count, quoted, say
from app.words.sharing import unasked_words
from rag.language.marks import unmarked
from rag.language.words import plain
from rag.types import Answer, Citation, Intent, Outcome, Sentence, Support

OF_THE_MODEL = (Intent.GENERAL, Intent.CODE)  # what no document says
_NAMED = 3  # documents not read yet, by name
_TIMED = 0.05  # seconds: what took less is told as no time


def about(answer: Answer) -> str:
    """How it ended, and how long it took."""
    told = {
        Outcome.SILENT: _silence(answer),
        Outcome.CLOSEST: "chat.about.closest",
        Outcome.CONTRADICTED: "chat.about.contradicted",
    }
    parts = [say(told[answer.outcome])] if answer.outcome in told and not answer.stopped else []
    if answer.intent in OF_THE_MODEL:
        parts.append(say("chat.about.own-words"))
    if answer.intent is Intent.RECKON:
        parts.append(say("chat.about.reckoned"))
    if answer.seconds >= _TIMED:
        parts.append(say("chat.about.seconds", seconds=answer.seconds))
    return say("chat.about.and").join(parts)


def by_whom(answer: Answer) -> str:
    """What wrote it, and how fast: for those who ask."""
    if not answer.model:
        return ""
    speed = answer.tokens_per_second
    told = (answer.model, say("chat.about.speed", tokens=speed) if speed else "")
    return by_model(say("chat.about.and").join(filter(None, told)))


def _silence(answer: Answer) -> str:
    if answer.unread:
        return "chat.about.unread" if answer.read == 0 else "chat.about.so-far"
    return "chat.about.empty" if answer.read == 0 else "chat.about.not-found"


def rested_on(answer: Answer) -> str:
    """Which documents were looked through, where none answers, and which could not be yet."""
    told = [say("chat.answer.within", tag=answer.within)] if answer.within else []
    if answer.only:
        told.append(count("chat.answer.only", len(answer.only), names=listed(answer.only)))
    if answer.read is not None:
        told.append(count("chat.answer.read", answer.read))
    if answer.unread:
        told.append(count("chat.answer.unread", len(answer.unread), names=listed(answer.unread)))
    told += map(unasked_words, answer.unasked)
    return " ".join(told)


def listed(names: Sequence[str]) -> str:
    """The first names, and how many there are more."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" (+{more})" if more > 0 else "")


def with_quote(text: str, sentences: Sequence[Sentence], quote: Citation) -> tuple[str, list[Sentence]]:
    """An answer so far, and behind it what a document says, in quotation marks."""
    said, at = quoted(plain(unmarked(quote.quote))), len(text)
    return text + said, [*sentences, Sentence(at, at + len(said), said, Support.NEUTRAL, (quote,))]
