"""An answer for those who hear it: what it says, how sure that is, and how many places it names."""

from __future__ import annotations

from app.words.catalogue import count, say
from rag.types import Answer, Outcome, Support


def heard(answer: Answer) -> str:
    """What is read out when an answer has come to its end; its places are stops of Tab below it."""
    text = answer.text
    if not text and answer.quotes:
        text = f"{say('chat.answer.closest')} {answer.quotes[0].citation.quote}"
    cited = {one for sentence in answer.sentences for one in sentence.citations}
    doubtful = sum(sentence.support is Support.UNSUPPORTED for sentence in answer.sentences)
    about = [
        say("chat.answer.stopped") if answer.stopped else "",
        _silence(answer),
        say("chat.about.contradicted") if answer.outcome is Outcome.CONTRADICTED else "",
        count("chat.answer.places", len(cited)) if cited else "",
        count("chat.answer.doubtful", doubtful) if doubtful else "",
    ]
    return "\n".join(filter(None, (text, *about)))


def _silence(answer: Answer) -> str:
    if answer.outcome is not Outcome.SILENT or answer.stopped:
        return ""
    return say("chat.about.so-far" if answer.unread else "chat.about.not-found")
