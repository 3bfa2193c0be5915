"""Forms in PDFs: every value stands once, beside its label, whoever made the form and however it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from files.annotated import Place, Texts, box, choice, drawing, sheet, text_field
from files.reading import read

from rag.types import Page


def shown(place: Place, content: str) -> dict[str, Any]:
    """A field's appearance, with text in /Helv of 10 points."""
    return {"/AP": {"/N": drawing(place, f"/Tx BMC q BT /Helv 10 Tf 2 4 Td {content} ET Q EMC")}}


def page_of(folder: Path, texts: Texts, annotations: Sequence[Mapping[str, Any]]) -> Page:
    _, (page,) = read(sheet(folder / "form.pdf", texts, annotations=annotations))
    assert not page.unread
    return page


def lines_of(folder: Path, texts: Texts, annotations: Sequence[Mapping[str, Any]]) -> list[str]:
    return [line for line in page_of(folder, texts, annotations).text.split("\n") if line]


def test_labels_above_their_fields_in_two_columns(tmp_path: Path) -> None:
    texts = [
        (60, 790, "Antrag auf Baugenehmigung"), (60, 760, "Familienname"), (300, 760, "Vorname"),
        (60, 715, "Straße und Hausnummer"), (60, 660, "Ort"), (60, 600, "Unterschrift auf Seite 2."),
    ]  # fmt: skip
    fields = [
        text_field((60, 738, 280, 756), "Grünwald"), text_field((300, 738, 520, 756), "Änne"),
        text_field((60, 693, 280, 711), "Mühlenweg 4"), text_field((60, 638, 280, 656), "Köln"),
    ]  # fmt: skip
    assert lines_of(tmp_path, texts, fields) == [
        "Antrag auf Baugenehmigung", "Familienname: Grünwald Vorname: Änne",
        "Straße und Hausnummer: Mühlenweg 4", "Ort: Köln", "Unterschrift auf Seite 2.",
    ]  # fmt: skip


def test_labels_under_their_fields(tmp_path: Path) -> None:
    texts = [(60, 700, "Podpis najemcy"), (300, 700, "Data")]
    fields = [text_field((60, 714, 280, 732), "A. Nowak"), text_field((300, 714, 520, 732), "3.05.2024")]
    assert lines_of(tmp_path, texts, fields) == ["Podpis najemcy: A. Nowak Data: 3.05.2024"]


def test_boxes_before_their_labels_and_after_them(tmp_path: Path) -> None:
    texts = [
        (60, 760, "Situation :"), (160, 760, "Célibataire"), (260, 760, "Marié(e)"), (360, 760, "Veuf"),
        (60, 730, "Oui"), (120, 730, "Non"), (60, 700, "Assuré social"),
    ]  # fmt: skip
    fields = [
        box((145, 758, 157, 770), False), box((245, 758, 257, 770), True), box((345, 758, 357, 770), False),
        box((85, 728, 97, 740), True), box((145, 728, 157, 740), False), box((220, 698, 232, 710), True),
    ]  # fmt: skip
    assert lines_of(tmp_path, texts, fields) == [
        "Situation : [ ] Célibataire [x] Marié(e) [ ] Veuf", "Oui: [x] Non: [ ]", "Assuré social: [x]",
    ]  # fmt: skip


def test_boxes_in_a_grid_are_called_by_their_column(tmp_path: Path) -> None:
    texts = [(300, 770, "Sí"), (360, 770, "No"), (60, 750, "¿Tiene seguro?"), (60, 730, "¿Tiene deudas?")]
    fields = [
        box((299, 748, 311, 760), True), box((359, 748, 371, 760), False),
        box((299, 728, 311, 740), False), box((359, 728, 371, 740), True),
    ]  # fmt: skip
    assert lines_of(tmp_path, texts, fields)[1:] == [
        "¿Tiene seguro? [x] Sí [ ] No", "¿Tiene deudas? [ ] Sí [x] No",
    ]  # fmt: skip


def test_a_tick_that_is_drawn_is_written_once(tmp_path: Path) -> None:
    place = (60.0, 757.0, 72.0, 769.0)
    states = {name: drawing(place, f"BT /Helv 10 Tf 2 2 Td ({mark}) Tj ET") for name, mark in
              (("/Ja", "X"), ("/Off", " "))}  # fmt: skip
    ticked = {"/AP": {"/N": states}, "/V": "/Ja", "/AS": "/Ja"}
    texts = [(60, 760, "X"), (80, 760, "Ich bin einverstanden")]  # printed there, too, by a careless program
    assert lines_of(tmp_path, texts, [box(place, True, **ticked)]) == ["[x] Ich bin einverstanden"]


def test_a_choice_is_told_as_people_see_it(tmp_path: Path) -> None:
    options = [["MZ", "Mazowieckie"], ["MA", "Malopolskie"]]
    fields = [choice((160, 756, 300, 772), "MA", options, **{"/I": [1]})]
    assert lines_of(tmp_path, [(60, 760, "Region:")], fields) == ["Region: Malopolskie"]


def test_a_field_inside_a_sentence_and_one_of_several_lines(tmp_path: Path) -> None:
    texts = [(60, 730, "Ja,"), (190, 730, "placi czynsz"), (60, 700, "Uwagi:"), (60, 600, "Koniec umowy")]
    fields = [
        text_field((78, 727, 186, 742), "Jan Kowalski"),
        text_field((160, 640, 400, 712), "Lokal po remoncie.\rKlucze oddano.", **{"/Ff": 1 << 12}),
    ]
    assert lines_of(tmp_path, texts, fields) == [
        "Ja, Jan Kowalski placi czynsz", "Uwagi: Lokal po remoncie.", "Klucze oddano.", "Koniec umowy",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "more"),
    [
        ([(160, 600, "44051401458")], {}),
        ([], {}),
        ([], shown((158, 597, 300, 613), "(44051401458) Tj")),
        ([], shown((158, 597, 300, 613), "(4) Tj 15 0 Td (4) Tj 15 0 Td (0) Tj")),
    ],
    ids=["printed too", "not drawn", "drawn", "drawn in cells"],
)
def test_a_value_stands_once(texts: Texts, more: dict[str, Any], tmp_path: Path) -> None:
    fields = [text_field((158, 597, 300, 613), "44051401458", **more)]
    page = page_of(tmp_path, [(60, 600, "PESEL:"), *texts], fields)
    assert page.text == "PESEL: 44051401458"


def test_what_a_script_makes_of_a_value_is_told_as_it_is_shown(tmp_path: Path) -> None:
    place = (180.0, 755.0, 320.0, 772.0)
    action = {"/AA": {"/F": {"/S": "/JavaScript", "/JS": "AFNumber_Format(2,2,0,0,'',true);"}}}
    fields = [text_field(place, "1204.5", **shown(place, "(1.204,50 EUR) Tj"), **action)]
    assert lines_of(tmp_path, [(60, 760, "Importo totale:")], fields) == ["Importo totale: 1.204,50 EUR"]


def test_a_field_without_a_printed_label_has_the_one_the_form_gives_it(tmp_path: Path) -> None:
    fields = [
        text_field((60, 450, 300, 466), "Bank Pekao", **{"/TU": "Nazwa banku"}),
        text_field((60, 400, 300, 416), "sans nom", **{"/T": "topmostSubform[0].f1_03[0]"}),
        text_field((60, 350, 300, 366), "12", **{"/T": "form.numero_lokalu"}),
        box((60, 300, 72, 312), True, **{"/TU": "Zgoda na kontakt"}),
    ]
    assert lines_of(tmp_path, [(60, 790, "Umowa")], fields) == [
        "Umowa", "Nazwa banku: Bank Pekao", "sans nom", "numero lokalu: 12", "[x] Zgoda na kontakt",
    ]  # fmt: skip


def test_what_a_form_hides_is_not_told(tmp_path: Path) -> None:
    fields = [
        text_field((160, 757, 300, 773), "geheim", **{"/F": 2}),
        text_field((160, 727, 300, 743), "hunter2", **{"/Ff": 1 << 13}),
    ]
    assert lines_of(tmp_path, [(60, 760, "Konto:"), (60, 730, "Kennwort:")], fields) == [
        "Konto:",
        "Kennwort:",
    ]


def test_a_value_has_the_place_of_its_field(tmp_path: Path) -> None:
    page = page_of(tmp_path, [(60, 760, "Nom :")], [text_field((160, 756, 300, 772), "Lefèvre")])
    word = next(word for word in page.words if page.text[word.start : word.end] == "Lefèvre")
    assert word.box.x0 == pytest.approx(160 / 595, abs=0.01)
    assert word.box.y0 == pytest.approx((842 - 772) / 842, abs=0.01)


def test_a_form_of_a_thousand_fields_is_read_in_seconds(tmp_path: Path) -> None:
    texts = [(30 + 140 * (n % 4), 810 - 3 * (n // 4), f"L{n}") for n in range(1000)]
    fields = [text_field((x + 40, y - 1, x + 120, y + 2), f"v{n}") for n, (x, y, _) in enumerate(texts)]
    page = page_of(tmp_path, texts, fields)
    assert all(f"v{n}" in page.text for n in (0, 500, 999))


def test_another_script_of_a_form_is_told(tmp_path: Path) -> None:
    action = {
        "/AA": {"/F": {"/S": "/JavaScript", "/JS": "AFNumber_Format(2,2,0,0,'',true);app.launchURL('x');"}}
    }
    fields = [text_field((180.0, 755.0, 320.0, 772.0), "1204.5", **action)]
    _, (page,) = read(sheet(tmp_path / "form.pdf", [(60, 760, "Importo totale:")], annotations=fields))
    assert page.unread == ("hidden action, not carried out: JavaScript",)
