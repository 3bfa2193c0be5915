"""One word for each thing in every language: what the glossary decides against stands nowhere."""

from __future__ import annotations

import re
import tomllib

import pytest
from catalogues import all_entries, texts_of
from models import CHECKOUT

from app.words.catalogue import ENGLISH
from app.words.languages import known

CODES = ("de", "fr", "es", "it", "ar")
TERMS = tomllib.loads((CHECKOUT / "docs" / "glossary.toml").read_text(encoding="utf-8"))

# What is no word of ours: facts, files, what is to be typed (in quotation marks and small letters, or bare),
# and the words that people look for a setting by, which are theirs.
TYPED = re.compile(
    r"\{[^}]*\}|docs/\S+|--[\w-]+(?: [a-z]+)?|\bconfidant(?: [a-z-]+)+|[„“«][\s\u202f]*[a-z/][^“”»]*"
    r"|\b(?:[a-z]+ )?\[?[A-Z]{3,}\b|\[[a-z]+\]|\"[a-z_]+\"",
    re.ASCII,
)
THEIRS = re.compile(r"settings\.about\..*\.find")


def forbidden(language: str) -> re.Pattern[str]:
    """Any word that is not to stand in a language; `*` is any ending."""
    words = [word for term in TERMS.values() for word in term.get("not", {}).get(language, ())]
    either = "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE) if words else re.compile("(?!)")


@pytest.mark.parametrize("term", TERMS)
def test_a_term_has_its_word_in_every_language(term: str) -> None:
    assert set(TERMS[term]) - {"why", "not"} == set(CODES)
    for language, words in TERMS[term].get("not", {}).items():
        assert words
        assert not forbidden(language).search(TERMS[term][language]), language


@pytest.mark.parametrize("language", [code for code in known() if code != ENGLISH])
def test_no_word_stands_that_the_glossary_decides_against(language: str) -> None:
    pattern = forbidden(language)
    wrong = [
        f"{key}: {found[0]!r} in {text!r}"
        for key, value in all_entries(language).items()
        for text in texts_of(value)
        if not THEIRS.fullmatch(key)
        if (found := pattern.search(TYPED.sub(" ", text.replace("&", ""))))
    ]
    assert not wrong, "\n".join(wrong)


def test_a_forbidden_word_is_found_as_a_word() -> None:
    assert forbidden("de").search("Alle Passagen")
    assert not forbidden("de").search("Jeden Tag wird geprüft")
    assert not forbidden("de").search(TYPED.sub(" ", "„confidant tags undo“ nimmt {tags} zurück"))
    assert forbidden("de").search(TYPED.sub(" ", "„Alle“ Tags"))
