"""A contract as it is held against positions: its sentences, each with the heading it stands under."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.language.sentences import sentences
from rag.vetting.signs import folded

_FEWEST_WORDS = 3  # "Gerichtsstand ist Köln."
_TITLE_WORDS = 16
_PRELUDE = re.compile(
    r"\s*(?:EX-\d|Exhibit \d|WHEREAS\b|IN WITNESS WHEREOF\b|"
    r"(?:\([A-Z]\)\s*)?Whereas\b|In der Erwägung|Considérant|(?i:entre les soussignés|entre la société)|"
    r"THIS\b[^.]{0,200}?\bis (?:made|entered|dated)|"
    r"This\b[^.]{0,200}?\bis (?:made and|made as|entered into|dated))"
)
_PARTIES = re.compile(
    r"[^.;]{0,250}\b(?:made|entered\s+into|executed)\b[^.;]{0,80}\bby\s+and\s+(?:between|among)\b"
)
_MEANT_ELSEWHERE = re.compile(  # "the term “affiliate” shall have the meaning ascribed to it in …"
    r"[^.;]{0,120}\b(?:shall have|has|have) the (?:same )?(?:respective )?meanings?"
    r" (?:ascribed|given|assigned|set (?:out|forth)|specified|provided|defined|as)\b"
    r"|[^.;]{0,120}\b(?:hat|haben) die (?:gleiche |dieselbe )?Bedeutung, die\b"
    r"|[^.;]{0,120}\b(?:a|ont|aura|auront) (?:le|la) (?:même )?(?:sens|signification)"
    r" (?:qui|que|donnée?|attribuée?)\b",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:\(?(?:[a-z]{1,4}|\d{1,2})[.)]|[-–—•*])\s+(?=[^\W\d_A-ZÀ-Ý])")
_FREE = re.compile(  # what an information is that nobody must keep secret
    r"\bpublic|generally (?:known|available)|independently|third part|already (?:known|in)|(?:right|law)fully"
    r"|bekannt|offenkundig|öffentlich|allgemein zugänglich|unabhängig|dritten"
    r"|domaine public|d'un tiers|indépendante|déjà|licite"
)
_STILL = re.compile(
    r"\b(?:even|regardless|notwithstanding|auch wenn|selbst wenn|ungeachtet|même|nonobstant)\b"
)
_LONGEST = 900  # characters; a longer sentence is cut where a semicolon or a letter of a list parts it
_PARTS = re.compile(
    r";\s+(?:and\s+|or\s+|und\s+|oder\s+|et\s+|ou\s+)?(?=\S)|(?<=[,:])\s+(?=\([a-z]{1,4}\)\s)"
)
_NUMBER = (
    r"(?:§+\s?|(?:article|section|artikel|ziffer|clause)\s+)?"
    r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|\([a-z]{1,3}\)|[a-zivx]{1,4}[.)])"
)
_HEADED = re.compile(
    rf"\s*{_NUMBER}\s*(?:[–—:-]\s*)?(?P<title>[^\W\d_][^.:;\n]{{2,70}}?)\s*(?:[.:]|\s[–—-]\s|\n|$)",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"(?:of|and|the|to|or|by|in|for|on|a|an|no|with|und|der|die|das|des|von|bei|zur|zum|et|de|la|le|les|du|en|l'\w+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start` and `end` count characters of the document's text; `heading` is folded, with its ancestors'.
    `excepts`: an item of a list of what is not confidential, "(b) is publicly known through no fault of …".
    """

    start: int
    end: int
    text: str
    folded: str
    heading: str = ""
    excepts: bool = False


def sentences_of(text: str, headings: Sequence[tuple[int, str]] = ()) -> list[Sentence]:
    """The sentences of a contract. `headings`: where sections begin, and what they are called."""
    found: list[Sentence] = []
    own, sections, at = "", list(headings), 0
    for span in sentences(text):
        while at < len(sections) and sections[at][0] <= span.start:
            own, at = folded(sections[at][1]), at + 1
        if title := title_of(text[span.start : span.end]):
            own = title
        for start, end in _cut(text, span.start, span.end):
            told = folded(text[start:end])
            if len(told.split()) >= _FEWEST_WORDS and not _is_prelude(text[start:end]):
                found.append(Sentence(start, end, text[start:end], told, own, _excepts(text[start:end])))
    return found


def title_of(sentence: str) -> str:
    """What a clause is called where its sentence begins with that, folded: "7. Term and Termination." """
    found = _HEADED.match(sentence)
    if found is None:
        return ""
    words = found["title"].split()
    named = [one for one in words if not _SMALL.match(one)]
    # A title is a few words that begin with a capital; else it is the sentence itself.
    return folded(found["title"]) if len(words) <= 9 and all(one[:1].isupper() for one in named) else ""


def _is_prelude(text: str) -> bool:
    """Whether a line only names what follows, or a sentence why or between whom it is agreed, or that a word
    means what it means elsewhere: "EMPLOYMENT NON-COMPETE AGREEMENT", "WHEREAS, …", "This Agreement is
    entered into by and between …".
    """
    if _PRELUDE.match(text) or _PARTIES.match(text) or _MEANT_ELSEWHERE.match(text):
        return True
    words = [one for one in re.findall(r"[^\W\d_]{2,}", text) if not _SMALL.match(one)]
    if len(words) > _TITLE_WORDS or text.rstrip()[-1:] in ".;":
        return False
    return all(one[0].isupper() for one in words)


def _excepts(text: str) -> bool:
    told = text.lower()
    return bool(_ITEM.match(text) and _FREE.search(told) and not _STILL.search(told))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= _LONGEST:
        yield start, end
        return
    for mark in _PARTS.finditer(text, start, end):
        if mark.end() - start >= _LONGEST // 4:
            yield start, mark.start() + 1 if text[mark.start()] == ";" else mark.start()
            start = mark.end()
    yield start, end
