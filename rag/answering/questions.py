"""What a question asks within its conversation, and whether what was found can answer it.

Follow-ups are recognised and completed by rules: asking the model to rewrite them would cost a second
prefill.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from rag.grounding.rendering import beside, in_words_of
from rag.language.concepts import foreign_to, rendered, spoken
from rag.language.languages import Language, language_of, languages, shared_pattern, within
from rag.language.quantities import fresh_in, quantities
from rag.language.words import content_stem, letters, names, nearly_in, plain, stems, words
from rag.types import Hit, Sentence, Support, Turn

_OPENINGS = (
    r"and|but|so|then|also|or|why|why not|what about|how about|what if|what else|who else|anything else|more",
    r"in (?:that|this|which) case|same for|for how long|since when|until when|explain|elaborate|go on",
    r"continue|(?:tell|explain|say|give) (?:me |us )?more|(?:give|show) (?:me |us )?(?:an )?example",
    r"(?:are there|any) (?:other )?exceptions|really|are you sure",
)
_OPENING = re.compile(rf"^\W*(?:{'|'.join(_OPENINGS)})\b", re.IGNORECASE)
_PRONOUN = re.compile(
    r"\b(?:it|they|them|he|she|him|these|those|this|ones?|former|latter)\b(?!\s+(?:is|are)\s+(?:an?|no)\b)"
    r"|\b(?:is|does|was|if|about|for|of|to|by|with|under|after|before) that\b"
    r"(?=\W*$|\s+(?:mean|apply|is|be)\b)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\b(?:its|their|theirs|his|her|hers)\b", re.IGNORECASE)
_DEFINITION = re.compile(
    r"^\W*(?:what|who) (?:is|are|was|were)\b|^\W*(?:define|definition of)\b", re.IGNORECASE
)
_PRONOUN_ROOM = 6  # content words; a longer question with a pronoun holds what the pronoun means
_POSSESSIVE_ROOM = 3
_OTHER_ROOM = 4  # the same in other languages, whose pronouns are often articles
_BACK = 3  # turns looked through for the subject of a chain of follow-ups
EARLIER = 8  # turns that any answer looks back at, also one that has one without an answer made first

# Measured with MiniLM over four regulations: the best passage of 12 answered questions had a cosine of 0.57
# and more; of questions from other fields (banking, travel, company reports), 95 % had 0.39 and less.
_FAR = 0.35  # cosine below which the best passage is about something else
_NEAR = 0.45
_WORDED = 0.6  # share of the question's content words in one passage that outweighs a low cosine
_BARELY = 0.34
_SURE_COSINE = 0.45
_SURE_COVERAGE = 0.5
_ALL_BUT_SAID = 0.8  # coverage at which the meaning need not be near too: one line of a long page may answer
_EXCERPT = 300  # characters; each begins in the middle of the one before
_COUNTING_IN_ENGLISH = (
    r"\bhow (?:many|much|long|often|old|soon|quickly|high|large|far|late)\b"
    r"|\b(?:highest|lowest|largest|smallest|longest|shortest|maximum|minimum)\b"
    r"|\b(?:what|which) (?:age|amount|percentage|number|deadline|date|year|rate|sum)\b"
)


@dataclass(frozen=True, slots=True)
class Relevance:
    """How near the best passage comes to the question."""

    cosine: float | None  # likeness by meaning; None where no embedder tells it
    coverage: float  # share of the question's content words, by stem, in the passage that has most
    strangers: tuple[str, ...]  # names of the question that no passage, heading or document name holds
    measured: bool = True  # whether silence was measured in this language: in English

    @property
    def hopeless(self) -> bool:
        """Nothing found is about the question: no model needs to be asked."""
        if not self.measured:
            return self.coverage == 0 and (self.cosine is None or self.cosine < _FAR)
        if self.cosine is None:
            return self.coverage < _BARELY
        if self.cosine < _FAR:
            return self.coverage < _WORDED
        return bool(self.strangers) and self.cosine < _NEAR and self.coverage < _WORDED

    @property
    def strong(self) -> bool:
        """So near that a model which finds no answer is asked again."""
        if self.strangers:
            return False
        if self.coverage >= _ALL_BUT_SAID:
            return True
        return self.coverage >= _SURE_COVERAGE and (self.cosine is None or self.cosine >= _SURE_COSINE)

    def seen_closer(self, likeness: Iterable[float]) -> Relevance:
        """With the likeness of `excerpts`: one sentence of a long passage may be all that answers."""
        return replace(self, cosine=max(self.cosine or 0.0, *map(float, likeness)))


class Demand(Enum):
    """How much of a question the place that answers it must take up, as a share of its content words."""

    OFFERED = 0.34  # the model could have said that the sources are silent, and did not
    PRESSED = 0.66  # it said so, or something unsupported, and was asked again: two words of three


def bears_on(
    question: str, asked: str, sentence: Sentence, demand: Demand, passages: Sequence[str] = ()
) -> bool:
    """Is a supported sentence an answer to the question, and not merely something the sources say?

    `asked` is the question with what it takes for granted; `passages` are those that the sentence cites:
    the name of a letter's writer stands at its end, and holds for all of it. A question for a number is
    answered by a number that it does not hold itself.
    """
    if sentence.support is not Support.SUPPORTED:
        return False
    cited = " ".join(f"{c.document} {c.section} {plain(c.quote)}" for c in sentence.citations)
    named = letters(f"{cited} {' '.join(passages)}")
    counts = bool(_counting().search(question))
    quotes = " ".join(plain(c.quote) for c in sentence.citations)
    question, asked = beside(question, quotes, cited), beside(asked, quotes, cited)
    share = max(_share(one, cited, named) for one in {question, asked})
    language = language_of(f"{asked} {cited}")
    if share >= demand.value or not stems(asked, language):
        return True
    known = frozenset(quantities(asked, language))
    given = fresh_in(quantities(sentence.text, language), known)
    return counts and bool(given) and share >= Demand.OFFERED.value


def _share(question: str, cited: str, named: str) -> float:
    """The share of the question's content words that `cited` holds, and of its names that are among the
    letters of `named`; 0 when it has none.
    """
    language = language_of(f"{question} {cited}")
    asked = set(stems(question, language))
    found = {content_stem(name, language) for name in names(question, language) if letters(name) in named}
    return len(asked & (set(stems(cited, language)) | found)) / len(asked) if asked else 0.0


@cache
def _counting() -> re.Pattern[str]:
    """What a question for a number or a date holds, in any language."""
    others = shared_pattern(one.counting for one in languages())
    return re.compile(rf"{_COUNTING_IN_ENGLISH}|\b(?:{others})\b", re.IGNORECASE)


@cache
def _begins_follow_up(language: Language) -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{shared_pattern([language.opening])})\b", re.IGNORECASE)


@cache
def _stands_for(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{shared_pattern([language.pronoun])})\b", re.IGNORECASE)


def is_follow_up(question: str) -> bool:
    """Does the question need the turn before it to be understood?"""
    language = spoken(question)
    content = len(set(stems(question, language)))
    if language.code != "en":
        follows = _begins_follow_up(language).search(question) or _stands_for(language).search(question)
        if follows:
            return content < _OTHER_ROOM
        return content < 2 and not (content and _is_whole(question, language))
    if _OPENING.match(question):
        return content < _PRONOUN_ROOM
    if _PRONOUN.search(question) and content < _PRONOUN_ROOM:
        return True
    if _POSSESSIVE.search(question) and content < _POSSESSIVE_ROOM:
        return True
    return content < 2 and not (content and (_DEFINITION.match(question) or _is_whole(question, language)))


def leans_on(question: str) -> bool:
    """Whether a question says by a word that it follows another, "and", "it", or says nothing else."""
    language = spoken(question)
    if not set(stems(question, language)):
        return True
    if language.code != "en":
        follows = _begins_follow_up(language).search(question) or _stands_for(language).search(question)
        return follows is not None
    return any(one.search(question) is not None for one in (_OPENING, _PRONOUN, _POSSESSIVE))


def _is_whole(question: str, language: Language) -> bool:
    """Whether a question of one telling word says who does it, too: "Wann darf man austreten?"."""
    return within(language, "subject").search(question) is not None


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question with what it takes for granted, for searching: a follow-up gets the subject it follows.

    Where the turn before was a follow-up too, its own subject is added, up to three turns back.
    """
    asked = [question.strip()]
    for turn in reversed(history[-_BACK:]):
        if not is_follow_up(asked[-1]):
            break
        asked.append(turn.question.strip())
    language = spoken(asked[0])
    known = {content_stem(word, language) for word in words(asked[0])}
    # "And in Harbour Row?", behind "What is the rent in Marlow Street?": the one in place of the other.
    others = names(asked[0], language)
    instead = {one for earlier in asked[1:] for one in names(earlier, spoken(earlier)) if others}
    subject = [
        word
        for earlier in asked[1:]
        for word in words(_in_language(earlier, language))
        if (word[0].isdigit() or content_stem(word, language))
        and word not in instead
        and content_stem(word, language) not in known - {None}
    ]
    return " ".join([asked[0], *dict.fromkeys(subject)])


def _in_language(earlier: str, language: Language) -> str:
    """An earlier question, word by word in the language of the one that follows it."""
    other = language_of(earlier)
    return earlier if other is language else rendered(earlier, other, language)


def relevance(question: str, hits: Sequence[Hit], likeness: Iterable[float] | None) -> Relevance:
    """How near `hits` come to the question; `likeness` is theirs by meaning, None where it is not told."""
    texts = [f"{hit.document} {hit.section} {hit.text}" for hit in hits]
    language = language_of(f"{question} {' '.join(hit.text for hit in hits)}")
    asked_in = spoken(question)
    others = [foreign_to(hit.text, asked_in) for hit in hits]
    shares = [
        _shared(question if one is None else in_words_of(question, asked_in, text, one), text, language)
        for text, one in zip(texts, others, strict=True)
    ]
    known = letters(" ".join(texts))
    return Relevance(
        cosine=max(map(float, likeness), default=-1.0) if likeness is not None else None,
        coverage=max(shares, default=0.0),
        strangers=tuple(
            name
            for name in names(question, language)
            if letters(name) not in known and not any(nearly_in(name, text) for text in texts)
        ),
        measured=language.code == "en" and not any(others),
    )


def _shared(question: str, text: str, language: Language) -> float:
    """The share of a question's content words that a text has; all, of a question that has none."""
    asked = set(stems(question, language))
    return len(asked & set(stems(text, language))) / len(asked) if asked else 1.0


def excerpts(text: str) -> list[str]:
    """A passage in overlapping pieces of a few sentences, cut between words."""
    pieces: list[str] = []
    begin = 0
    while begin < len(text):
        end = begin + _EXCERPT
        cut = text.rfind(" ", begin, end) if end < len(text) else len(text)
        pieces.append(text[begin : cut if cut > begin else end])
        if end >= len(text):
            break
        half = text.find(" ", begin + _EXCERPT // 2, end)
        begin = half + 1 if half > 0 else end
    return pieces
