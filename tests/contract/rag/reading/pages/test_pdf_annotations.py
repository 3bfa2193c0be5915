"""Annotations of a PDF stand on their page: typed text in its place, comments, stamps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from files.annotated import drawing, marked, sheet, text_field
from files.reading import read

from rag.reading.pages import pdf_page

TEXTS = [(60, 760, "Nom du locataire :"), (60, 730, "La caution est de deux mois.")]


def paragraphs(folder: Path, annotations: list[dict[str, Any]]) -> list[str]:
    _, (page,) = read(sheet(folder / "a.pdf", TEXTS, annotations=annotations))
    return page.text.split("\n\n")


def test_typed_text_stands_where_it_was_typed(tmp_path: Path) -> None:
    shown = {"/AP": {"/N": drawing((165, 757, 280, 773), "BT /Helv 11 Tf 2 4 Td (Paul Lefevre) Tj ET")}}
    typed = {"/Subtype": "/FreeText", "/Rect": [165, 757, 280, 773], "/Contents": "Paul Lefevre", **shown}
    only_drawn = (60, 690, 280, 706)
    other = {
        "/Subtype": "/FreeText", "/Rect": list(only_drawn),
        "/AP": {"/N": drawing(only_drawn, "BT /Helv 10 Tf 2 4 Td (payable le 1er mai) Tj ET")},
    }  # fmt: skip
    (text,) = paragraphs(tmp_path, [typed, other])
    assert text.split("\n") == [
        "Nom du locataire : Paul Lefevre", "La caution est de deux mois.", "payable le 1er mai",
    ]  # fmt: skip


def test_comments_name_their_author_their_date_and_what_they_are_about(tmp_path: Path) -> None:
    annotations = [
        marked("/Highlight", (60, 757, 160, 771), "À vérifier", **{"/T": "J. Martin", "/M": "D:20240503"}),
        {"/Subtype": "/Text", "/Rect": [500, 600, 520, 620], "/Contents": "Appeler\rle notaire"},
        {"/Subtype": "/Popup", "/Rect": [500, 500, 590, 600], "/Contents": "Appeler le notaire"},
        {
            "/Subtype": "/Text", "/Rect": [500, 600, 520, 620], "/Contents": "Accepted set by A", "/T": "A",
            "/StateModel": "Review", "/State": "Accepted",
        },
        marked("/StrikeOut", (60, 727, 250, 741), "un mois seulement", **{"/T": "L. Roy"}),
    ]  # fmt: skip
    assert paragraphs(tmp_path, annotations)[1:] == [
        "Comment (J. Martin, 2024-05-03) on “Nom du locataire :”: À vérifier",
        "Comment: Appeler le notaire",
        "Comment (L. Roy) on “[struck: La caution est de deux mois.]”: un mois seulement",
    ]


def test_stamps_say_what_is_drawn_or_what_they_are(tmp_path: Path) -> None:
    place = (300, 560, 420, 580)
    drawn = {"/AP": {"/N": drawing(place, "BT /Helv 12 Tf 2 4 Td (GENEHMIGT 4.5.2024) Tj ET")}}
    annotations = [
        {"/Subtype": "/Stamp", "/Rect": list(place), "/Name": "/Approved", **drawn},
        {"/Subtype": "/Stamp", "/Rect": [300, 640, 420, 660], "/Name": "/SBNotApproved"},
    ]
    text = "\n".join(paragraphs(tmp_path, annotations))
    assert "GENEHMIGT 4.5.2024" in text
    assert text.endswith("Stamp: Not Approved")
    assert "Stamp: Approved" not in text


def test_annotations_that_cannot_be_read_leave_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(pdf_page, "annotations_of", broken)
    _, (page,) = read(sheet(tmp_path / "a.pdf", TEXTS, annotations=[text_field((165, 757, 280, 773), "x")]))
    assert page.text == "Nom du locataire :\nLa caution est de deux mois."
    assert page.unread == ("form fields and comments not read: damaged",)
