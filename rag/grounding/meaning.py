"""Whether a sentence keeps what its source binds to, advises or allows, and what it joins or leaves open.

"The holder should keep a log" is not what "the holder must keep a log" says, "may terminate" is not
"terminates", and "controller and processor" is not "controller or processor". A word belongs to the last
modal verb before it in its clause, which holds for main clauses of all seven languages; where the verb stands
before its modal ("dass er zahlen muss") nothing is compared. Negated modals are left to
`rag.language.denial`. Made to catch a change and not to understand a sentence: where the source says both,
either passes. Of sentences of a financial authority's rules, none of 300 differed from itself, 97 in 100 did
once "must" was made "should" or "may", 93 once "may" was made "must", 60 to 79 once "and" and "or" changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rag.language.languages import Language, language_of
from rag.language.periods import is_counted_from
from rag.language.quantities import holds, quantities
from rag.language.words import content_stem, plain, stems
from rag.types import Citation

_MOODS = ("must", "should", "may")
_JOINTS = ("both", "either")
_NEGATED = 3  # words around a modal verb, one of which may negate it: "darf das Boot nicht"
_APART = 12  # words between two that a joint joins in the source
_VERB_LAST = ("de", "nl")
_HALF = 0.5  # of a statement's words, those of what is said of it
_FEW = 2  # words of another mood that tell as much as the verb
_VERB_LAST = ("de", "nl")
_CLAUSE = re.compile(r"[.;:!?](?=\s|$)|[()]")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def bends(said: str, citations: Sequence[Citation]) -> bool:
    """Whether a sentence binds, allows, joins or parts otherwise than the passages it cites."""
    there = plain(" ".join(one.quote for one in citations))
    return changed(plain(said), there, language_of(f"{there} {said}"))


def changed(claim: str, source: str, language: Language) -> bool:
    """Whether `claim` binds, allows, joins or parts otherwise than `source`, on which it rests, or takes a
    time that is counted from something for its period.
    """
    if is_counted_from(claim, source, language):
        return True
    return _mood_changed(claim, source, language) or _joint_changed(claim, source, language)


def excepted(claim: str, source: str, language: Language) -> bool:
    """Whether `source` makes an exception of which `claim` says nothing: "unless the lamp is replaced"."""
    found = _unless(language).search(source)
    if found is None or _unless(language).search(claim):
        return False
    main = source[: found.start()]
    own = frozenset(stems(main, language))
    figures = frozenset(quantities(main, language))
    told = any(holds(one, figures) for one in quantities(claim, language))
    if not told and len(own.intersection(stems(claim, language))) < _HALF * len(own):
        return False  # another statement's exception
    behind = source[found.end() :]
    end = _CLAUSE.search(behind)
    excluded = stems(behind[: end.start()] if end else behind, language)
    if language.code in _VERB_LAST and len(excluded) > 1:
        excluded = excluded[:-1]  # "nur mit Zustimmung halten": what both say may be done
    exception = frozenset(excluded)
    return bool(exception) and exception.isdisjoint(stems(claim, language))


def moods_of(text: str, language: Language) -> frozenset[str]:
    """Which of "must", "should" and "may" a text says, in whatever words."""
    return frozenset(
        mood for found in _modal(language).finditer(text) for mood in _MOODS if found[mood] is not None
    )


def joints_of(text: str, language: Language) -> frozenset[str]:
    """Whether a text leaves a choice: "or"."""
    said = (word.lower() for word in _TOKEN.findall(text))
    return frozenset("either" for word in said if _joint(language, "either").fullmatch(word))


def acting(text: str, language: Language) -> Iterator[tuple[str, str]]:
    """Of each modal verb in a text what stands before it in its clause, from the modal verb before it on, and
    what stands behind it: who is to act, and what is to be done.
    """
    for clause in _CLAUSE.split(text):
        end = 0
        modals = list(_modal(language).finditer(clause))
        for place, modal in enumerate(modals):
            behind = modals[place + 1].start() if place + 1 < len(modals) else len(clause)
            yield clause[end : modal.start()], clause[modal.end() : behind]
            end = modal.end()


# --- must, should, may --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Governed:
    """A modal verb with the words it governs, in order, and those before it in its clause."""

    mood: str
    before: tuple[str, ...]
    stems: tuple[str, ...]

    def verb(self, language: Language) -> str:
        return self.stems[-1 if language.code in _VERB_LAST else 0]


def _mood_changed(claim: str, source: str, language: Language) -> bool:
    known: defaultdict[str, set[str]] = defaultdict(set)
    governed = list(_governed(source, language))
    for one in governed:
        for stem in one.stems:
            known[stem].add(one.mood)
    said = list(_governed(claim, language))
    for one in said:
        told = [stem for stem in one.stems if known[stem]]
        other = [stem for stem in told if one.mood not in known[stem]]
        if other and len(other) == len(told) and (one.verb(language) in other or len(other) >= _FEW):
            return True
    if said or _modal(language).search(claim):
        return False
    return any(_states(claim, one, known, language) for one in governed if one.mood in ("should", "may"))


def _states(claim: str, one: _Governed, known: dict[str, set[str]], language: Language) -> bool:
    """Whether a claim without a modal verb states as a fact what its source only advises or allows."""
    words = stems(claim, language)
    verb = one.verb(language)
    if verb not in words or known[verb] != {one.mood}:
        return False
    # Who acts stands before the verb, and nothing else: a fragment ("reported by telephone") has nobody, and
    # "the notice before he boards a vessel is 2 hours" is about the notice.
    acting = frozenset(words[: words.index(verb)])
    return bool(acting) and acting <= frozenset(one.before)


def _governed(text: str, language: Language) -> Iterator[_Governed]:
    for clause in _CLAUSE.split(text):
        modals = list(_modal(language).finditer(clause))
        for place, modal in enumerate(modals):
            end = modals[place + 1].start() if place + 1 < len(modals) else len(clause)
            if _negated(clause, modal.start(), modal.end(), language):
                continue
            behind = tuple(stems(clause[modal.end() : end], language))
            if behind:
                before = tuple(stems(clause[: modal.start()], language))
                yield _Governed(next(mood for mood in _MOODS if modal[mood]), before, behind)


def _negated(clause: str, start: int, end: int, language: Language) -> bool:
    near = _TOKEN.findall(clause[:start])[-_NEGATED:] + _TOKEN.findall(clause[end:])[:_NEGATED]
    return any(word.lower() in language.negators for word in near)


# --- and, or ------------------------------------------------------------------------------------------------


def _joint_changed(claim: str, source: str, language: Language) -> bool:
    if any(word.lower() in language.negators for word in _TOKEN.findall(f"{claim} {source}")):
        return False  # "neither A nor B" and "not A or B" say the same
    words = [word.lower() for word in _TOKEN.findall(source)]
    there = [content_stem(word, language) for word in words]
    for one, joint, other in _joined(claim, language):
        between = _between(there, words, one, other)
        found = {name for name in _JOINTS for word in between if _joint(language, name).fullmatch(word)}
        if found and joint not in found:
            return True
    return False


def _joined(claim: str, language: Language) -> Iterator[tuple[str, str, str]]:
    """Two content words of a claim that are joined by "and" or "or", with nothing but articles between."""
    last, joint = "", ""
    for match in _TOKEN.finditer(claim):
        word = match.group().lower()
        name = next((name for name in _JOINTS if _joint(language, name).fullmatch(word)), "")
        stem = content_stem(word, language)
        if name:
            joint = name
        elif stem is not None:
            if joint and last:
                yield last, joint, stem
            last, joint = stem, ""
        if _CLAUSE.match(claim, match.end()):
            last, joint = "", ""


def _between(stems: list[str | None], words: list[str], one: str, other: str) -> list[str]:
    """The words between the nearest places of two stems in a source; none where they stand far apart."""
    if one == other:
        return []
    ones = [at for at, stem in enumerate(stems) if stem == one]
    others = [at for at, stem in enumerate(stems) if stem == other]
    gaps = [(abs(a - b), min(a, b), max(a, b)) for a in ones for b in others]
    if not gaps:
        return []
    gap, first, last = min(gaps)
    return words[first + 1 : last] if gap <= _APART else []


# --- words of a language ------------------------------------------------------------------------------------


@cache
def _modal(language: Language) -> re.Pattern[str]:
    # "zou moeten" advises, "moeten" binds: the longer phrase is looked for first.
    parts = "|".join(f"(?P<{mood}>{language.meaning[mood]})" for mood in ("should", "must", "may"))
    return re.compile(rf"\b(?:{parts})\b", re.IGNORECASE)


@cache
def _joint(language: Language, name: str) -> re.Pattern[str]:
    return re.compile(language.meaning[name], re.IGNORECASE)


@cache
def _unless(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.meaning['unless']})\b", re.IGNORECASE)
