"""What a person calls the place a citation names: a slide, a sheet, a chapter, a page of an attachment."""

from __future__ import annotations

from rag.types import PageUnit


def place_name(unit: PageUnit, page: int, label: str | None) -> str:
    """ "page 3", "slide 3", "Sales, rows 201–400", "contract.pdf, page 3". `label`: the page's own."""
    if label and (unit is not PageUnit.PAGE or "," in label or ":" in label or label == "message"):
        return label
    return f"{unit.value} {page}"
