"""Questions that the sentences of a document could be asked, before it is known whether any is answered.

Rules, not a model: a question is put together from the words of the sentence that answers it, so that it
asks for nothing that is not there. What speaks of something said before, or may be a running head, is left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.guarding.injection import is_order
from rag.language.languages import language_of
from rag.language.sentences import LIST_MARK, sentences
from rag.language.words import letters, plain
from rag.offering.forms import Form, Forms, forms
from rag.types import Passage

_SHORTEST, _LONGEST = 14, 110  # characters of a question
_HEADING = 90  # characters of a line that may be one
_GOES_ON = ",;:-–"  # at the end of a line: no heading
_SENTENCE = 420  # characters of a sentence that is looked at
_PLACE = re.compile(
    r"\b(?:Art(?:icles?|ikel\w*|ículos?|icol[oi]|igos?|\.)|§+|Sections?|Paragraphs?|Annex\w*|Anhang|Anlage|Absatz|Abs\.|"
    r"Rules?|Clauses?|Chapters?|Schedule|Appendix|Figure|Table|Tabelle|Page|Seite|para\.|subparagraph\w*|point|lit\.|المادة|الفقرة|البند)(?=\W|$)|\d+\.\d+\.\d+|\(\w{1,3}\)",
)
_LETTER = re.compile(r"[^\W\d_]")
_SPOILT = re.compile(r"(?:[^\W\d_] ){3}|[^\W\d_]-[ ]|\ufffd|_{2,}|https?:|www\.|@")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, and the characters `start` to `end` of the document's text that answer it with `value`."""

    question: str
    kind: str
    value: str
    start: int
    end: int


def proposed(passages: Sequence[Passage]) -> Iterator[Proposal]:
    """What could be asked of a document, in its order; each question once, and none that two of its sentences
    answer.
    """
    language = language_of("\n".join(one.text for one in passages[:12]))
    known = forms(language.code)
    if known is None:
        return
    found: dict[str, list[Proposal]] = {}
    for passage in passages:
        for span in sentences(passage.text):
            if span.end - span.start > _SENTENCE:
                continue
            said = passage.text[span.start : span.end]
            made = next(filter(None, (_of(one, known) for one in _without_heading(said))), None)
            if made is not None:
                question, form, value = made
                place = passage.start + span.start, passage.start + span.end
                found.setdefault(letters(question), []).append(Proposal(question, form.kind, value, *place))
    for same in found.values():
        if len({letters(one.value) for one in same}) == 1:
            yield same[0]


# --- inside ------------------------------------------------------------------------------------------------


def _without_heading(sentence: str) -> Iterator[str]:
    """A sentence, and what is left of it below the lines that may be headings without a full stop."""
    yield sentence
    for end in re.finditer(r"\n\s*", sentence):
        above, below = sentence[: end.start()].splitlines()[-1], sentence[end.end() :]
        if len(above) <= _HEADING and above.rstrip()[-1:] not in _GOES_ON and not below[:1].islower():
            yield below


def _of(sentence: str, known: Forms) -> tuple[str, Form, str] | None:
    """The question that a sentence answers, its form, and what its answer holds."""
    bare = _BLANKS.sub(" ", plain(sentence)).strip()
    while (mark := LIST_MARK.match(bare)) is not None:
        bare = bare[mark.end() :]
    bare = re.sub(r"^\(\w{1,3}\) ", "", bare)
    for form in known.forms:
        found = form.says.fullmatch(bare)
        if found is None:
            continue
        question = _asked(form, found)
        said = [found[name] or "" for name in form.says.groupindex if name not in ("value", "modal")]
        if _is_good(question, " ".join(said), known) and not is_order(bare):
            return question, form, found["value"].rstrip(" .;,")
    return None


def _asked(form: Form, found: re.Match[str]) -> str:
    groups = {name: (value or "").strip() for name, value in found.groupdict().items()}
    if "the" in groups:
        groups["the"] = _small(groups["the"])
    if "x" in groups:
        groups["the_x"] = _small(groups["x"]) if form.kind in ("kept", "office") else groups["x"]
    if "modal" in groups:
        groups["modal"] = form.modal.get(groups["modal"], groups["modal"])
    for name in ("act", "rest"):
        groups.setdefault(name, "")
    if groups["rest"] and groups["act"]:
        groups["rest"] = f" {groups['rest']}"
    return _BLANKS.sub(" ", form.asks.format_map(groups))


def _small(words: str) -> str:
    """With a small first letter, where the first word begins the sentence alone with a large one."""
    first, _, rest = words.partition(" ")
    return words if not first[1:].islower() and len(first) > 2 else f"{first.lower()} {rest}".strip()


def _is_good(question: str, said: str, known: Forms) -> bool:
    """Whether a question can be understood by itself; `said` is what it has of the sentence."""
    if not _SHORTEST <= len(question) <= _LONGEST or known.vague.search(said):
        return False
    if _PLACE.search(question) or _SPOILT.search(question):
        return False
    written = len(_LETTER.findall(question))
    capitals = sum(word.isupper() and len(word) > 3 for word in question.split())
    return written > 0.6 * len(question.replace(" ", "")) and capitals == 0
