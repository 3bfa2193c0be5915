"""Bundles of like pages: every page says its own, whatever recurs; what runs along the edges is set aside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from files.bundles import Rows, drawn, scanned, streamed, tabled
from files.reading import read

from rag.types import Page

CUSTOMERS = ("Ahlers", "Brandt", "Cordes", "Dierks", "Ebert", "Fricke", "Gerken", "Hinrichs", "Ihde", "Jahn")
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre")

Write = Callable[..., Path]


def invoice(at: int) -> Rows:
    """German: numbers that go up with the pages, an amount that is nearly always the same."""
    return [
        [f"Rechnung {2024000 + at + 1}"],
        ["Kunde:", CUSTOMERS[at]],
        ["Datum:", f"{at + 1}. März 2024"],
        ["Wartung der Anlage", f"{at + 1} Stunden"],
        ["Gesamtbetrag", "1.190,00 EUR"],
        ["Status", "bezahlt" if at != 6 else "offen"],
    ]


def pay_slip(at: int) -> Rows:
    """Spanish: the same person and pay every month."""
    return [
        [f"Nómina {MONTHS[at % 9]} 2024"],
        ["Empleada", "Lucía Ferrer"],
        ["Recibo n.º", f"{at + 1}"],
        ["Salario base", "1.850,00 €"],
        ["Retención", "12,00 %" if at != 4 else "14,00 %"],
        ["Pagado", "sí"],
    ]


def said(page: Page) -> str:
    return " ".join(page.text.split())


def aside(page: Page) -> list[str]:
    return [line.text for line in page.lines if line.aside]


@pytest.mark.parametrize("sheet", [invoice, pay_slip])
@pytest.mark.parametrize("write", [drawn, tabled, streamed])
def test_every_page_of_a_bundle_says_its_own(
    write: Write, sheet: Callable[[int], Rows], tmp_path: Path
) -> None:
    sheets = [sheet(at) for at in range(9)]
    _, pages = read(write(tmp_path / "bundle.pdf", sheets, head="Nordwind Service", foot="- {page} -"))
    for rows, page in zip(sheets, pages, strict=True):
        assert [cell for row in rows for cell in row if cell not in said(page)] == []
        assert page.number == 1 or "Nordwind Service" in aside(page)
        assert page.number == 1 or f"- {page.number} -" in aside(page)


@pytest.mark.parametrize("write", [drawn, tabled, streamed])
def test_what_stands_at_the_very_edge_of_a_form_is_its_own_too(write: Write, tmp_path: Path) -> None:
    sheets = [
        [[f"Prüfbericht {at + 1}"], ["Ergebnis", "bestanden" if at != 3 else "nicht bestanden"]]
        for at in range(8)
    ]
    _, pages = read(write(tmp_path / "bundle.pdf", sheets))
    for rows, page in zip(sheets, pages, strict=True):
        assert [cell for row in rows for cell in row if cell not in said(page)] == []
        assert aside(page) == []


@pytest.mark.parametrize(
    ("foot", "kept"),
    [
        ("Page {page} of 9", False),
        ("{page}", False),
        ("Seite {page}/9", False),
        ("Hausordnung · {page}", False),
        ("Beleg {page}", True),
        ("Total: {page}", True),
        ("{page}.00 EUR", True),
        ("{page}. Mai 2024", True),
        ("Nr. 2024-000{page}", True),
        ("Result: passed", True),
        ("Net pay 2,450.00 EUR", True),
    ],
)
def test_a_foot_is_set_aside_only_where_it_says_nothing_of_its_page(
    foot: str, kept: bool, tmp_path: Path
) -> None:
    sheets = [invoice(at) for at in range(9)]
    _, pages = read(drawn(tmp_path / "bundle.pdf", sheets, foot=foot))
    for page in pages[1:]:
        assert (foot.format(page=page.number) in page.text.splitlines()) is kept
        assert (foot.format(page=page.number) in aside(page)) is not kept


def test_a_head_is_the_same_with_the_same_date_on_every_page(tmp_path: Path) -> None:
    sheets = [invoice(at) for at in range(6)]
    _, pages = read(drawn(tmp_path / "bundle.pdf", sheets, head="Sammelmappe 30.04.2024"))
    assert [aside(page) for page in pages[1:]] == [["Sammelmappe 30.04.2024"]] * 5


@pytest.mark.timeout(180)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_scanned_bundles_say_their_own(language: str, tmp_path: Path) -> None:
    french = language == "fr"
    result, good, bad = ("Conclusion", "conforme", "refus") if french else ("Result", "passed", "failed")
    sheets: Sequence[Rows] = [
        [
            [f"{'Ascenseur' if french else 'Lift'} {CUSTOMERS[at]}"],
            [f"{result}: {good if at != 3 else bad}"],
            [f"{'Charge' if french else 'Load'}: 630 kg"],
        ]
        for at in range(6)
    ]
    _, pages = read(scanned(tmp_path / "scan.pdf", sheets, head="Nordwind Service", foot="Page {page}"))
    for rows, page in zip(sheets, pages, strict=True):
        assert [cell for row in rows for cell in row if cell not in said(page)] == []
        assert page.number == 1 or "Nordwind Service" in aside(page)
