"""Names of people in a text, by what stands around them and by lists of names; no model is asked.

A name is a run of words with capitals, initials and particles. What makes a person of it: a title, a label, a
greeting or the end of a letter, a given name that is known, an e-mail address that is made of it, a column
of names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from rag.extracting.fields.names import organisations
from rag.redacting.bare_names import by_form, by_lists, by_rarity
from rag.redacting.given_names import by_given_names
from rag.redacting.name_words import (
    CAPITAL,
    WORD,
    Person,
    Token,
    is_family,
    is_given,
    is_word,
    looks_like_name,
    person_of,
    plain_letters,
    tokens_at,
)
from rag.redacting.vocabulary import vocabulary

_LEGAL_FORM = 12  # characters behind a name that may hold one
_ROWS = 200


def people(text: str, language: str) -> Iterator[Person]:
    """Those whom the text names, with the places that tell it. Places may be told several times."""
    companies = [(one.start, one.end) for one in organisations(text)]
    told = (
        *_by_titles(text, language),
        *_by_labels(text),
        *_by_greetings(text),
        *_by_closings(text),
        *_in_columns(text),
        *_by_addresses(text),
        *_by_relations(text),
    )
    bare = (
        one
        for one in (
            *by_lists(text),
            *by_form(text),
            *by_rarity(text, language),
            *by_given_names(text, language),
        )
        if not any(start < one.end and one.start < end for start, end in companies)
    )
    for person in (*(replace(one, told=True) for one in told), *bare):
        within = _COMPANY.search(text, max(person.start, 0), max(person.end, 0) + _LEGAL_FORM)
        if within is None or within.start() > person.end:
            yield person


# "Dr. Falkenrath & Partner", "Autoschade Bakker VOF": a company is called after somebody.
_COMPANY = re.compile(
    r",?[ \n](?:(?:&|und|and|et|y|e|en) (?:Partner|Kolleg|Associ|Asociad|Sons?\b|Söhne|Fils|"
    r"Zonen|Figli|Hijos|Filhos|Co\b|Cie)"
    r"|(?:VOF|V\.O\.F\.|C\.?V\.|EURL|SNC|S\.n\.c|S\.a\.s|S\.Coop|Unipessoal|e\. ?K\.|PartG|GbR|"
    r"LLC|LLP|Inc\b|Ltd|Limited|PLC|plc"
    r"|GmbH|AG\b|KG\b|OHG|UG\b|mbB|B\.V\.|N\.V\.|BV\b|NV\b|Ltda|Lda|S\.A\.|S\.L\.|S\.p\.A|"
    r"S\.r\.l|SARL|SAS\b|SpA\b|Srl\b))"
)


# --- what tells that somebody is named ----------------------------------------------------------------------


def _by_titles(text: str, language: str) -> Iterator[Person]:
    for one in _title(language).finditer(text):
        # "Mr and Mrs Roe", "Herr und Frau Dr. Müller"
        at = one.end()
        tokens = tokens_at(text, at)
        person = person_of(tokens, is_family=True) if tokens else None
        if person is not None:
            yield person


@cache
def _title(language: str) -> re.Pattern[str]:
    words = vocabulary()
    short = r"|M\.|MM\.|Me|Mes|D\.|Dª|F\." if language in ("fr", "es") else ""
    honorifics = "|".join(
        one for one in words.honorifics.split("|") if one not in (r"M\.?", r"MM\.?", "Me", r"D\.?", r"Fr\.?")
    )
    either = f"{honorifics}|{words.titles}{short}"
    capitals = either.upper().replace(r"\S", r"\s").replace("\\U00A0", "\\u00a0")
    return re.compile(
        rf"(?<![\w.])(?:(?:{either}|{capitals})(?:/(?:in|-in|a|ra))?(?: ?(?:und|and|et|y|e|en|&|/)"
        rf" ?(?:{either}))?\s{{1,2}})+(?=\S)"
    )


def _by_labels(text: str) -> Iterator[Person]:
    for one in _label().finditer(text):
        at = one.end()
        label = one["label"].lower()
        for _ in range(_LISTED if one["mark"] else 4):  # "Tenants: Jane Roe, John Doe and Max Muster"
            tokens = tokens_at(text, at)
            if not tokens:
                break
            person = _labelled(text, tokens, label, weak=not one["mark"])
            if person is None:
                break
            yield person
            more = _FURTHER.match(text, person.end)
            if more is None:
                break
            at = more.end()


_LISTED = 60  # names behind a label
_FURTHER = re.compile(
    r"(?: ?\([^()\n]{1,40}\))?(?:,[ \n]| ?;[ \n]?| (?:and|und|et|y|e|en|&) | / )"
    r"(?:(?:Mr|Mrs|Ms|Herr|Frau|Dr|Mme|Mlle|Sig|Sig\.ra|Sra|Sr|D|Dña|Doña|Don|mevrouw|meneer|dhr|mevr)\.? )*"
)


def _labelled(text: str, tokens: list[Token], label: str, *, weak: bool) -> Person | None:
    behind = re.compile(r", ?").match(text, tokens[-1].end)
    further = tokens_at(text, behind.end(), most=3) if behind and len(tokens) <= 3 else []
    if further and any(is_given(one.text) or one.is_initial for one in further[:1]):
        both = person_of([*tokens, *further], family_first=True)
        family = tuple(one.text for one in tokens if not one.is_particle and not one.is_initial)
        given = tuple(one.text for one in further if not one.is_particle and not one.is_initial)
        return Person(given, family, tokens[0].start, further[-1].end) if both else None
    words = [one for one in tokens if not one.is_particle]
    if any(one.start <= tokens[0].start < one.end for one in _companies(text, tokens)):
        return None
    if weak and not looks_like_name(tokens) and not _is_unusual(words):
        return None
    if not _ONE_WORD.search(label) and not _may_be_somebody(words):
        return None
    if len(words) > 4 and not looks_like_name(tokens):
        return None
    by_family = bool(
        re.search(
            r"sur|last|family|nach|zuname|famil|apellido|cognome|achter|apelido|sobrenome|"
            r"geburtsname|naissance|maiden|^nom$",
            label,
        )
    )
    person = person_of(tokens, is_family=by_family)
    if person and by_family and person.given and not person.family:
        return Person((), person.given, person.start, person.end)
    return person


def _may_be_somebody(words: list[Token]) -> bool:
    """Whether a word of them is a name, or the first one no word: "Service Achats" is nobody."""
    known = any(is_given(one.text) or is_family(one.text) for one in words)
    return bool(words) and (known or not is_word(words[0].text))


def _is_unusual(words: list[Token]) -> bool:
    """Two words or more that no language has among its commonest."""
    return len(words) > 1 and not any(is_word(one.text) for one in words)


def _companies(text: str, tokens: list[Token]) -> list[Token]:
    start = tokens[0].start
    line = text[start : (text.find("\n", start) + 1 or len(text) + 1) - 1]
    return [
        Token(start + one.start, start + one.end, one.text) for one in organisations(line) if one.start <= 2
    ]


_ONE_WORD = re.compile(
    r"name|nom|apellido|cognome|naam|apelido|patient|fore|given|vor|prén|voor|fdo|sign|firm|unter"
)


@cache
def _label() -> re.Pattern[str]:
    labels = vocabulary().name_labels
    return re.compile(
        rf"(?i:(?<![\w])(?P<label>{labels})(?:\(?(?:in|e|s|a|n|r)\)|/in|/-in|/a|\*in|:in)"
        rf"?(?: ?\([^()\n]{{1,24}}\))?)"
        r"(?:(?P<mark> ?(?:[:|=]|\n(?=[^\n]{3,60}(?:\n|$))) ?\n?| {2,}| - | – )| )"
        r"(?:(?:[Mm]rs?|[Mm]s|Herrn?|Frau|Dr|Prof|Sr|Sra|Dhr|Mevr|Mw|Sig|Mme|M)\.? )*(?=\S)"
    )


def _by_greetings(text: str) -> Iterator[Person]:
    for one in _greeting().finditer(text):
        at = one.end()
        for _ in range(4):
            tokens = tokens_at(text, at, most=4)
            if not tokens or not re.match(
                r"\s?(?:[,!:;.–-]|\n|$| (?:and|und|et|y|e|en|&) )", text[tokens[-1].end :][:6]
            ):
                break
            person = person_of(tokens)
            if person is None:
                break
            yield person
            more = re.compile(
                r", (?=[A-Z])| (?:and|und|et|y|e|en|&) (?:(?:Lieber?|Mr|Mrs|Ms)\.? )?|, (?:lieber?|"
                r"cher|chère) "
            ).match(text, tokens[-1].end)
            if more is None:
                break
            at = more.end()


@cache
def _greeting() -> re.Pattern[str]:
    words = vocabulary()
    return re.compile(
        rf"(?m)(?:^|(?<=[\n>,.!] )|(?<=^> ))(?i:{words.greetings})(?: (?:all|team))?,? "
        rf"(?:(?:{words.honorifics}|{words.titles}) )*(?=\S)"
    )


def _by_closings(text: str) -> Iterator[Person]:
    for one in _closing().finditer(text):
        rest = text[one.end() :]
        start = one.end()
        for line in rest.split("\n")[:6]:
            stripped = line.strip(" ,*_>|-–")
            if stripped:
                at = start + line.index(stripped)
                lead = re.match(
                    r"(?i)(?:gez\.|i\. ?a\.|i\. ?v\.|ppa\.|p\.p\.|pp|/s/|s/|fdo\.?:?|firmado:?|"
                    r"f\.to|w\.g\.|dr\.|prof\.|mr\.?|mrs\.?|ms\.?)(?: |(?<=/))",
                    stripped,
                )
                tokens = tokens_at(text, at + (lead.end() if lead else 0), most=5)
                whole = (
                    bool(tokens)
                    and re.match(r"[\s,.*_|)(–-]*(?:\n|$|[,(|–-])", text[tokens[-1].end :][:12] or "\n")
                    is not None
                )
                words = [token for token in tokens if not token.is_particle]
                alone = is_given(words[0].text) or not is_word(words[0].text) if words else False
                if whole and (_may_be_somebody(words) if len(words) >= 2 else alone):
                    person = person_of(tokens)
                    if person is not None:
                        yield person
                        break
            start += len(line) + 1


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(rf"(?im)^[> ]*(?:[^\n]{{0,60}} )?(?:{vocabulary().closings})[,.!]?[ ]*\n")


def _in_columns(text: str) -> Iterator[Person]:
    """Rows below a heading that has a column of names: the words with capitals that a row begins with, or
    those
    that are names wherever they stand in it."""
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    for place, (_, line) in enumerate(lines):
        if not _HEADING.search(line) or re.search(r"\d|[.:] ", line) or len(line) > 160:
            continue
        for begin, row in lines[place + 1 : place + 1 + _ROWS]:
            if not row.strip() or not re.search(r"\d|\||  |\t", row):
                break
            lead = re.match(r"[\W\d_]*", row)
            tokens = tokens_at(text, begin + (lead.end() if lead else 0), most=4)
            if not tokens:
                continue
            comma = re.compile(r", ").match(text, tokens[-1].end)
            further = tokens_at(text, comma.end(), most=3) if comma else []
            if further and len(tokens) <= 3:
                yield Person(
                    tuple(one.text for one in further if not one.is_initial and not one.is_particle),
                    tuple(one.text for one in tokens if not one.is_particle),
                    tokens[0].start,
                    further[-1].end,
                )
            elif len([one for one in tokens if not one.is_particle]) >= 2 and not _companies(text, tokens):
                person = person_of(tokens)
                if person is not None:
                    yield person


_HEADING = re.compile(
    r"(?i)(?:^|[|\s])(?:(?:full |last |first )?name|employee|patient|member|mitarbeiter(?:in)?|"
    r"nachname|vorname|nom(?: et prénoms?)?|"
    r"salarié|nombre(?: y apellidos)?|apellidos|empleado|nome(?: e cognome)?|cognome|"
    r"dipendente|naam|medewerker|werknemer|funcionário|"
    r"colaborador|teilnehmer|participant|attendee|teilnehmerin|versicherter?|utente|paciente|"
    r"paziente)(?:$|[|\s])"
)


def _by_addresses(text: str) -> Iterator[Person]:
    """E-mail addresses that are made of a name, and what stands before one in angle brackets."""
    for one in re.finditer(r"(?P<shown>[^\n<>;:]{3,60}?)[\"']? ?<[\w.+%-]+@[\w.-]+>", text):
        shown = one["shown"].strip(" \"',")
        at = one.start() + one[0].index(shown) if shown else -1
        tokens = tokens_at(text, at, most=5) if shown else []
        if not tokens:
            continue
        comma = re.compile(r", ").match(text, tokens[-1].end)
        further = tokens_at(text, comma.end(), most=3) if comma else []
        words = [token for token in tokens if not token.is_particle]
        if further:
            yield Person(
                tuple(t.text for t in further if not t.is_initial),
                tuple(t.text for t in words),
                tokens[0].start,
                further[-1].end,
            )
        elif (
            len(words) >= 2
            and not organisations(shown)
            and (looks_like_name(tokens) or _is_made_of(one[0], words))
        ):
            person = person_of(tokens)
            if person is not None:
                yield person
    for one in re.finditer(
        r"(?<![\w.+-])([a-z]{1,20})[._-]([a-z]{2,24})(?:[._-]([a-z]{2,24}))?\d{0,4}@", text.lower()
    ):
        parts = [part for part in one.groups() if part]
        found = _written(text, parts)
        if found is not None:
            yield found


def _is_made_of(address: str, words: list[Token]) -> bool:
    local = address[address.index("<") :].lower()
    return any(len(one.text) > 3 and plain_letters(one.text) in local for one in words)


def _written(text: str, parts: list[str]) -> Person | None:
    """The words of an address as they stand elsewhere in the text with capitals, side by side."""
    first, last = parts[0], parts[-1]
    for one in re.finditer(
        rf"(?<!\w)({WORD}|{CAPITAL}\.)(?:,? (?:{WORD}|{CAPITAL}\.|[a-z]{{2,4}})){{0,2}},"
        rf"? ({WORD})(?!\w)",
        text,
    ):
        left, right = plain_letters(one[1]), plain_letters(one[2])
        if {left, right} == {first, last} or (len(first) == 1 and right == last and left.startswith(first)):
            return Person((one[1],) if not one[1].endswith(".") else (), (one[2],), one.start(), one.end())
    if len(first) > 1 and is_given(first.capitalize()) and (is_family(last.capitalize()) or len(last) > 3):
        return Person((first.capitalize(),), (last.capitalize(),))
    return None


def _by_relations(text: str) -> Iterator[Person]:
    """ "her brother Emre", "son épouse, Ghislaine": a word that is a name, or no word at all."""
    for one in _relation().finditer(text):
        tokens = tokens_at(text, one.end(), most=4)
        words = [token for token in tokens if not token.is_particle and not token.is_initial]
        if words and (is_given(words[0].text) or not is_word(words[0].text)):
            person = person_of(tokens)
            if person is not None:
                yield person


@cache
def _relation() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?i:{vocabulary().relations}),?\s(?={CAPITAL})")
