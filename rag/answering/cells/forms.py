"""The forms of a document as records: inspection sheets, findings, data sheets, each below its own heading.

"Severity: high" stands in a form as in a row of a table, but on a line of its own, among sentences, and what
it is said of is the heading above. A document has forms where two headings or more have a label in common.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.answering.cells.records import Record, figures_of, told
from rag.answering.quoting.kinds import Kind, has_kind, kind_of, light
from rag.answering.quoting.likeness import same_words
from rag.grounding.citations import hit_at
from rag.language.languages import Language
from rag.language.words import stems, words
from rag.types import Section

_LABELLED = re.compile(r"(?P<name>[^\W\d_][^:;|.\n]{0,40}):[ \t]+(?P<value>\S.*)")
_LABEL_WORDS = 5
_LONGEST = 1200  # characters of a form; what is longer is a chapter
_HEADING = 90  # characters of a heading in a text without type
_ENDS = ".:;,!?"
_FEWEST = 2  # forms with a label in common


def forms_of(document: int, name: str, text: str, sections: Sequence[Section]) -> list[Record]:
    """The forms of a document, in order: their cells are the heading, under "", and every labelled line.

    `text` is the document's from its beginning; what a form begins behind its end is left out.
    """
    starts = [one.start for one in _leaves(sections)] or list(_headings(text))
    found = list(_forms(document, name, text, starts))
    labels = Counter(label for one in found for label in {label for label, _ in one.cells[1:]})
    kept = [one for one in found if any(labels[label] >= _FEWEST for label, _ in one.cells[1:])]
    return kept if len(kept) >= _FEWEST else []


def has_labels(text: str) -> bool:
    """Whether a passage has a labelled line."""
    return any(_LABELLED.fullmatch(line.strip()) for line in text.split("\n"))


def kind_of_forms(forms: Sequence[Record]) -> str:
    """The words that the headings of all forms have: "Finding", "Lift at"."""
    if not forms:
        return ""
    first, *others = (list(words(one.cells[0][1])) for one in forms)
    return " ".join(word for word in first if all(word in other for other in others))


def named_form(question: str, forms: Sequence[Record], language: Language) -> tuple[Record, str] | None:
    """The one form whose whole heading a question has, where the form has every other word of it too, and
    what is said of it: its one day or figure, where that is asked for, else all of it, on one line. Labels
    say in another form what is asked: "inspected", "Inspector".
    """
    said, figures = frozenset(stems(question, language)), figures_of(question)
    named = [one for one in forms if _is_headed(one, said, figures, language)]
    if len(named) != 1:
        return None
    (form,) = named
    whole = " ".join(form.hit.text.split())
    known = frozenset(stems(whole, language))
    left = said - light(language) - known
    if not figures <= figures_of(whole) or not all(same_words(one, known, slips=False) for one in left):
        return None
    kind = kind_of(question, language)
    if kind in (Kind.ANY, Kind.VERDICT, Kind.PERSON):
        return form, whole
    cells = [one for one in form.cells[1:] if has_kind(kind, question, one[1], language)]
    return (form, told((form.cells[0], *cells))) if len(cells) == 1 else None


def _is_headed(form: Record, said: frozenset[str], figures: frozenset[str], language: Language) -> bool:
    heading = form.cells[0][1]
    own = frozenset(stems(heading, language))
    return bool(own) and own <= said and figures_of(heading) <= figures


def _forms(document: int, name: str, text: str, starts: Sequence[int]) -> Iterator[Record]:
    for start, end in pairwise([*starts, len(text)]):
        body = text[start:end].rstrip()
        heading, *lines = body.split("\n")
        if not heading.strip() or len(body) > _LONGEST:
            continue
        cells = [
            (one["name"].strip(), one["value"].strip().rstrip(".;"))
            for line in lines
            if (one := _LABELLED.fullmatch(line.strip())) and len(one["name"].split()) <= _LABEL_WORDS
        ]
        if cells:
            hit = hit_at(document, name, start, body)
            yield Record(hit, 0, len(body), (("", heading.strip()), *cells))


def _leaves(sections: Sequence[Section]) -> list[Section]:
    parents = {one.parent for one in sections}
    return [one for one in sections if one.index not in parents]


def _headings(text: str) -> Iterator[int]:
    """Where lines begin that are neither labelled nor end a sentence, where a labelled line follows, behind
    whole sentences or at once.
    """
    above: int | None = None  # where the last line that may be a heading begins
    at = 0
    for line in text.split("\n"):
        bare = line.strip()
        if above is not None and _LABELLED.fullmatch(bare):
            yield above
            above = None
        elif bare and bare[-1] not in _ENDS:
            above = at if len(bare) <= _HEADING and ":" not in bare else None
        at += len(line) + 1
