"""Messages that say the same in more than one form: which says more, and what only the other says."""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"[^\W_]+(?:[.,:'/-][^\W_]+)*")
_ADDRESS = re.compile(
    r"<?\b(?:https?|ftp|mailto|cid|tel):[^\s<>\"]*>?|\[(?:cid|image|logo)[^\]]*\]", re.IGNORECASE
)
_LACKING = 0.1  # of its words: a form without a tenth of what the other says is the poorer one
_FEWEST_OWN = 8  # words that only the other form has, before it is shown beside the richer one
_OWN_SHARE = 0.2
_FEWEST_CELLS = 2  # filled ones in a row, and such rows, before a table holds facts and not only places them
_SIGNATURE = re.compile(r"-----BEGIN PGP SIGNATURE-----.*?(?:-----END PGP SIGNATURE-----|\Z)", re.DOTALL)
_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:\w+:.*\r?\n)*\r?\n?")
PGP = "-----BEGIN PGP MESSAGE-----"


def chosen(plain: str, page: str) -> list[tuple[bool, str]]:
    """Of a plain text and a web page that say the same the richer one; both where each has much of its own.

    A pair is whether it is HTML, and the text.
    """
    if not page.strip() or not plain.strip():
        return [(bool(page.strip()), page if page.strip() else plain)] if (page + plain).strip() else []
    said, has_table = _seen(page)
    drawn, written = _words(said), _words(plain)
    only_page, only_plain = drawn - written, written - drawn
    richer = has_table or only_page.total() > _LACKING * drawn.total() or _has_figures(only_page)
    if not drawn or not richer:
        return [(False, plain)]
    own = only_plain.total()
    both = own >= _FEWEST_OWN and own > _OWN_SHARE * written.total()
    return [(True, page), (False, plain)] if both or _has_figures(only_plain) else [(True, page)]


def is_richer(one: str, other: str) -> bool:
    """Whether the first of two texts says much that the second does not."""
    mine = _words(one)
    own = mine - _words(other)
    return own.total() > _LACKING * mine.total() or _has_figures(own)


def reflowed(text: str, *, joined: bool) -> str:
    """A text in "format=flowed" with its lines put together. `joined`: no blank where they were parted.

    Source: RFC 3676.
    """
    lines: list[str] = []
    depth = 0
    goes_on = False
    for line in text.replace("\r\n", "\n").split("\n"):
        bare = line.lstrip(">")
        quoted = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        is_sign = bare == "-- "  # of what follows, which is a signature
        if goes_on and bare and quoted == depth and not is_sign:
            lines[-1] += bare
        else:
            lines.append(">" * quoted + " " * bool(quoted and bare) + bare)
        goes_on = bare.endswith(" ") and not is_sign
        if goes_on and joined:
            lines[-1] = lines[-1][:-1]
        depth = quoted
    return "\n".join(lines)


def without_armour(text: str) -> str:
    """A text signed with PGP without the marks and the signature around it."""
    return _SIGNED.sub("", _SIGNATURE.sub("", text)) if "-----BEGIN PGP SIGN" in text else text


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(_ADDRESS.sub(" ", text).lower()))


def _has_figures(words: Counter[str]) -> bool:
    return any(any(map(str.isdigit, word)) for word in words)


def _seen(page: str) -> tuple[str, bool]:
    """The words of a page, and whether it holds a table of facts."""
    from lxml import etree, html

    try:
        root = html.document_fromstring(page, parser=html.HTMLParser(huge_tree=False, no_network=True))
    except (etree.ParserError, ValueError):
        return "", False
    etree.strip_elements(root, "script", "style", "head", "title", with_tail=False)
    tables = (table for table in root.iter("table") if next(table.iterdescendants("table"), None) is None)
    return " ".join(root.itertext()), any(_holds_facts(table) for table in tables)


def _holds_facts(table: object) -> bool:
    rows = 0
    for row in table.iter("tr"):  # type: ignore[attr-defined]
        cells = sum(bool("".join(cell.itertext()).strip()) for cell in row.iterchildren("td", "th"))
        rows += cells >= _FEWEST_CELLS
    return rows >= _FEWEST_CELLS
