"""In which form an answer is wished for, and the forms that rules give it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from rag.answering.composing import Said
from rag.answering.intents.bare import without_courtesy
from rag.language.languages import Language, languages
from rag.language.words import plain, words
from rag.types import Sentence, Support

_EDGES = " \t\n.,;:!?¡¿…؟،؛"
_ITEMS = re.compile(r";\s+(?:and|or|und|oder|et|ou|y|o|e|en|of)?\s*(?=\S)|\s(?=\([a-z]\)\s)")


class Form(StrEnum):
    """The names are those of the wishes in the languages' files, but for the last."""

    SHORTER = "shorter"
    BULLETS = "bullets"
    TABLE = "table"
    PLAIN = "plain"  # in simpler words
    TRANSLATED = "translated"


@dataclass(frozen=True, slots=True)
class Wanted:
    form: Form
    language: Language  # to be written in


def form_wanted(text: str, language: Language) -> Wanted | None:
    """The form that a text asks for and nothing else: "shorter, please", "as a table", "in German"."""
    target = language_named(text)
    for one in dict.fromkeys((language, *languages())):  # few words tell no language
        said = (without_courtesy(text, one) or text).strip(_EDGES)
        for form in Form:
            if form is not Form.TRANSLATED and _pattern(one, form.value).fullmatch(said):
                return Wanted(form, language)
        others = [word for word in words(said.lower()) if target is None or word not in target.called]
        if target is not None and _again(one).fullmatch(" ".join(others) + " "):
            return Wanted(Form.TRANSLATED, target)
    return None


def language_named(text: str) -> Language | None:
    """The language that a text names, in any of them; the last one, which follows "into"."""
    found = [one for word in words(text.lower()) for one in languages() if word in one.called]
    return found[-1] if found else None


def bullets(sentences: Sequence[Sentence]) -> list[Said]:
    """Each sentence, or each item of one that lists, on a line of its own."""
    return [
        Said(f"• {item}", one.support, one.citations)
        for one in sentences
        for item in (part.strip(" ;") for part in _ITEMS.split(plain(one.text)))
        if item
    ]


def table(sentences: Sequence[Sentence], language: Language) -> list[Said]:
    """A table in Markdown: what is said, and where it stands."""
    heads = (language.says["said"], language.says["place"])
    rows = [Said(_row(*heads)), Said("| --- | --- |")]
    for one in sentences:
        where = "; ".join(f"{cited.document}, {cited.page}" for cited in one.citations)
        rows.append(Said(_row(plain(one.text), where), one.support, one.citations))
    return rows


def kept(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences of an answer that say something of the documents."""
    return [one for one in sentences if one.citations and one.support is not Support.UNSUPPORTED]


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


@cache
def _pattern(language: Language, form: str) -> re.Pattern[str]:
    return re.compile(f"(?:{language.wishes['again']})(?:{language.wishes[form]})", re.IGNORECASE)


@cache
def _again(language: Language) -> re.Pattern[str]:
    leads = f"(?:{language.wishes['again']})|(?:{language.wishes['translate']}).*"
    return re.compile(rf"\s*(?:{leads})\s*", re.IGNORECASE)
