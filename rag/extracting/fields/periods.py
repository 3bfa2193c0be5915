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
    15 fifteen fünfzehn quinze quince quindici vijftien
    18 eighteen achtzehn dix-huit dieciocho diciotto achttien dezoito
    20 twenty zwanzig vingt veinte venti twintig vinte
    24 twenty-four vierundzwanzig vingt-quatre veinticuatro ventiquattro vierentwintig
    30 thirty dreißig trente treinta trenta dertig trinta
    36 thirty-six
    60 sixty sechzig soixante sesenta sessanta zestig sessenta
    90 ninety neunzig quatre-vingt-dix noventa novanta negentig
"""


def periods(text: str) -> list[Mention]:
    """Every length of time that a text names in days, weeks, months or years."""
    return list(_found(text))


def _found(text: str) -> Iterator[Mention]:
    for one in _pattern().finditer(text):
        number = one["inner"] or one["figure"] or _values()[one["word"].lower()]
        unit = next(name for name in _UNITS if one[name])
        if number.strip("0"):
            value = f"{int(number)} {unit}{'' if int(number) == 1 else 's'}"
            yield Mention(one.start(), one.end(), one[0], value)


@cache
def _values() -> dict[str, str]:
    lines = [line.split() for line in _WORDS.strip().splitlines()]
    return {word: number for number, *words in lines for word in words}


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_values(), key=len, reverse=True)))
    units = "|".join(rf"(?P<{name}>{'|'.join(forms.split())})" for name, forms in _UNITS.items())
    between = r"(?:full|consecutive|calendar|business|working|additional|volle[rn]?|ganze[rn]?|weitere[rn]?)"
    return re.compile(
        rf"\b(?:(?P<word>{words})\b(?:\s*\((?P<inner>\d{{1,3}})\))?|"
        rf"(?P<figure>\d{{1,3}}))[-\s]+(?:{between}\s+)?"
        rf"(?:{units})\b",
        re.IGNORECASE,
    )
