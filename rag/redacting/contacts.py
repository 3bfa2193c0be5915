"""E-mail addresses, telephone numbers, IBANs, cards and accounts in a text.

IBAN: ISO 13616 with the lengths of its register; cards: ISO/IEC 7812; telephone numbers: their national
forms,
and what the library phonenumbers (Google's libphonenumber) knows to be one of the languages' countries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.extracting.fields.checksums import holds
from rag.redacting.kinds import Kind, Span
from rag.redacting.vocabulary import vocabulary

_EMAIL = re.compile(
    r"(?<![\w.+%'-])[\w.+%'-]*\w ?(?:@|[\[({] ?(?:at|ät|arroba|chiocciola|AT) ?[\])}])[ \n]?"
    r"[\w-]+(?: ?(?:\.|[\[({] ?(?:dot|punkt|punto|ponto|DOT) ?[\])}])\n?[\w-]+)*"
    r" ?(?:\.|[\[({] ?(?:dot|punkt|punto|ponto|DOT) ?[\])}])\n?[a-zA-Z]{2,}"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2} ?\d{2}(?:[ \n.-]{0,2}[A-Za-z0-9]){10,30}")
_REGISTER = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY24 CZ24 DE22 DK18 DO28 EE20 EG29 "
    "ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 "
    "LB28 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 "
    "RS22 SA24 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20"
)
_LENGTHS = {one[:2]: int(one[2:]) for one in _REGISTER.split()}
_CARD = re.compile(
    r"(?<![\w.,+])(?:[2-6]\d{3}[ \n-]?\d{4}[ \n-]?\d{4}[ \n-]?\d{1,7}|"
    r"3\d{3}[ -]?\d{6}[ -]?\d{4,5})(?![\w]|[.,]\d)"
)
_ANOTHER = re.compile(
    r"[ \n]?(?:or|oder|ou|of|o|und|and|y|e|et|en|/|;)[ \n]?"
    r"((?:\+ ?)?\(?\d(?:[ ()./-]{0,2}\d){6,13})(?![\w%€$£]|[.,/-]\d)"
)
_FIGURES = 0.6  # of an IBAN, where its check digits do not hold
_MASKED = re.compile(r"(?<!\w)(?:[*xX•]{4}[ -]?){2,3}\d{3,4}\b")
# Registers of companies: "RCS Nantes 512 334 998", "TVA FR40 303 265 045".
_OF_COMPANY = re.compile(
    r"(?:\b(?:rcs|siret|siren|tva|vat|ust-?id\w*|cif|nipc|cnpj|kvk\w*|btw\w*|hrb|hra|p\. ?iva|abn|ein)\b"
    r"[^\n,;]{0,24}"
    r"|\b[A-Z]{2}\d{2} )$",
    re.IGNORECASE,
)
_ACCOUNT = r"[\dA-Z]*\d(?:[ ./-]{0,2}[\dA-Z]{0,4}\d[\dA-Z]*){1,8}"
_BETWEEN = r"(?:\s{0,3}(?:[:.=#|()–-]|n[°ºr]\.?|no\.|is|ist|lautet|est|es|è|é|with us|:))*\s{0,3}"
_WITHIN = re.compile(
    r"(?<![\w+])\+ ?\(?[1-9]\d{0,2}\)?(?:[ \n()./–-]{0,3}\d){6,13}(?!\w)|(?<![\w.,])"
    r"00[1-9]\d?(?:[ ()./–-]{1,3}\d+){2,6}(?!\w)"
)
# As each country writes them; none looks like a date, an amount or a number of something else.
_NATIONAL = {
    "en": (
        r"\(?0(?:\d ?){2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}",
        r"0\d{4} ?\d{6}",
        r"\(\d{3}\) ?\d{3}[ .-]\d{4}",
        r"(?:1[ .-])?[2-9]\d{2}[.-]\d{3}[.-]\d{4}",
        r"[2-9]\d{2} \d{3}[ -]\d{4}",
        r"0\d{2} \d{4} \d{4}",
        r"07\d{9}",
        r"1?[- ]?800[- ]\d{3}[- ]\d{4}",
        r"555-\d{4}",
    ),
    "de": (
        r"\(?0[1-9]\d{1,4}\)?(?: ?[/–-] ?| )\d{2,4}(?:[ -]?\d{2,4}){1,4}(?:-\d{1,4})?",
        r"01[567]\d ?\d{7,8}",
        r"0[1-9]\d{1,3}/\d{4,8}(?:-\d+)?",
        r"0\d{2} \d{3} \d{2} \d{2}",
    ),
    "fr": (
        r"0[1-9](?:[ .-]?\d{2}){4}",
        r"0\d{1,3}[ /.]\d{2,3}(?:[ .]\d{2}){2,3}",
        r"0\d{2} \d{3} \d{2} \d{2}",
    ),
    "es": (
        r"[6789]\d{2}[ .-]\d{3}[ .-]\d{3}",
        r"[6789]\d{2}(?:[ .-]\d{2}){3}",
        r"[679]\d{8}",
        r"[89]\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}",
    ),
    "it": (
        r"3\d{2}[ ./-]?\d{3}[ .-]?\d{3,4}",
        r"0\d{1,3}[ /.-]\d{3,4}[ .-]?\d{2,5}",
        r"0\d{1,3}[ /.-]\d{5,8}",
        r"3\d{2} \d{2} \d{2} \d{3}",
    ),
    "nl": (
        r"06[ -]?\d{8}",
        r"06[ -]?\d{2}(?:[ -]?\d{2}){3}",
        r"06 \d{4} \d{4}",
        r"\(?0\d{1,3}\)?[ -]\d{3}[ -]?\d{2}[ -]?\d{2}",
        r"0\d{1,3}[ -]\d{6,8}",
        r"04\d{2}(?:[ .]?\d{2}){3}",
        r"06[ -]\d{3} \d{3} \d{2}",
    ),
    "pt": (
        r"9\d{2}[ .-]\d{3}[ .-]\d{3}",
        r"2\d{1,2}[ .-]\d{3}[ .-]\d{3,4}",
        r"\(?\d{2}\)? ?9?\d{4}-\d{4}",
        r"9[1236]\d{7}",
        r"2\d{2} \d{3} \d{3}",
    ),
}
_REGIONS = {
    "en": ("GB", "US", "IE"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH"),
    "es": ("ES", "MX"),
    "it": ("IT",),
    "nl": ("NL", "BE"),
    "pt": ("PT", "BR"),
}
# What before a number says that it is no telephone's.
_NO_PHONE = re.compile(
    r"(?:no\.?|nr\.?|n[°º]|number|nummer|ref\.?|reference|invoice|order|case|file|article|item|"
    r"sku|id|rechnung|art\.-?nr|"
    r"aktenzeichen|az\.?|kunden-?nr|auftrag|bestell\w*|facture|dossier|commande|réf|factura|"
    r"pedido|expediente|fattura|ordine|"
    r"pratica|articolo|factuur\w*|zaak\w*|dossier\w*|artikel\w*|fatura|processo|encomenda|isbn|"
    r"ean|gtin|uid|vat|ust-?id\w*|siret|siren|rcs|hrb|"
    r"cif|nipc|cnpj|kvk\w*|btw\w*|p\.? ?iva|[€$£]|eur|usd|gbp)[\s:.#]*$",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Span]:
    for one in _EMAIL.finditer(text):
        yield Span(one.start(), one.end(), Kind.EMAIL, re.sub(r"\s", "", one[0]).lower())


def ibans(text: str) -> Iterator[Span]:
    for one in _IBAN.finditer(text):
        end = _end_of_iban(text, one)
        if end:
            yield Span(one.start(), end, Kind.IBAN, bare(text[one.start() : end]))


def _end_of_iban(text: str, found: re.Match[str]) -> int:
    """Where the IBAN ends that begins there: by its country's length; 0 where there is none."""
    country = found[0][:2].upper()
    length = _LENGTHS.get(country)
    if length is None:
        return found.end() if country.isalpha() and holds("iban", re.sub(r"[\s.-]", "", found[0])) else 0
    count = 0
    for place in range(found.start(), found.end()):
        count += text[place].isalnum()
        if count == length:
            written = re.sub(r"[\s.-]", "", text[found.start() : place + 1])
            named = re.search(r"(?i)iban[^\n]{0,24}\s*$", text[max(0, found.start() - 40) : found.start()])
            # One with a slip of a digit is as much a person's.
            grouped = re.match(r"[A-Z]{2}\d{2} [A-Z0-9]{4} \d{4}", found[0])
            figures = sum(one.isdigit() for one in written)
            alone = figures > _FIGURES * length and not text[place + 1 : place + 2].isalnum()
            return place + 1 if alone or holds("iban", written) or named or grouped else 0
    return 0


def cards(text: str) -> Iterator[Span]:
    for one in _CARD.finditer(text):
        digits = bare(one[0])
        if 13 <= len(digits) <= 19 and len(set(digits)) > 1 and holds("luhn", digits):
            yield Span(one.start(), one.end(), Kind.CARD, digits)
    for one in _MASKED.finditer(text):
        yield Span(one.start(), one.end(), Kind.CARD, bare(one[0]))


def accounts(text: str) -> Iterator[Span]:
    """Numbers of accounts and cards that are called so."""
    for one in _named_account().finditer(text):
        if sum(sign.isdigit() for sign in one["value"]) >= 3:
            yield Span(one.start("value"), one.end("value"), Kind.ACCOUNT, bare(one["value"]))


@cache
def _named_account() -> re.Pattern[str]:
    return re.compile(
        rf"(?i:(?<!\w)(?:{vocabulary().accounts})(?!\w)){_BETWEEN}(?P<value>{_ACCOUNT})(?![\w%€$£])"
    )


def phones(text: str, languages: tuple[str, ...]) -> Iterator[Span]:
    """`languages`: those of the text, whose countries' numbers are known without a label."""
    for one in _phones(text, languages):
        opened = text[one.start] == "(" and ")" not in text[one.start : one.end]  # "call Jane (030 1234567)"
        yield Span(one.start + opened, one.end, one.kind, one.who)
        another = _ANOTHER.match(text, one.end)  # "912 345 678 ou 22 205 11 22"
        if another is not None:
            yield Span(another.start(1), another.end(1), Kind.PHONE, bare(another[1]))


def _phones(text: str, languages: tuple[str, ...]) -> Iterator[Span]:
    for one in _WITHIN.finditer(text):
        yield Span(one.start(), one.end(), Kind.PHONE, bare(one[0]))
    for one in _named_phone().finditer(text):
        digits = sum(sign.isdigit() for sign in one["value"])
        short = one.start("value") - one.start() < 4 and not re.match(r"\w+ ?[:.]", one[0])  # "F2024-0091"
        if (
            not short
            and 5 <= digits <= 15
            and not re.match(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)", one["value"])
        ):
            yield Span(one.start("value"), one.end("value"), Kind.PHONE, bare(one["value"]))
    for language in languages:
        for one in _national(language).finditer(text):
            if not _is_no_phone(text, one.start()):
                yield Span(one.start(), one.end(), Kind.PHONE, bare(one[0]))
    yield from _known(text, languages)


_APART = 80  # signs and blanks between a label and its number


@cache
def _named_phone() -> re.Pattern[str]:
    value = r"(?:\+ ?)?(?:\((?=[^()\n]{1,8}\)))?\d(?:[ ()./–-]{0,3}\d){4,14}"
    # Possessive: of the blanks of a wide column there are too many ways to part them.
    return re.compile(
        rf"(?i:(?<![\w.])(?:{vocabulary().phones}))(?:\s|[:.|/()–+-]|n[°ºr]\.?|no\.|is|ist|est|es|è|é|at|on|"
        rf"unter|op|al|\((?:home|work|mobile|mobil|privat|[a-z]{{1,9}})\)){{0,{_APART}}}+"
        rf"(?P<value>{value})(?!\w|[.,]\d)"
    )


@cache
def _national(language: str) -> re.Pattern[str]:
    forms = "|".join(_NATIONAL.get(language, ()))
    return re.compile(rf"(?<![\w.,+/€$£-])(?:{forms})(?![\w€$£%]|[.,/-]\d| ?(?:€|EUR|USD|GBP))")


def _is_no_phone(text: str, at: int) -> bool:
    before = text[max(0, at - 40) : at]
    return _NO_PHONE.search(before) is not None or _OF_COMPANY.search(before) is not None


def _known(text: str, languages: tuple[str, ...]) -> Iterator[Span]:
    """What the library knows to be numbers, where they are written in groups as such are."""
    from phonenumbers import Leniency, PhoneNumberMatcher

    for region in dict.fromkeys(region for one in languages for region in _REGIONS.get(one, ())):
        for found in PhoneNumberMatcher(text, region, leniency=Leniency.STRICT_GROUPING, max_tries=2000):
            grouped = re.search(r"\d[ ()/.-]+\d", found.raw_string)
            dated = re.match(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$", found.raw_string)
            inside = re.search(r"[\w.,/+-]$", text[: found.start])  # of a longer number of something else
            if grouped and not dated and not inside and not _is_no_phone(text, found.start):
                yield Span(found.start, found.end, Kind.PHONE, bare(found.raw_string))


def bare(written: str) -> str:
    """Letters and digits alone, in capitals."""
    return re.sub(r"[\W_]", "", written).upper()
