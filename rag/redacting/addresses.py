"""Postal addresses: a street with its number, and the lines to its post code and town."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.redacting.kinds import Kind, Span
from rag.redacting.vocabulary import vocabulary

_C = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’.-]*"  # a word with a capital
_SMALL = (
    r"(?:de|la|las|los|el|del|du|des|le|les|di|da|dei|della|delle|do|dos|das|von|van|der|den|"
    r"het|op|in|the|of|d'|l'|e|y|and|am|an|im|zum|zur|St\.?)"
)
_WORDS = rf"(?:(?:{_C}|{_SMALL})[ -]){{0,4}}"
_NUMBER = r"\d{1,5}(?: ?[a-zA-Z](?![\w]))?(?: ?[-–/] ?\d{1,4}[a-zA-Z]?(?!\w))?"
_DE = (
    rf"(?:(?:Am|An|Im|In|Auf|Unter|Zum|Zur|Alte|Alter|Neue|Neuer|Obere|Untere|Große|Kleine|"
    rf"Lange|Bei|Hinter)(?: de[rnm])? )?"
    r"[A-ZÄÖÜ][\wäöüß.-]*(?:[ -][A-ZÄÖÜ][\wäöüß.-]*){0,3}?[ -]?"
    r"(?:straße|strasse|stra[BſfS8b]e|str\.|Str\.|Straße|Strasse|STRASSE|STRAẞE|weg|Weg|platz|"
    r"Platz|allee|Allee|gasse|Gasse|ring|Ring|damm|Damm|ufer|Ufer|chaussee|Chaussee|"
    rf"steig|Steig|pfad|Pfad|hof|markt|Markt|graben|berg|park|stieg|zeile|wall|Wall|garten|"
    rf"wiese|feld|kamp|brücke|promenade|Promenade|kai|Kai|winkel) ?{_NUMBER}"
)
_DE_PLACE = (
    rf"(?:Am|An|Im|In|Auf|Unter|Zum|Zur|Hinter|Bei)(?: de[rnm])"
    rf"? [A-ZÄÖÜ][\wäöüß-]+(?: [A-ZÄÖÜ][\wäöüß-]+)? {_NUMBER}"
)
_NL = (
    r"(?:[A-Z][\w.'’-]*|van|de|den|der|het|ter|'s)(?: (?:[A-Z][\w.'’-]*|van|de|den|der|het|ter|'s)){0,3}?"
    r"(?:straat|laan|weg|plein|kade|gracht|dijk|singel|dreef|hof|steeg|park|pad|wal|markt|baan|"
    r"veld|plantsoen|lei|"
    rf" Straat| Laan| Plein|straatweg|burgwal|haven|hage|burg|akker|weide|oord)"
    rf" {_NUMBER}(?: ?(?:bis|hs|bus|[-/] ?\d+|[IVX]+)\b ?\d*)?"
)
_EN = (
    rf"(?:(?:Flat|Apartment|Apt\.?|Unit|Suite|Ste\.?|Room|Floor|House|The) ?[#]?[\w-]+,?[ \n])?"
    rf"\d{{1,6}}[A-Za-z]?(?:[-–/]\d+[A-Za-z]?)?,?(?: (?:N|S|E|W|NE|NW|SE|SW|North|South|East|"
    rf"West)\.?)? (?:{_C}|\d+(?:st|nd|rd|th))(?: (?:{_C}|of|the|and)){{0,3}}? "
    r"(?:Street|St\.?|Road|Rd\.?|Avenue|Ave\.?|Lane|Ln\.?|Drive|Dr\.?|Close|Court|Ct\.?|Way|"
    r"Place|Pl\.?|Square|Sq\.?|Terrace|Ter\.?|Gardens|Gdns|Crescent|Cres\.?|"
    r"Boulevard|Blvd\.?|Hill|Row|Mews|Grove|Park|Walk|View|Green|Highway|Hwy\.?|Parkway|"
    r"Pkwy\.?|Circle|Cir\.?|Trail|Rise|Quay|Wharf|Parade|Broadway|Circus|Vale|Heights|Loop|"
    r"Path|Alley|Yard|Gate|End|Bank|Side|Meadow|Meadows|Fields?|Croft|Orchard|STREET|ROAD|"
    r"AVENUE|LANE|DRIVE)(?!\w)"
    r"(?:,? (?:Apt\.?|Apartment|Unit|Suite|Ste\.?|Flat|Floor|#) ?[#]?[\w-]+|,? (?:N|S|E|W|NE|NW|SE|SW)\b)?"
)
_BARE_EN = rf"(?:{_C} ){{1,3}}(?:Street|Road|Avenue|Lane|Drive|Close|Crescent|Terrace)(?!\w)"
_FR = (
    r"(?:\d{1,4}(?: ?(?:bis|ter|quater|[A-D])(?!\w))?(?: ?[-–/] ?\d{1,4})?,? )(?:(?i:rue|"
    r"avenue|av\.?|boulevard|bd\.?|blvd|place|pl\.|allée|allées|impasse|chemin|ch\.|quai|"
    r"route|rte|cours|square|passage|sentier|esplanade|faubourg|fbg|villa|résidence|"
    r"lotissement|hameau|cité|voie|montée|rond-point|promenade|ruelle|venelle|lieu-dit|clos|"
    r"mail)) [^\n,;|]{2,48}?"
)
_FR_CH = (
    rf"(?:(?i:rue|avenue|chemin|route|place|boulevard|quai|chaussée)) (?:{_SMALL}[ ]?|{_C}[ -])"
    rf"{{0,5}}{_C},? {_NUMBER}"
)
_ES = (
    r"(?i:calle|c/|avda?\.?|avenida|plaza|pza\.?|pl\.|paseo|pº|p\.º|carrer|camino|cno\.?|ronda|"
    r"travesía|carretera|ctra\.?|glorieta|gran vía|vía|urbanización|urb\.|callejón|rambla|"
    r"passeig|avinguda|plaça|cuesta|barrio|polígono|pasaje)"
    rf" ?(?:{_SMALL}[ ]?|{_C}[ ]|\d{{1,2}} de ){{0,6}}{_C},?(?: (?:n[º°.]{{1,2}}|núm\.?|nº) ?| )"
    rf"{_NUMBER}(?:,? ?(?:\d{{1,2}} ?[ºª°.]{{1,2}}|[Pp]iso \d+|[Pp]ta\.? ?\w+|[Ee]sc\.? ?\w+|"
    rf"bajo|[Bb]ajos?|ático|[Pp]ortal \d+)(?: ?-? ?(?:[A-Z]|\d ?[ªº]|izq\w*\.?|dcha\.?|derecha|"
    rf"izquierda)(?!\w))?)*"
)
_IT = (
    r"(?:Via|VIA|via|Viale|VIALE|viale|V\.le|Piazza|PIAZZA|piazza|P\.za|P\.zza|Piazzale|P\.le|"
    r"Corso|CORSO|corso|C\.so|Largo|L\.go|Vicolo|Strada|Lungotevere|Lungarno|Contrada|Borgo|"
    r"Salita|Calle|Fondamenta|Traversa|Località|Loc\.|Piazzetta|Galleria)"
    rf" (?:{_SMALL}[ ]?|{_C}[ ]|[IVX]+ |\d{{1,2}} ){{0,6}}{_C},?(?: n\.?c?\.? ?| n[°º]\.? ?| )"
    rf"{_NUMBER}(?:/[A-Za-z]\b)?(?:,? ?(?:[Ii]nt(?:erno|\.) ?\w+|[Ss]cala \w+|[Pp]iano \w+))*"
)
_PT = (
    r"(?:Rua|RUA|R\.|Avenida|AVENIDA|Av\.|Avª|Travessa|Tv\.|Praça|Pç\.|Largo|Lg\.|Estrada|"
    r"Alameda|Al\.|Calçada|Beco|Rodovia|Praceta|Bairro|Quinta|Urbanização|Rotunda|Ladeira|"
    r"Viela|Escadinhas|Campo)"
    rf" (?:{_SMALL}[ ]?|{_C}[ ]|\d{{1,2}} de ){{0,6}}{_C},?(?: n\.?[º°]\.? ?| nº ?|,? )"
    rf"{_NUMBER}(?:,? ?(?:\d{{1,2}}\.?[ºª°](?: ?(?:Esq|Dto|Dtº|Dt|Frente|Fte|[A-Z])\b[º.]?)?|"
    rf"[Aa]pto?\.? ?\w+|[Bb]loco \w+|R/C(?: \w+)?|[Aa]ndar \w+|[Cc]j\.? ?\w+|[Ss]ala \w+))*"
)
_BOX = (
    r"(?:P\.? ?O\.? ?Box|PO BOX|Postfach|Boîte postale|B\.?P\.?(?! \d+/)|Apartado(?: de [Cc]orreos|"
    r" Postal)?|Casella postale|C\.P\.|Postbus|Caixa [Pp]ostal) \d[\d ]{1,8}\d"
)
# Whatever a street is called: with its number before a post code and a town.
_ANY = (
    rf"{_C}(?:[ -](?:{_C}|{_SMALL})){{0,6}} {_NUMBER}"
    rf"(?=,? ?\n? ?(?:\d{{5}}|\d{{4}} [A-Z]{{2}}|\d{{4}}-\d{{3}}) {_C})"
)
_ANY_EN = (
    rf"\d{{1,4}}[A-Za-z]? (?:The )?{_C}(?: {_C}){{0,3}}"
    rf"(?:,[ \n](?:{_C}|{_SMALL})(?: (?:{_C}|{_SMALL})){{0,3}}){{0,4}}"
    r"(?=,?[ \n][A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b)"
)
_HOUSE_EN = (
    rf"(?:{_C} ){{1,3}}(?:Cottage|House|Farm|Farmhouse|Barn|Lodge|Hall|Manor|Villa|Grange|Mill|"
    rf"Rectory|Vicarage|Stables)"
    rf"(?:,[ \n](?:{_C}|{_SMALL})(?: (?:{_C}|{_SMALL})){{0,3}}){{0,4}}(?=,"
    rf"?[ \n][A-Z]{{1,2}}\d[A-Z\d]? \d[A-Z]{{2}}\b)"
)
_STREETS = (_ANY, _HOUSE_EN, _ANY_EN, _EN, _DE, _DE_PLACE, _FR, _FR_CH, _ES, _IT, _NL, _PT)
_TOWN = rf"{_C}(?:(?:[ -]|['’])(?:{_C}|{_SMALL}(?=[ '’-]))){{0,4}}"
_CODES = (
    (
        rf"(?:D|A|CH|F|I|E|L|B|NL|P|DE|AT|FR|IT|ES)?[ -]?\d{{4,5}} {_TOWN}(?: \([A-Z]{{2}}\)|"
        rf" CEDEX(?: \d+)?| Cedex(?: \d+)?| [A-Z]{{2}}(?!\w))?"
    ),
    r"\d{4} ?[A-Z]{2}(?: {1,2}" + _TOWN + ")?",
    rf"(?:{_TOWN},?[ \n])?(?:{_TOWN},?[ \n])?[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}",
    (
        rf"{_TOWN},? (?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|"
        rf"MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC)(?:,"
        rf"? \d{{5}}(?:-\d{{4}})?)?"
    ),
    rf"\d{{4}}-\d{{3}}(?: {_TOWN})?",
    (
        rf"(?:{_TOWN}(?: ?[-–/,] ?[A-Z]{{2}})?,?[ \n])?(?:CEP:? ?)?\d{{5}}-\d{{3}}(?:,"
        rf"? {_TOWN}(?: ?[-–/] ?[A-Z]{{2}})?)?"
    ),
)
_JOINT = r"(?: ?[,·•|;–-]? ?\n? ?| ?, ?|,? in | à | a | te | em )"
_EXTRA = r"(?:[^\n,;|]{2,40}(?:,|\n| ?[·•|–-]) ?)?"
_UK = re.compile(
    r"(?<![\w-])(?:GIR ?0AA|(?:[A-PR-UWYZ]\d{1,2}|[A-PR-UWYZ][A-HK-Y]\d{1,2}|"
    r"[A-PR-UWYZ]\d[A-HJKSTUW]|[A-PR-UWYZ][A-HK-Y]\d[ABEHMNPRVWXY]) \d[ABD-HJLNP-UW-Z]{2})"
    r"(?![\w-])"
)
_STOP = re.compile(r"[\w.+-]+@|(?i:tel|fon|phone|mobil|e-?mail|geb|born|iban|dob|nif|dni|bsn|nhs)\b")


def addresses(text: str) -> Iterator[Span]:
    """In all languages: a letter names streets of other countries."""
    for pattern in _patterns():
        for one in pattern.finditer(text):
            end = one.end()
            stop = _STOP.search(text, one.start(), end)
            if stop:
                end = stop.start()
            yield _span(text, one.start(), end)
    for one in _UK.finditer(text):
        yield _span(text, _start_of_line_part(text, one.start()), one.end())
    yield from _called(text)


def _start_of_line_part(text: str, at: int) -> int:
    """Where the town begins that stands before a post code in its line."""
    found = re.search(rf"(?:{_TOWN},? )$", text[max(0, at - 60) : at])
    return at - len(found[0]) if found and found[0].count(" ") <= 3 else at


def _span(text: str, start: int, end: int) -> Span:
    while end > start and text[end - 1] in " \n,;|·•–-":
        end -= 1
    return Span(start, end, Kind.ADDRESS, " ".join(re.sub(r"\W+", " ", text[start:end]).lower().split()))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    codes = "|".join(f"(?:{one})" for one in _CODES)
    tail = (
        rf"(?:{_JOINT}{_EXTRA}(?:{codes})(?!\w)(?:,? (?:Deutschland|Germany|France|España|Italia|"
        rf"Italy|Nederland|Portugal|Brasil|USA|UK|United Kingdom))?)"
    )
    found = []
    for form in _STREETS:
        # A French street ends with nothing of its own: its post code, or the line's end.
        ending = rf"(?:{tail}|(?=\s*(?:\n|[,;|.]|$)))" if form == _FR else rf"(?:{tail})?"
        found.append(re.compile(rf"(?<![\w.-])(?:{form}){ending}"))
    found.append(re.compile(rf"(?<!\w){_BOX}{tail}?"))
    return tuple(found)


def _called(text: str) -> Iterator[Span]:
    """What a label calls an address, up to the end of its line, with the line of the post code below."""
    for one in _label().finditer(text):
        value = one["value"]
        if re.search(r"\d", value) and not re.search(r"@|https?:|www\.", value):
            stop = _STOP.search(value)
            end = one.start("value") + (stop.start() if stop else len(value))
            below = re.compile(rf"[,]?\n(?:{'|'.join(_CODES)})(?!\w)").match(text, end)
            if end > one.start("value"):
                yield _span(text, one.start("value"), below.end() if below else end)


@cache
def _label() -> re.Pattern[str]:
    strong = vocabulary().addresses
    return re.compile(rf"(?im)(?<![\w-])(?:{strong})[ ]?(?:[:|]) ?\n?(?P<value>[^\n:|]{{5,120}})$")
