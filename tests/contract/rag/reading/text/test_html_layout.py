"""Tables that only place things, around those that say something."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from files.reading import read, saved

_ROWS = "<tr><th>Artikel<th>Preis</tr><tr><td>Tisch<td>120 €</tr><tr><td>Lampe<td>30 €</tr>"
_SAID = "Artikel | Preis\n\nArtikel: Tisch; Preis: 120 €\n\nArtikel: Lampe; Preis: 30 €"


@pytest.mark.parametrize(
    ("page", "said"),
    [
        # A newsletter: a table around a table around the facts.
        (
            f"<table><tr><td><table><tr><td><h2>Umowa</h2><p>Witam<table>{_ROWS}</table><p>Do 4 maja",
            f"Umowa\n\nWitam\n\n{_SAID}\n\nDo 4 maja",
        ),
        # Two columns of a page: a menu beside the text.
        (
            f"<table><tr><td>Menu<td><p>Bonjour<table>{_ROWS}</table></table>",
            f"Menu\n\nBonjour\n\n{_SAID}",
        ),
        # One column: paragraphs stay paragraphs.
        ("<table><tr><td><p>Uno<p>Dos</tr><tr><td>Tres</table>", "Uno\n\nDos\n\nTres"),
        # Each row of an order in a table of its own.
        (
            "<table><tr><td><table><tr><td>Krzesło<td>80 zł</table><table><tr><td>Stół<td>200 zł</table>",
            "Krzesło | 80 zł\n\nStół | 200 zł",
        ),
        # Facts, of which one cell holds a table.
        (
            f"<table>{_ROWS}<tr><td>Uhr<td>9 €<tr><td>Bett<td><table><tr><td>950<td>netto</table></table>",
            f"{_SAID}\n\nArtikel: Uhr; Preis: 9 €\n\nArtikel: Bett; Preis: 950 netto",
        ),
        ("<table></table><p>Rien", "Rien"),
    ],
)  # fmt: skip
def test_facts_keep_their_rows_and_places_become_blocks(page: str, said: str, tmp_path: Path) -> None:
    _, (found,) = read(saved(tmp_path / "a.html", f"<meta charset=utf-8><body>{page}".encode()))
    assert found.text == said


def test_tables_inside_each_other_without_end_take_no_time(tmp_path: Path) -> None:
    page = "<table><tr><td>" * 200 + "<table><tr><td>a<td>b</table>" * 20_000
    started = time.process_time()
    read(saved(tmp_path / "a.html", page.encode()))
    assert time.process_time() - started < 20
