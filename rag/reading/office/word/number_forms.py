"""How a number of a list is written: "iv", "B", "03", "③", "第三" and the other forms that Word knows.

Source: ECMA-376 part 1, 17.18.59 (ST_NumberFormat).
"""

from __future__ import annotations

import re

from rag.reading.numerals import numeral

_MOST_REPEATED = 20  # of a letter: "aa", "bbb"

# Written one after another; past the last one each is doubled, as in "z, aa, bb".
_LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
    "chicago": "*†‡§",
    "hebrew2": "אבגדהוזחטיכלמנסעפצקרשת",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "hindiVowels": "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "hindiConsonants": "अआइईउऊऋऌऍऎएऐऑऒओऔ",
    "thaiLetters": "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "ganada": "가나다라마바사아자차카타파하",
    "chosung": "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ",
    "aiueo": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "iroha": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウ"
    "ヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
_ALIKE = {"aiueoFullWidth": "aiueo", "irohaFullWidth": "iroha"}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_SIGNS = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_DIGITS = {
    "decimalFullWidth": "０１２３４５６７８９",
    "decimalFullWidth2": "０１２３４５６７８９",
    "hindiNumbers": "०१२३४५६७८९",
    "thaiNumbers": "๐๑๒๓๔๕๖๗๘๙",
    "ideographDigital": "〇一二三四五六七八九",
    "japaneseDigitalTenThousand": "〇一二三四五六七八九",
    "taiwaneseDigital": "○一二三四五六七八九",
    "koreanDigital": "영일이삼사오육칠팔구",
    "koreanDigital2": "零一二三四五六七八九",
}
# Digits, then the signs of ten, hundred and thousand.
_COUNTED = {
    "chineseCounting": ("〇一二三四五六七八九", "十百千"),
    "chineseCountingThousand": ("〇一二三四五六七八九", "十百千"),
    "taiwaneseCounting": ("○一二三四五六七八九", "十百千"),
    "taiwaneseCountingThousand": ("○一二三四五六七八九", "十百千"),
    "japaneseCounting": ("〇一二三四五六七八九", "十百千"),
    "koreanCounting": ("영일이삼사오육칠팔구", "십백천"),
    "chineseLegalSimplified": ("零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": ("零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "japaneseLegal": ("〇壱弐参四伍六七八九", "拾百阡"),
}
_HEBREW = ((400, "ת"), (300, "ש"), (200, "ר"), (100, "ק"), (90, "צ"), (80, "פ"), (70, "ע"), (60, "ס"),
           (50, "נ"), (40, "מ"), (30, "ל"), (20, "כ"), (16, "טז"), (15, "טו"), (10, "י"), (9, "ט"), (8, "ח"),
           (7, "ז"), (6, "ו"), (5, "ה"), (4, "ד"), (3, "ג"), (2, "ב"), (1, "א"))  # fmt: skip
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
         "nineteen")  # fmt: skip
_TENS = ("", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
             "nine": "ninth", "twelve": "twelfth"}  # fmt: skip
_PADDED = re.compile(r"(0+1), ")  # how a form of one's own begins: "001, 002, 003, ..."


def written(value: int, form: str, custom: str = "", language: str = "en") -> str:
    """A number in one of Word's forms; in plain digits where there is none such.

    `custom` is what a level of the form "custom" gives as example, `language` what words are written in.
    """
    form = _ALIKE.get(form, form)
    padded = _PADDED.match(custom) if form == "custom" else None
    if padded is not None:
        return str(value).zfill(len(padded[1]))
    letters, signs = _LETTERS.get(form), _SIGNS.get(form)
    if letters and 0 < value <= len(letters) * _MOST_REPEATED:
        return letters[(value - 1) % len(letters)] * ((value - 1) // len(letters) + 1)
    if signs and 0 < value <= len(signs):
        return signs[value - 1]
    if form in _DIGITS:
        return str(value).translate({ord(str(place)): sign for place, sign in enumerate(_DIGITS[form])})
    if form in _COUNTED:
        return _counted(value, *_COUNTED[form], short=form not in _IN_FULL)
    return _otherwise(value, form, language)


_IN_FULL = ("chineseLegalSimplified", "ideographLegalTraditional")


def _otherwise(value: int, form: str, language: str) -> str:
    match form:
        case "decimalZero":
            return str(value).zfill(2)
        case "lowerRoman" | "upperRoman":
            return numeral(value, "i" if form == "lowerRoman" else "I")
        case "hebrew1" if 0 < value < 1000:
            return _of_worths(value, _HEBREW)
        case "numberInDash":
            return f"- {value} -"
        case "hex":
            return f"{value:X}"
        case "ordinal":
            return _ordinal(value, language)
        case "cardinalText" if language == "en" and 0 <= value < 100:
            return _words(value).capitalize()
        case "ordinalText" if language == "en" and 0 < value < 100:
            return _ordinal_words(value).capitalize()
        case _:
            return str(value)


def _of_worths(value: int, worths: tuple[tuple[int, str], ...]) -> str:
    found = ""
    for worth, sign in worths:
        found += sign * (value // worth)
        value %= worth
    return found


def _counted(value: int, digits: str, powers: str, *, short: bool) -> str:
    """A number as it is spoken in Chinese, Japanese and Korean, below ten thousand."""
    if not 0 < value < 10_000:
        return str(value).translate({ord(str(place)): sign for place, sign in enumerate(digits)})
    found = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if not digit:
            gap = bool(found)
            continue
        found += digits[0] if gap else ""
        gap = False
        alone = short and digit == 1 and power == 1 and not found
        found += ("" if alone else digits[digit]) + (powers[power - 1] if power else "")
    return found


def _ordinal(value: int, language: str) -> str:
    match language:
        case "en":
            teen = value % 100 in (11, 12, 13)
            return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"
        case "fr":
            return f"{value}{'er' if value == 1 else 'e'}"
        case "es" | "it" | "pt":
            return f"{value}º"
        case _:
            return f"{value}."


def _words(value: int) -> str:
    if value < len(_ONES):
        return _ONES[value]
    tens, ones = divmod(value, 10)
    return f"{_TENS[tens]}-{_ONES[ones]}" if ones else _TENS[tens]


def _ordinal_words(value: int) -> str:
    head, dash, last = _words(value).rpartition("-")
    ordinal = _ORDINALS.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{dash}{ordinal}"
