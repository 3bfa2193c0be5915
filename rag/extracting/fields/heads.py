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
    r"www\.|@|\binvoice\b|\breceipt\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\btel\b|\bfax\b",
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
_NEAR = 4  # characters between two lines of one name
_PHONE = re.compile(r"\b\+?\d{2,4}[-\s)]+\d{3,4}[-\s]?\d{3,}|\bte[l1i]\b", re.IGNORECASE)
_MOST = 7  # lines of an address


def issuers(sight: Sight) -> list[Mention]:
    """Who made a paper out: a company's name at its top first, then one anywhere; the likeliest first."""
    lines = _head(sight)
    named = [(number, one) for number, one in enumerate(lines) if _may_name(one)]
    legal = [one for one in named if has_legal_form(_bare(one[1].text))]
    top = [_name(line, lines[number + 1 :]) for number, line in (legal or named)[:1]]
    others = [one for one in organisations(sight.text) if not any(one.value == other.value for other in top)]
    own = [one for one in (*top, *others) if _has_site(one, sight.text)]
    return [*own, *(one for one in (*top, *others) if one not in own)]


def _has_site(name: Mention, text: str) -> bool:
    """Whether the paper names a site or an address for mail after somebody."""
    word = max(re.findall(r"[^\W\d_]{4,}", name.value.lower()), key=len, default="")
    return (
        bool(word) and re.search(rf"(?:www\.|@|https?://)[\w.-]*{re.escape(word)}", text.lower()) is not None
    )


def addresses(sight: Sight) -> list[Mention]:
    """The lines below the name of who made a paper out, up to what is no address."""
    lines = _head(sight, _HEAD + _MOST)
    first = issuers(sight)[:1]
    place = max(
        (n for n, one in enumerate(lines) if first and one.start < first[0].end and first[0].start < one.end),
        default=-1,
    )
    kept: list[SeenLine] = []
    for line in lines[place + 1 :]:
        text = line.text.strip()
        if not kept and (_REGISTERED.match(text) or _STOP.search(text) or not _may_begin(text)):
            continue
        if _STOP.search(text) or _PHONE.search(text) or _REGISTERED.fullmatch(text) or len(kept) >= _MOST:
            break
        kept.append(line)
    if not kept:
        return []
    text = " ".join(one.text.strip() for one in kept)
    return [Mention(kept[0].start, kept[-1].end, text, " ".join(text.split()).strip(" .,"))]


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
    if len(_LETTERS.findall(text)) < 4 or _NO_NAME.search(text) or _STOP.search(text):
        return False
    if text == text.lower() and not re.search(r"\d", text):
        return False  # what somebody noted at the top
    bare = _bare(text)
    return not (_STREET.search(bare) and re.search(r"\d", bare)) or has_legal_form(bare)


def _name(line: SeenLine, following: Sequence[SeenLine]) -> Mention:
    """The name of a line, with the next one where that is only its end."""
    text = _bare(line.text)
    at = line.start + max(line.text.find(text), 0)
    end = at + len(text)
    rest = following[0].text.strip() if following else ""
    if not has_legal_form(text) and _END_OF_NAME.fullmatch(rest) and following[0].start - line.end <= _NEAR:
        text, end = f"{text} {rest}", following[0].end
    return Mention(at, end, text, normal(text))


def _bare(text: str) -> str:
    """Without the number in the register behind a name, and what follows it."""
    return _IN_REGISTER.split(text.strip(), maxsplit=1)[0].strip(" ,-:")
