"""Files packed into a text are not kept: nobody sees what is in them."""

from __future__ import annotations

import base64
import binascii
import textwrap

import pytest

from rag.redacting.forms.packed import unpacked
from rag.redacting.forms.piece import BAR

_DATA = base64.b64encode(bytes(range(256)) * 3).decode()
_SHORT = base64.b64encode(b"Jane Roe was here").decode()


@pytest.mark.parametrize(
    "text",
    [
        f"PHOTO;ENCODING=b;TYPE=PNG:{_DATA}\nVERSION:3.0\n",
        "PHOTO:\n " + "\n ".join(textwrap.wrap(_DATA, 74)) + "\nVERSION:3.0\n",
        "-----BEGIN KEY-----\n" + "\n".join(textwrap.wrap(_DATA, 64)) + "\n-----END KEY-----\nVERSION:3.0",
        '{"photo": "data:image/png;base64,' + _DATA + '", "VERSION:3.0": 1}',
        '{"photo": "' + "\\n".join(textwrap.wrap(_DATA, 76)) + '", "VERSION:3.0": 1}',
        "begin 644 jane.png\n"
        + "".join(binascii.b2a_uu(bytes(range(45))).decode() for _ in range(3))
        + "`\nend\nVERSION:3.0",
    ],
)
def test_a_bar_stands_in_place_of_a_packed_file(text: str) -> None:
    without, packed = unpacked(text)

    assert packed
    assert BAR in without
    assert "VERSION:3.0" in without
    assert _DATA[80:140] not in without.replace("\n ", "")
    assert not any(len(word) > 40 for word in without.split())


@pytest.mark.parametrize(
    "text",
    [
        "see https://example.org/a/b/c?x=1&y=2 and " + "9f86d081884c7d65" * 4,
        "-" * 130 + "\nHello\n" + "=" * 140 + "\n" + "_" * 70 + "\n" + "_" * 70,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft\nsagt " + _SHORT,
        "begin with 644 words\nand end",
    ],
)
def test_words_links_sums_and_lines_that_are_drawn_stay(text: str) -> None:
    assert unpacked(text) == (text, False)
