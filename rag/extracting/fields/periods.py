"""Lengths of time in a text, in one form: "three (3) years" and "3-year" are "3 years"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.extracting.fields.mentions import Mention

# en, de, fr, es, it, nl, pt
_UNITS = {
    "day": "days? tage?n? jours? días? dias? giorn[oi] dag(?:en)?",
    "week": "weeks? wochen? semaines? semanas? settiman[ae] we(?:ek|ken)",
    "month": "months? monate?n? mois mes(?:es)? mes[ei] maand(?:en)? mês",
    "year": "years? jahre?n?s? ans? années? años? ann[oi] ja(?:ar|ren) anos?",
}
_WORDS = """
    1 one ein eine einem einer eines un une uno una een um uma
    2 two zwei deux dos due twee dois duas
    3 three drei trois tres tre drie três
    4 four vier quatre cuatro quattro quatro
    5 five fünf cinq cinco cinque vijf
    6 six sechs seis sei zes
    7 seven sieben sept siete sette zeven sete
    8 eight acht huit ocho otto oito
    9 nine neun neuf nueve nove negen
    10 ten zehn dix diez dieci tien dez
    11 eleven elf onze once undici
    12 twelve zwölf douze doce dodici twaalf doze
    13 thirteen dreizehn treize trece tredici dertien treze
    14 fourteen vierzehn quatorze catorce quattordici veertien catorze
    15 fifteen fünfzehn quinze quince quindici vijftien
    16 sixteen sechzehn seize dieciséis sedici zestien dezesseis
    17 seventeen siebzehn dix-sept diecisiete diciassette zeventien dezessete
    18 eighteen achtzehn dix-huit dieciocho diciotto achttien dezoito
    19 nineteen neunzehn dix-neuf diecinueve diciannove negentien dezenove
    20 twenty zwanzig vingt veinte venti twintig vinte
    30 thirty dreißig dreissig trente treinta trenta dertig trinta
    40 forty vierzig quarante cuarenta quaranta veertig quarenta
    50 fifty fünfzig cinquante cincuenta cinquanta vijftig cinquenta
    60 sixty sechzig soixante sesenta sessanta zestig sessenta
    70 seventy siebzig soixante-dix setenta settanta zeventig setenta
    80 eighty achtzig quatre-vingts quatre-vingt ochenta ottanta tachtig oitenta
    90 ninety neunzig quatre-vingt-dix noventa novanta negentig
    100 hundred hundert einhundert cent cien ciento cento honderd cem
"""
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
    "es": "veinti treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_ONES = {
    "en": "one two three four five six seven eight nine",
    "de": "ein zwei drei vier fünf sechs sieben acht neun",
    "fr": "un deux trois quatre cinq six sept huit neuf",
    "es": "uno dos tres cuatro cinco seis siete ocho nueve",
    "it": "uno due tre quattro cinque sei sette otto nove",
    "nl": "een twee drie vier vijf zes zeven acht negen",
    "pt": "um dois três quatro cinco seis sete oito nove",
}
_VOWELS = "aeiou"
_ARTICLES = frozenset(
    ["ein", "eine", "einem", "einer", "eines", "un", "une", "uno", "una", "een", "um", "uma"]
)


def _between_tens() -> Iterator[tuple[int, str]]:
    """The words from 21 to 99, as languages make them of tens and ones; a blank stands for a hyphen too."""
    for language, written in _TENS.items():
        for ten, tens in enumerate(written.split(), 2):
            for one, ones in enumerate(_ONES[language].split(), 1):
                match language:
                    case "de":
                        word = f"{ones}und{tens}"
                    case "nl":
                        word = f"{ones}{'ën' if ones.endswith('e') else 'en'}{tens}"
                    case "it":
                        word = f"{tens[:-1] if ones[0] in _VOWELS else tens}{ones}"
                    case "es":
                        word = f"veinti{ones}" if ten == 2 else f"{tens} y {ones}"
                    case "pt":
                        word = f"{tens} e {ones}"
                    case "fr":
                        word = f"{tens} et un" if one == 1 else f"{tens} {ones}"
                    case _:
                        word = f"{tens} {ones}"
                yield 10 * ten + one, word


def periods(text: str) -> list[Mention]:
    """Every length of time that a text names in days, weeks, months or years."""
    return list(_found(text))


def _found(text: str) -> Iterator[Mention]:
    for one in _pattern().finditer(text):
        if one["word"] and not one["inner"] and _goes_on_from(text, one.start()):
            continue  # the end of a number in more words than are known here: none is better than another
        number = one["inner"] or one["figure"] or _values()[_plain(one["word"])]
        unit = next(name for name in _UNITS if one[name])
        if number.strip("0"):
            value = f"{int(number)} {unit}{'' if int(number) == 1 else 's'}"
            yield Mention(one.start(), one.end(), one[0], value)


@cache
def _values() -> dict[str, str]:
    lines = [line.split() for line in _WORDS.strip().splitlines()]
    found = {_plain(word): number for number, *words in lines for word in words}
    return {**{word: str(number) for number, word in _between_tens()}, **found}


def _plain(word: str) -> str:
    return " ".join(re.split(r"[-\s]+", word.lower()))


def _goes_on_from(text: str, start: int) -> bool:
    """Whether a number in words stands right before."""
    before = re.search(r"([^\W\d_]+)[-\s]+(?:(?:and|und|et|y|e|en)\s+)?$", text[max(0, start - 40) : start])
    return before is not None and _plain(before[1]) in _values() and _plain(before[1]) not in _ARTICLES


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(
        re.escape(word).replace(r"\ ", r"[-\s]+") for word in sorted(_values(), key=len, reverse=True)
    )
    units = "|".join(rf"(?P<{name}>{'|'.join(forms.split())})" for name, forms in _UNITS.items())
    between = r"(?:full|consecutive|calendar|business|working|additional|volle[rn]?|ganze[rn]?|weitere[rn]?)"
    return re.compile(
        rf"\b(?:(?P<word>{words})\b(?:\s*\((?P<inner>\d{{1,3}})\))?|"
        rf"(?P<figure>\d{{1,3}}))[-\s]+(?:{between}\s+)?"
        rf"(?:{units})\b",
        re.IGNORECASE,
    )
