"""What stands at the head of a receipt or an invoice: who made it out, and the address below the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.extracting.fields.days import days
from rag.extracting.fields.mentions import Mention
from rag.extracting.fields.names import has_legal_form, normal, organisations
from rag.extracting.fields.sight import SeenLine, Sight

_HEAD = 14  # lines at the top of the first page
_NO_NAME = re.compile(
    r"^\W*(?:tax|simplified|cash|original|copy|customer|official|sales|guest|retail)?\W*(?:invoice|"
    r"receipts?|bill|factuur|facture|rechnung|"
    r"goods sold|not returnable|staff|factura|fattura|fatura|quittung|ticket|kopie|duplicate|welcome|"
    r"t\.? ?a\.? ?v\b|attn|att\.|z\.? ?hd|zu händen|herrn?\b|frau\b|exmo\b|spett|mevrouw|"
    r"thank you|order|page|seite|date|tel|fax|gst|reg)\b|@|www\.|https?:",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_REGISTERED = re.compile(
    r"\(?\s*(?:co\.?|company|roc|reg(?:istration)?|ssm|gst|tin|vat|abn|kvk|hrb|business)?\s*\.?\s*(?:no\.?|"
    r"id|reg|number|nr)?\.?\s*:?\s*\(?\s*\d[\d\s-]{3,}[-\s]?[A-Z]{0,2}\s*\)?\s*$",
    re.IGNORECASE,
)
# As in (519537-X) or CO.REG.NO 123456, behind a name.
_IN_REGISTER = re.compile(
    r"\s*\(?\s*(?:(?:co|company|reg|roc|ssm|no|kvk|hrb)\b[\s.:]*){0,4}\(?\d{5,}[\d-]*\s*-?\s*[A-Z]?\s*\)|"
    r"\s+\(?(?:co|company|reg|roc|ssm)\b[\s.:]*(?:(?:reg|no)\b[\s.:]*)*\d{5,}.*$",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:tel(?:ephone|efon)?|phone|fax|hp|h/p|mobile|e-?mail|gst|sst|vat|btw|ust|reg(?:istration)?|"
    r"invoice|receipt|bill|cashier|"
    r"date|time|table|order|qty|item|description|website|doc(?:ument)?|slip|counter|member|tax|document|"
    r"pos|trn|sales)\b\.?\s*(?:no\b|id\b|#|:|\(|\d|$)|"
    r"www\.|@|\binvoice\b|\breceipt\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\bt[eé]lf?\b|\btlf\b|\bfax\b|"
    r"\b(?:factura|fattura|fatura|facture|rechnung|factuur|kassabon|scontrino|documento commerciale|"
    r"ticket n|n[°º])(?!\w)",
    re.IGNORECASE,
)
# Numbers of taxes and registers under an address, by what they are called in some countries.
_TAX_NUMBER = re.compile(
    r"\bATU ?\d|\bCHE[- ]?\d{3}|\b(?:p\.? ?iva|partita iva|c\.f|cod\w* fisc\w*|n\.?i\.?f|c\.?i\.?f|siret|"
    r"siren|r\.?c\.?s|gstin|gst|fssai|uid|uen|ust|st\.?-? ?nr|steuernummer|hr[ab]|kvk|btw|vat|tva|iva|mwst|"
    r"abn|ein|cnpj|nipc|contribuinte|dl no)\b[^\n]{0,16}?\d[\d .-]{4,}",
    re.IGNORECASE,
)
# Which of several places of one firm it is: a number, not a street.
_BRANCH = re.compile(
    r"\W*(?:store|station|fil(?:iale)?\b|branch|site|outlet|markt|shop no|tienda|magasin|negozio|loja|winkel)"
    r"\W*(?:no|nr)?\W*\d+\W*(?:$|mgr\b|manager\b)|.*\bmgr\W",
    re.IGNORECASE,
)
# Before the address of somebody else.
_TO_OTHERS = re.compile(
    r"\W*(?:bill(?:ed)?|sold|ship|deliver|invoice)(?:ed)? to\b|"
    r"\W*(?:customer|client|kunde|klant|cliente|m/s)\b|"
    r"\W*(?:factuur|aflever|rechnungs|liefer|billing |shipping |delivery )(?:adress?e?|anschrift|address)\b|"
    r"\W*adresse de (?:facturation|livraison)\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b\d{4,6}\b|\b(?:no|lot|jalan|jln|street|st|road|rd|avenue|ave|lane|taman|tmn|bandar|kampung|floor|"
    r"level|block|blok|unit|plaza|mall|"
    r"str(?:aße|asse|\.)?|weg|platz|allee|rue|av|calle|via|piazza|straat|laan|plein|rua)\b|(?:straße|"
    r"strasse|weg|straat|laan|plein|gasse)\b",
    re.IGNORECASE,
)
# The end of a name that takes two lines.
_END_OF_NAME = re.compile(
    r"(?:[A-Z][\w&'.-]* ){0,3}(?:trading|enterprises?|co\.?|company|restaurant|house|shop|store|mart|"
    r"hardware|stationery|services|"
    r"s/?b|sdn\.? ?bhd\.?|gmbh|ltd\.?|limited|inc\.?|b\.?v\.?|llc|cafe|bakery|pharmacy|m\) sdn bhd)\.?",
    re.IGNORECASE,
)
# A street, a house, a place, without the figures that may be anything.
_STREET_WORD = re.compile(
    r"\bno(?=[ .:]*\d)|\b(?:lot|jalan|jln|street|st|road|rd|avenue|ave|lane|taman|tmn|bandar|kampung|"
    r"floor|level|block|blok|unit|plaza|mall|platz|allee|rue|av|calle|via|piazza|laan|plein|rua)\b|(?:stra[sß]+e|str\.|weg|straat)",
    re.IGNORECASE,
)
# Of four to six figures before a place or at the end of a line; as in Britain, the Netherlands, Canada.
_POSTCODE = re.compile(
    r"(?<![\w/.#:-])(?:\d{4,6}(?:-\d{3,4})?(?=[ ,]+[^\W\d_]|[ ,.]*$)|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|"
    r"[A-Z]\d[A-Z] ?\d[A-Z]\d\b)",
    re.MULTILINE,
)
_TITLE = re.compile(
    r"\s+(?:tax |pro-?forma )?(?:invoice|credit (?:note|memo)|receipt|rechnung|gutschrift|facture|avoir|"
    r"factuur|factura|fattura|fatura)\s*$",
    re.IGNORECASE,
)
_PRICE = re.compile(r"(?<![\w.,/-])\d+[.,]\d\d(?![\w/-])")
# "Served by: …", "Hotline:1800…"; but "No: 1" is a house.
_LABELLED = re.compile(
    r"(?!(?:lot )?(?:no|nr|lot|unit|blo?c?k|address|adresse|anschrift|alamat|dirección|indirizzo)\b)"
    r"[^\W\d][\w .'/-]{1,25}\s*:",
    re.IGNORECASE,
)
# What a paper is, where that stands alone at its top: it names nobody.
_KIND_ALONE = re.compile(
    r"\W*(?:[\w-]+ ){0,3}?(?:agreement|contract|lease|deed|terms|conditions|memorandum|memo|minutes|report|"
    r"statement|notice|letter|quotation|estimate|offer|reminder|delivery note|purchase order|policy|"
    r"\w*vertrag|vereinbarung|protokoll|bericht|angebot|mahnung|lieferschein|bestellung|auftrag|bescheid|"
    r"contrat|accord|rapport|devis|bon de (?:livraison|commande)|contrato|acuerdo|informe|presupuesto|pedido|"
    r"contratto|accordo|relazione|preventivo|ordine|overeenkomst|offerte|verslag|عقد|اتفاقية|تقرير)"
    r"(?: (?:of|de|di|del|du|des)(?: [\w’'-]+){1,2})?\W*",
    re.IGNORECASE,
)
_BELOW_NAME = 1.0  # as much as a street says
_A_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = 6  # words; names that are as long have capitals
_SPEAKS = re.compile(
    r"[.!?;,:]$|\b(?:we|you|your|our|shall|must|wir|sie|ihn?en|ihre[mnrs]?|unsere?[mnrs]?|nous|vous|votre|notre|"
    r"usted|nosotros|noi|voi|vi|vostr[aei]|wij|uw|onze|você|nós)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\w (?:restaurant|house|shop|store|mart|cafe|bakery|pharmacy)$", re.IGNORECASE)
_NEAR = 4  # characters between two lines of one name
# When a shop is open, under its address.
_HOURS = re.compile(
    r"\b(?:ouvert|horaires|geöffnet|öffnungszeiten|opening|open (?:daily|mon|from|7)|orari[oa]?|horario|"
    r"geopend|openingstijden|aberto|uhr)\b|"
    r"\d{1,2} ?(?:[h:.] ?(?:\d{2})?|[ap]\.?m\.?) ?[-–] ?\d{1,2} ?(?:[h:.]|[ap]\.?m)",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"\b\+?\d{2,4}[-\s)]+\d{3,4}[-\s]?\d{3,}|(?<!\d)(?:\d{2}[ .]){4}\d{2}(?!\d)|\bte[l1i]\b", re.IGNORECASE
)
_AFTER = 3  # lines of a name below the label of an address
_TOLD = 3  # longest words of a name that a site is named after
_ANOTHERS = 3.0  # less for an address that follows the name of somebody else
# What goes on at the end of a line, or at the beginning of the next.
_GOES_ON = re.compile(
    r"(?:\b(?:dan|and|und|et|y|e|en|de|di|of|the|for|del|della|do|da)|[&+,-])$", re.IGNORECASE
)
_BEGINS_ON = re.compile(r"(?:(?:dan|and|und|et|di|de|du|of|von)\b|[&+])", re.IGNORECASE)
_MISREAD_STREET = re.compile(r"\bJ[i1Il]([nN])\b(?=\.? [A-Z])")
_MISREAD_LOT = re.compile(r"\b[1lI][0O]T(?= \d)")
_LONG_NUMBER = 7  # figures, of which a postcode has no more than six
_MOST = 7  # lines of an address


def issuers(sight: Sight) -> list[Mention]:
    """Who made a paper out: a company's name at its top first, then one anywhere; the likeliest first."""
    lines = _head(sight)
    others = _of_others(lines)
    named = [
        (number, one)
        for number, one in enumerate(lines)
        if _may_name(one) and number not in others and not _priced(sight, one)
    ]
    legal = [one for one in named if has_legal_form(_bare(one[1].text))]
    top = [_name(number, lines) for number, _ in (legal or named)[:1]]
    if legal and named[0] != legal[0]:  # who has a site or an address for mail needs no legal form
        top += [one for one in [_name(named[0][0], lines)] if _has_site(one, sight.text)]
    more = [one for one in organisations(sight.text) if not any(one.value == other.value for other in top)]
    below = bool(others) and bool(named) and named[0][0] > min(others) and not legal
    told = (*more, *top) if below else (*top, *more)  # below an address of others stands no letterhead
    own = [one for one in told if _has_site(one, sight.text)]
    own.sort(key=lambda one: not has_legal_form(one.value))
    return [*own, *(one for one in told if one not in own)]


def _has_site(name: Mention, text: str) -> bool:
    """Whether the paper names a site or an address for mail after somebody."""
    words = sorted(re.findall(r"[^\W\d_]{4,}", name.value.lower()), key=len)[-_TOLD:]
    if not words:
        return False
    told = "|".join(map(re.escape, words))
    return re.search(rf"(?:www\.|@|https?://)[\w.-]*(?:{told})", text.lower()) is not None


def _of_others(lines: Sequence[SeenLine]) -> frozenset[int]:
    """Which lines follow the label of an address of somebody else: "Bill To:", "Factuuradres"."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if _TO_OTHERS.match(line.text):
            found |= {number, *range(number + 1, number + 1 + _AFTER)}
    return frozenset(found)


def addresses(sight: Sight) -> list[Mention]:
    """The addresses of a paper's head, the likeliest first: that with a postcode, streets, below the name of
    who made it out.
    """
    lines = _head(sight, _HEAD + _MOST)
    first = issuers(sight)[:1]
    name = first[0].value.lower() if first else ""
    place = max((line.start for line in lines for one in first if _overlap(line, one)), default=-1)
    blocks = [one for one in _blocks(lines, sight, name) if _told(one)]
    below = [one for one in blocks if one[0].start > place]

    def counts(block: Sequence[SeenLine]) -> float:
        near = _BELOW_NAME - below.index(list(block)) if block in below else 0.0
        return _told(block) + near - (_ANOTHERS if _of_another(block, lines, place) else 0.0)

    return [_joined(one) for one in sorted(blocks, key=counts, reverse=True)]


def _of_another(block: Sequence[SeenLine], lines: Sequence[SeenLine], place: int) -> bool:
    """Whether a block that follows the name of who made a paper out follows somebody else's, too."""
    between = [one for one in lines if place < one.start < block[0].start]
    return place >= 0 and any(
        _TO_OTHERS.match(one.text) or has_legal_form(_bare(one.text)) for one in between
    )


def _overlap(line: SeenLine, name: Mention) -> bool:
    return line.start < name.end and name.start < line.end


def _joined(block: Sequence[SeenLine]) -> Mention:
    text = " ".join(one.text.strip() for one in block)
    return Mention(block[0].start, block[-1].end, text, _mended(" ".join(text.split()).strip(" .,")))


def _mended(address: str) -> str:
    """An address with the short words for a street and a plot that scans misread: no street is a "Jin"."""
    street = _MISREAD_STREET.sub(lambda found: "JLN" if found[1] == "N" else "Jln", address)
    return _MISREAD_LOT.sub("LOT", street)


def _told(block: Sequence[SeenLine]) -> float:
    """How much of an address lines hold."""
    text = "\n".join(one.text for one in block)
    streets = len({one.lower() for one in _STREET_WORD.findall(text)})
    return 2.0 * bool(_POSTCODE.search(text)) + min(streets, 3) + 0.5 * ("," in text)


def _blocks(lines: Sequence[SeenLine], sight: Sight, name: str) -> list[list[SeenLine]]:
    """Lines that may be an address, in runs. A number in a register between two of them is left out; a line
    apart from what has its postcode already is another thing.
    """
    found: list[list[SeenLine]] = []
    current: list[SeenLine] = []
    for line in lines:
        text = line.text.strip()
        if _number_alone(text):
            continue
        named = bool(name) and text.lower().startswith(name)
        ends = named or _other(text) or len(current) >= _MOST or _priced(sight, line)
        if current and (ends or _apart(sight.text, current, line)):
            found.append(current)
            current = []
        if not ends and (current or (_may_begin(text) and not _BRANCH.match(text))):
            current.append(line)
    return [*found, current] if current else found


def _number_alone(text: str) -> bool:
    return not _LETTERS.search(text) or (bool(_REGISTERED.fullmatch(text)) and not _POSTCODE.match(text))


def _other(text: str) -> bool:
    tells = (
        _STOP.search(text)
        or _PHONE.search(text)
        or _TAX_NUMBER.search(text)
        or _HOURS.search(text)
        or _PRICE.search(text)
        or _LABELLED.match(text)
    )
    return bool(tells or days(text) or has_legal_form(_bare(text)))


def _priced(sight: Sight, line: SeenLine) -> bool:
    """Whether an amount stands right of a line: it is something that was bought."""
    return any(_PRICE.search(one.text) for one in sight.right_of(line))


def _apart(text: str, block: Sequence[SeenLine], line: SeenLine) -> bool:
    if not any(_POSTCODE.search(one.text) for one in block):
        return False
    number = sum(map(str.isdigit, line.text)) >= _LONG_NUMBER  # of a tax, a register, a telephone
    return number or text[block[-1].end : line.start].count("\n") > 1


def _may_begin(text: str) -> bool:
    """Whether a line may be the first of an address: a street, a house, a unit."""
    if (
        days(text)
        or (re.fullmatch(r"\(?[^\d,]*\)?", text) and not _STREET.search(text))
        or text.startswith("(")
    ):
        return False
    return bool(
        _STREET.search(text) or (re.search(r"\d", text) and len(_LETTERS.findall(text)) > 2) or "," in text
    )


def _head(sight: Sight, most: int = _HEAD) -> list[SeenLine]:
    first = sight.lines[0].page if sight.lines else 1
    return [one for one in sight.by_eye(first) if one.text.strip()][:most]


def _may_name(line: SeenLine) -> bool:
    text = line.text.strip()
    if (
        len(_LETTERS.findall(text)) < 4
        or _NO_NAME.search(text)
        or _STOP.search(_untitled(text))
        or _PRICE.search(text)
        or _KIND_ALONE.fullmatch(text)
    ):
        return False
    if _LABELLED.match(text) and not has_legal_form(_bare(text)):
        return False  # "Payment terms: 30 days net"
    if text == text.lower() and not re.search(r"\d", text):
        return False  # what somebody noted at the top
    bare = _bare(text)
    if _is_sentence(text) and not has_legal_form(bare.rstrip(".")):
        return False
    if re.search(r"\d{4}.*,", bare) and not has_legal_form(bare):
        return False  # a house and its place
    return not (_STREET.search(bare) and re.search(r"\d", bare)) or has_legal_form(bare)


def _is_sentence(text: str) -> bool:
    """Whether a line reads as a sentence, or as the beginning of one. "Association pour la protection de la
    nature et des sites" has as few capitals, and speaks to nobody.
    """
    words = _A_WORD.findall(text)
    small = sum(one.islower() for one in words)
    return len(words) >= _SENTENCE and 2 * small > len(words) and _SPEAKS.search(text) is not None


def _name(number: int, lines: Sequence[SeenLine]) -> Mention:
    """The name of a line; with the line before where it goes on from there, with the next one where that is
    only its end.
    """
    line = lines[number]
    text = _bare(line.text)
    start = line.start + max(line.text.find(text), 0)
    end = start + len(text)
    before = lines[number - 1] if number else None
    if before is not None and _goes_on(before, line, text):
        start = before.start
        text = f"{before.text.strip()} {text}"
    following = lines[number + 1] if number + 1 < len(lines) else None
    whole = has_legal_form(text) or _ENDED.search(text)
    if not whole and following is not None and following.start - line.end <= _NEAR:
        rest = following.text.strip()
        if _END_OF_NAME.fullmatch(rest) or (_BEGINS_ON.match(rest) and not re.search(r"[\d:]", rest)):
            text, end = f"{text} {rest}", following.end
    return Mention(start, end, text, normal(text))


def _goes_on(before: SeenLine, line: SeenLine, name: str) -> bool:
    """Whether a name with its legal form began in the line before, which ends with what joins."""
    if not (has_legal_form(name) and _may_name(before) and 0 <= line.start - before.end <= _NEAR):
        return False
    first = before.text.strip()
    if re.search(r"\d", first) or has_legal_form(first) or first.isupper() != name.isupper():
        return False
    return _GOES_ON.search(first) is not None


def _bare(text: str) -> str:
    """Without the number in the register behind a name, and what follows it."""
    return _IN_REGISTER.split(_untitled(text).strip(), maxsplit=1)[0].strip(" ,-:")


def _untitled(text: str) -> str:
    """Without the title of the paper that stands beside the name of a company."""
    found = _TITLE.search(text)
    return text[: found.start()] if found and has_legal_form(text[: found.start()]) else text
