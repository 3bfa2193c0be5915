"""Forms on pages that are shown turned: what stands beside what is told as it is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.annotated import box, sheet, text_field
from files.reading import read
from files.ruled import turned_pages

TEXTS = [
    (60, 790, "Antrag auf Baugenehmigung"), (60, 760, "Familienname"), (300, 760, "Vorname"),
    (60, 715, "Straße und Hausnummer"), (60, 660, "Nom :"), (60, 630, "Situation :"),
    (160, 630, "Célibataire"), (260, 630, "Marié(e)"), (60, 600, "I agree"),
    (60, 560, "Signature on page 2."),
]  # fmt: skip
FIELDS = [
    text_field((60, 738, 280, 756), "Grünwald"), text_field((300, 738, 520, 756), "Änne"),
    text_field((60, 693, 280, 711), "Mühlenweg 4"), text_field((120, 656, 300, 672), "Dubois"),
    box((145, 628, 157, 640), False), box((245, 628, 257, 640), True), box((120, 598, 132, 610), True),
]  # fmt: skip
READ = [
    "Antrag auf Baugenehmigung", "Familienname: Grünwald Vorname: Änne",
    "Straße und Hausnummer: Mühlenweg 4",
    "Nom : Dubois", "Situation : [ ] Célibataire [x] Marié(e)", "I agree: [x]", "Signature on page 2.",
]  # fmt: skip

SAID = [
    "Familienname: Grünwald", "Vorname: Änne", "Straße und Hausnummer: Mühlenweg 4", "Nom : Dubois",
    "[ ] Célibataire", "[x] Marié(e)", "I agree: [x]",
]  # fmt: skip


@pytest.mark.parametrize("turned", [0, 90, 270])
def test_values_and_ticks_stand_beside_their_labels(turned: int, tmp_path: Path) -> None:
    path = sheet(tmp_path / "form.pdf", TEXTS, annotations=FIELDS)
    _, (page,) = read(turned_pages(path, turned) if turned else path)
    assert not page.unread
    assert [line for line in page.text.split("\n") if line] == READ


@pytest.mark.parametrize("turned", [90, 270])
def test_a_page_written_upright_but_shown_turned_keeps_them_together(turned: int, tmp_path: Path) -> None:
    import pypdf

    path = sheet(tmp_path / "form.pdf", TEXTS, annotations=FIELDS)
    writer = pypdf.PdfWriter(clone_from=path)
    writer.pages[0].rotation = turned
    writer.write(path)
    _, (page,) = read(path)
    assert [one for one in SAID if one not in page.text.replace("\n", " ")] == []
    word = next(one for one in page.words if page.text[one.start : one.end] == "Dubois")
    across, down = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    assert (across, down) == pytest.approx(
        (664 / 842, 0.24) if turned == 90 else (1 - 664 / 842, 0.76), abs=0.03
    )
