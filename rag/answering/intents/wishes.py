"""Which wish a question makes, told by the patterns of its language: rules that answer in no time."""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import Language, english, languages, shared_pattern
from rag.language.words import function_words
from rag.types import Intent

_WHOLE = (
    Intent.GREETING, Intent.THANKS, Intent.CAPABILITY, Intent.IDENTITY, Intent.COUNT, Intent.LIST,
    Intent.SECTION,
)  # fmt: skip
_WITHIN = (
    Intent.TRANSLATE, Intent.SUMMARISE, Intent.DRAFT, Intent.COMPARE, Intent.PAGES, Intent.TITLE,
    Intent.ON_PAGE, Intent.EACH,
)  # fmt: skip
_EDGES = " \t\n.,;:!?¡¿…؟،؛"
_QUOTES = "\"'“”„«»‘’‚‹›"
_QUOTED = re.compile(r"(?<!\w)[\"'“„«‘‚‹]\s*([^\"“”„«»‹›]{2,}?)\s*[\"'”“»’‘›](?!\w)")
_SEVERAL = re.compile(r"[.,!?;:]+\s*")


def intent_of(text: str, whole: str, language: Language) -> tuple[Intent, Language]:
    """What `text` wishes, and in which language; `whole` is what remains of it without courtesies.

    Few words tell no language: "Guten Tag" is looked for in all of them.
    """
    for one in dict.fromkeys((language, *languages())):
        talk = _small_talk(text, one)
        if talk is not None:
            return talk, one
    told = function_words(whole, language)
    # "Vat dit document samen": too few words to tell whose they are, so those of any language may be.
    as_likely = (one for one in languages() if function_words(whole, one) >= told)
    for one in dict.fromkeys((language, english(), *as_likely)):
        wish = _wish(whole, one)
        if wish is not None:
            return wish, one
    return Intent.FACT, language


def _wish(whole: str, language: Language) -> Intent | None:
    for intent in _WHOLE:
        if _fully(language, intent).fullmatch(whole.strip(_EDGES)):
            return intent
    if mentioned(whole, language):
        return Intent.MENTIONS
    for intent in _WITHIN:
        if inside(language, intent).search(whole) and not (
            intent is Intent.SUMMARISE and _of_a_summary(language).search(whole)
        ):
            return intent
    return None


def mentioned(text: str, language: Language) -> str:
    """What is looked for by "which document mentions …"; "" where nothing is."""
    found = _fully(language, Intent.MENTIONS).fullmatch(text.strip(_EDGES))
    said = found and next((part for part in found.groupdict().values() if part), None)
    if not said:
        return ""
    quoted = _QUOTED.search(said)
    if quoted:
        return quoted[1].strip(_EDGES)
    return _ARTICLE.sub("", _WORD.sub("", said)).strip(_EDGES + _QUOTES)


def _small_talk(text: str, language: Language) -> Intent | None:
    """Greetings and their like alone, several of them together; the last that asks something counts."""
    parts = [part for part in _SEVERAL.split(text.strip(_EDGES)) if part]
    told: list[Intent] = []
    for part in parts:
        found = next((one for one in _WHOLE[:4] if _fully(language, one).fullmatch(part.strip(_EDGES))), None)
        if found is None:
            return None
        told.append(found)
    asking = [one for one in told if one in (Intent.CAPABILITY, Intent.IDENTITY)]
    return (asking or told or [None])[-1] if told else None


_ARTICLE = re.compile(
    r"^(?:the|an?|der|die|das|den|dem|le|la|les|el|los|las|il|lo|i|gli|o|os|as|het|de|een)\s+|^l['’]",
    re.IGNORECASE,
)

# "the word asbestos": what is looked for is asbestos.
_WORD = re.compile(
    r"^(?:(?:the|das|der|dem|den|het|de|le|la|el|il|o|a) |l['’]|l')?(?:words?|terms?|phrase|expression|name"
    r"|wort|wörter|begriff|ausdruck|stichwort|namen?|woord|begrip|term|naam|uitdrukking"
    r"|mot|terme|palabra|término|parola|termine|palavra|termo)\s+(?=\S)",
    re.IGNORECASE,
)


@cache
def label_pattern() -> str:
    """What "Article 5", "§ 4", "Anlage II" looks like, in any language."""
    words = shared_pattern(sorted((word for one in languages() for word in one.divisions), reverse=True))
    return rf"(?:(?:\b(?:{words})\.?\s+|§+\s*)(?=\d|[IVXLC]+\b)[\w.]*\w)"


@cache
def _fully(language: Language, intent: Intent) -> re.Pattern[str]:
    pattern = language.wishes[intent.value].replace("{label}", label_pattern())
    return re.compile(rf"(?:{pattern})", re.IGNORECASE)


@cache
def inside(language: Language, intent: Intent) -> re.Pattern[str]:
    """The words of a wish, wherever they stand."""
    return re.compile(language.wishes[intent.value], re.IGNORECASE)


@cache
def _of_a_summary(language: Language) -> re.Pattern[str]:
    """What is asked about a summary that a document holds: "what does the summary say about …"."""
    return re.compile(language.wishes["summarised"], re.IGNORECASE)


@cache
def this(language: Language) -> re.Pattern[str]:
    """Words that point at a document: "this contract"."""
    return re.compile(language.wishes["this"], re.IGNORECASE)
