"""Any text at all, and texts of what parsers of documents look for, put together as nobody would."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from rag.types import Hit

# Digits of other scripts, letters that a search without case takes for others, marks that group digits.
_PIECES_LIST = """
    1 12 123 1,23,456 12,345,6 1.234.567,89 000 .5 , . ' ’ ; : ( ) [ ] “ ” " ‘ § §§ % € $ US$ - – — • * # |
    / \\ _ ٣ ٣٤٥ ² ½ Ⅳ ı İ ſ K ß ﬁ é e\u0301 \u200b \u00ad \ufffe \ud7ff \U0001f600 漢字 مرحبا שלום
    i iv xlc mmm a) (a) (iv) (85) 1. 2.3.1. A.9.2 1.2.1.(1) 3-12
    Article article Artıcle Sectıon ſection CHAPTER Annex Schedule Rule IV XII ONE
    two fıve hundred thousand million mıllion bıllion bn per cent percent within at most not later than
    days month years EUR shall must may not no never n't prohibited likely unlikely “Term” means (the “X”)
    it they who which and or to of the Controller GmbH Art. e.g. U.S. Inc. No. Contents .... …… Glossary
    1995-10-24 31/12/2020 03.04.2020
    29 February 2021 2 Foo 2021 24 October 1995 00/00/0000 12:61 http:// a@b.c
    source text does not mention row 3: Page of Downloaded from
"""
_PIECES = _PIECES_LIST.split()
_GLUE = [
    "",
    " ",
    " ",
    "\n",
    "\n\n",
    "\t",
    "\u00a0",
    "\u202f",
    ",",
    ", ",
    ".",
    ". ",
    "-",
    "\r\n",
    "\x0c",
    "\x00",
]

any_text = st.one_of(
    st.text(max_size=80),
    st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_GLUE)), max_size=24).map(
        lambda parts: "".join(piece + glue for piece, glue in parts)
    ),
    st.text(alphabet="0123456789,.' \u00a0\u202f’", max_size=24),
)

# The same texts in every run: what fails for one person fails for the next.
fuzzed = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def as_hits(texts: list[str], section: str = "", document: str = "a.pdf") -> list[Hit]:
    """Passages of these texts, one behind the other."""
    hits, at = list[Hit](), 0
    for number, text in enumerate(texts, 1):
        end = at + len(text)
        hits.append(Hit(number, 1, document, None, number, number, section, at, end, 1.0, text))
        at = end + 1
    return hits
