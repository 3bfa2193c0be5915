"""Whether a number of a sentence counts what a question asks "how many" of, or says how much something is."""

from __future__ import annotations

import re

from rag.answering.quoting.likeness import covers, same_words
from rag.language.languages import Language
from rag.language.notation import notation
from rag.language.quantities import Quantity, placed, quantities
from rag.language.words import content_stem, stems, words

COUNTED = re.compile(
    r"\b(?:how many|wie ?viele|combien d[e']|cu[áa]nt[oa]s|quant[ie]|quant[oa]s|hoeveel)\s*([^\W\d_]+)",
    re.IGNORECASE,
)
_RENTS = re.compile(
    r"\b(?P<number>\w+)\s+(?:months?['’]?s?['’]?\s+rent|mois (?:de |d['’])loyer|mensilità|mensualidades|"
    r"mes(?:es)? de (?:alquiler|renta|renda)|mes[ei] di (?:canone|affitto)|"
    r"monats(?:kalt|netto)?mieten?|maand(?:en)? huur)\b",
    re.IGNORECASE,
)
# What people ask for in words, as it is written behind numbers: "how many kilometres", "250 km".
_SHORT_UNITS = {
    r"k\w*l[oó]m[eèé]t\w+": "km",
    r"cent[ií]m\w+|zentim\w+": "cm",
    r"mil\w*m\w+": "mm",
    r"square|quadratmeter": r"(?:m²|m2|sqm|sq\.? ?m|qm)",
    r"met(?:re|er|ro)s?|mètres?|metri": "m[²2]?",
    r"kilos?|k\w*log\w+|chilogram\w+|chili|quil\w+": "kg",
    r"gram\w*": "g",
    r"lit(?:re|er|ro)s?|litri": "l",
    r"ton(?:ne|nen|s|elada|elate|elata)?s?": "t",
}
_KIN = 6  # letters that "employees" and "employing" have in common
_NEAR = 3  # words between a number and what it counts
_NEXT_WORD = re.compile(r"\s+(?:[^\W\d_]+-)*(?P<last>[^\W\d_]+)")


def is_in_rents(question: str, sentence: str, language: Language) -> bool:
    """Whether an amount is told as so many months' rent, as deposits are; no rent is."""
    found = _RENTS.search(sentence)
    if found is None or _several(sentence, frozenset(stems(question, language)), language):
        return False
    number = found["number"].lower()
    told = number.isdecimal() or number in notation(language).numbers
    return told and not frozenset(stems(question, language)) & frozenset(stems(found.group(), language))


def counts(question: str, sentence: str, fresh: list[Quantity], language: Language) -> bool:
    """Whether a number counts what is asked: "how many inspectors" is answered by no number of hours; nor,
    "how high is the rent", by how many of them the deposit may be.
    """
    asked = COUNTED.search(question)
    if asked is None:
        several = _several(sentence, frozenset(stems(question, language)), language)
        several |= frozenset(
            one.value for one in fresh if not one.unit and _is_known(one, sentence, language)
        )
        return any(one.unit or one.value not in several for one in fresh)
    stem = content_stem(asked[1], language)
    if stem is None:
        return True
    things = _things(question, language)
    unit = language.units.get(asked[1].lower())
    if unit is not None or asked[1].lower().rstrip("s") in {one.unit for one in fresh}:
        return True
    if _in_short(asked[1], sentence):
        return True
    said = frozenset(stems(sentence, language))
    # "How many employees" is answered by "employing fewer than 250 persons".
    akin = any(one[:_KIN] == stem[:_KIN] for one in said)
    people = language.asks["people"].split() if akin else []
    for found in re.finditer(
        rf"\b(?=((?:\d[\d.,]*|[^\W\d_]+)\s+(?:[^\W\d_]+\s+){{0,{_NEAR - 1}}}?([^\W\d_]+)))", sentence
    ):
        counted = _is_one_of(content_stem(found[2], language), things, said, language)
        counted = counted or found[2].lower() in people
        if counted and quantities(found[1], language):
            return True
    return False


def _is_one_of(stem: str | None, things: frozenset[str], said: frozenset[str], language: Language) -> bool:
    """Whether a word is one of those asked for, or the last part of one whose others are said too:
    "2 Mitglieder des Vorstands" of "Vorstandsmitglieder".
    """
    if stem is None or stem in things:
        return stem is not None
    parts = [one for one in things if language.joins_words and one.endswith(stem)]
    return any(covers(one, frozenset(part for part in said if part in one)) for one in parts)


def unit_asked(question: str) -> str:
    """The unit by whose whole name a number is asked for, "how many kilometres", which a sentence has in
    short; "" where there is none.
    """
    asked = COUNTED.search(question)
    return asked[1] if asked is not None and _shortened(asked[1]) is not None else ""


def _shortened(unit: str) -> str | None:
    return next((one for name, one in _SHORT_UNITS.items() if re.fullmatch(name, unit.lower())), None)


def _in_short(unit: str, sentence: str) -> bool:
    """Whether a sentence has a number of a unit that is asked for by its whole name."""
    short = _shortened(unit)
    written = None if short is None else re.compile(rf"\d\s?(?:{short})(?![^\W_])", re.IGNORECASE)
    return written is not None and written.search(sentence) is not None


def _things(question: str, language: Language) -> frozenset[str]:
    """Stems of what "how many" asks for: of "visitor passes" both words, where a noun may follow another."""
    asked = COUNTED.search(question)
    behind = [] if asked is None else words(question[asked.start(1) :])
    found: list[str] = []
    for word in behind[: 1 if language.adjectives_follow or language.joins_words else 2]:
        stem = content_stem(word, language)
        if stem is None:
            break
        found.append(stem)
    return frozenset(found)


def counts_one(question: str, sentence: str, language: Language) -> bool:
    """Whether there is one of what "how many" asks for, said with a word that is no article: "one visitor
    pass", which to whoever counts is no number.
    """
    numbers, article = notation(language).numbers, re.compile(language.asks["article"], re.IGNORECASE)
    ones = [word for word, value in numbers.items() if value == 1 and not article.fullmatch(word)]
    if not ones:
        return False
    found = re.search(rf"\b(?:{'|'.join(ones)})\s+([^\W\d_]+(?:\s+[^\W\d_]+)?)", sentence, re.IGNORECASE)
    return found is not None and bool(_things(question, language) & frozenset(stems(found[1], language)))


def _several(sentence: str, asked: frozenset[str], language: Language) -> frozenset[str]:
    """The numbers of a sentence that count things that are asked about: "3 Monatsmieten"."""
    found: set[str] = set()
    for one in placed(sentence, language):
        behind = _NEXT_WORD.match(sentence, one.end)
        stem = None if behind is None else content_stem(behind["last"], language)
        if stem is not None and any(
            same_words(word, frozenset((stem,)), slips=False, joined=language.joins_words) for word in asked
        ):
            found.add(one.quantity.value)
    return frozenset(found)


def _is_known(number: Quantity, sentence: str, language: Language) -> bool:
    """Whether a number counts what was told before: "the above 9 provisions"."""
    behind = rf"\b(?:{language.asks['counted-before']})\s+{re.escape(number.value)}\b"
    return re.search(behind, sentence, re.IGNORECASE) is not None
