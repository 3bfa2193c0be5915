"""Answers put together of sentences that are known: the documents' own, several answers in one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from rag.grounding.meaning import excepted
from rag.language.languages import Language, languages, shared_pattern
from rag.language.marks import quoted, unmarked
from rag.language.sentences import sentences
from rag.language.words import letters, plain
from rag.types import Answer, Citation, Outcome, Quoted, Sentence, Support


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of an answer, with the places it rests on; one without any claims nothing."""

    text: str
    support: Support = Support.NEUTRAL
    citations: tuple[Citation, ...] = ()


def laid_out(parts: Iterable[Said], joint: str = "\n") -> tuple[str, tuple[Sentence, ...]]:
    """The text of some pieces, one behind the other, and its sentences."""
    found: list[Sentence] = []
    at = 0
    for one in parts:
        found.append(Sentence(at, at + len(one.text), one.text, one.support, one.citations))
        at += len(one.text) + len(joint)
    return joint.join(one.text for one in found), tuple(found)


def quoting(
    answer: Answer, lead: str, quotes: Sequence[Quoted], outcome: Outcome, language: Language
) -> Answer:
    """An answer that is the documents' own words. Nearest sentences are quoted, in the marks of `language`,
    and support nothing.
    """
    support = Support.SUPPORTED if outcome in (Outcome.ANSWERED, Outcome.CONTRADICTED) else Support.NEUTRAL
    parts = [Said(lead)] if lead else []
    for one in quotes:
        text = plain(unmarked(one.citation.quote))
        said = text if support is Support.SUPPORTED else quoted(text, language)
        parts.append(Said(said, support, (one.citation,)))
    text, told = laid_out(parts, "\n" if lead else " ")
    return replace(answer, text=text, sentences=told, outcome=outcome)


def silence_told(answer: Answer, language: Language) -> Answer:
    """A silent answer in words that hold: not "your documents" where some, or all, are not read yet."""
    if answer.outcome is not Outcome.SILENT or answer.stopped or answer.read is None:
        return answer
    if answer.unread:
        key = "silent-so-far" if answer.read else "silent-unread"
    else:
        key = "silent" if answer.read else "silent-empty"
    return quoting(answer, language.says[key], [], Outcome.SILENT, language)


def without_frames(answer: Answer) -> Answer:
    """Without "The source states:" and the quotation mark behind it, and without sentences of marks alone."""
    text, told, before = "", list[Sentence](), 0
    for one in answer.sentences:
        said = _frame().sub("", one.text)
        if said != one.text:
            said = said[:1].upper() + said[1:].rstrip('"”“ ')
        if said.count('"') % 2:
            said = said.rstrip('"')
        if letters(said):
            text += answer.text[before : one.start] if told else ""
            told.append(replace(one, start=len(text), end=len(text) + len(said), text=said))
            text += said
        before = one.end
    return replace(answer, text=text, sentences=tuple(told)) if told else answer


@cache
def _frame() -> re.Pattern[str]:
    patterns = shared_pattern(one.frame for one in languages())
    return re.compile(rf"^\W*(?:{patterns})[\"“”«„]*", re.IGNORECASE)


def with_exceptions(answer: Answer, language: Language) -> Answer:
    """With what a cited sentence excepts, in its own words, where the answer leaves it out."""
    text, added = answer.text, list[Sentence]()
    for said in answer.sentences:
        for cited in said.citations:
            quote = cited.quote
            for span in sentences(quote):
                source = plain(unmarked(quote[span.start : span.end]))
                if said.support is Support.SUPPORTED and excepted(plain(text), source, language):
                    at = len(text) + 1
                    added.append(Sentence(at, at + len(source), source, Support.SUPPORTED, (cited,)))
                    text = f"{text}\n{source}"
    return replace(answer, text=text, sentences=(*answer.sentences, *added))


def together(answers: Sequence[Answer], parts: Sequence[str], language: Language) -> Answer:
    """One answer to the parts of a question: what each says, one after the other. A part that is not answered
    is named beside one that is; where none is, only what comes nearest is said, and silence once.
    """
    if len(answers) == 1:
        return answers[0]
    text, said = "", list[Sentence]()
    for one, part in _told_of(list(zip(answers, parts, strict=False)), language):
        if part:
            said.append(Sentence(len(text), len(text) + len(part), part, Support.NEUTRAL, ()))
            text += part + "\n"
        fresh = one if part else _without_told(one, {each.text for each in said})
        at = len(text)
        said += [replace(each, start=each.start + at, end=each.end + at) for each in fresh.sentences]
        text += fresh.text.rstrip() + "\n" * bool(fresh.text)
    outcomes = [one.outcome for one in answers]
    found = [one.outcome for one in answers if one.found]
    quoted = [one.first_quote_seconds for one in answers if one.first_quote_seconds is not None]
    return replace(
        answers[0],
        text=text.rstrip(),
        sentences=tuple(said),
        outcome=found[0] if found else Outcome.CLOSEST if Outcome.CLOSEST in outcomes else Outcome.SILENT,
        model=next((one.model for one in answers if one.model), ""),
        tokens_per_second=max(one.tokens_per_second for one in answers),
        stopped=any(one.stopped for one in answers),
        unsaid=any(one.unsaid for one in answers),
        quotes=tuple(quote for one in answers for quote in one.quotes),
        first_quote_seconds=min(quoted, default=None),
    )


def _without_told(answer: Answer, told: set[str]) -> Answer:
    """An answer without the sentences at its beginning that the parts before it have said."""
    fresh = next((one for one in answer.sentences if one.text not in told), None)
    if fresh is None or fresh.start == 0:
        return answer if fresh is not None or not answer.sentences else replace(answer, text="", sentences=())
    begin = fresh.start
    kept = tuple(
        replace(one, start=one.start - begin, end=one.end - begin)
        for one in answer.sentences
        if one.start >= begin
    )
    return replace(answer, text=answer.text[begin:], sentences=kept)


def _told_of(answered: Sequence[tuple[Answer, str]], language: Language) -> list[tuple[Answer, str]]:
    """The answers that are told, each with the words of its part where they are needed."""
    asked = [(one, quoted(part[:1].upper() + part[1:], language)) for one, part in answered]
    if any(one.found for one, _ in asked):
        return [(one, "" if one.found else part) for one, part in asked]
    near = [(one, part) for one, part in asked if one.outcome is not Outcome.SILENT]
    if len(near) > 1:
        return near
    return [(one, "") for one, _ in near or asked[:1]]


def stopped(question: str, seconds: float) -> Answer:
    """An answer that was stopped before its first word."""
    return Answer(question, "", (), Outcome.SILENT, "", seconds, 0.0, stopped=True)
