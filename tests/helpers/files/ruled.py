"""PDFs with tables in ruling lines, as the programs of offices draw them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

Style = tuple[Any, ...]  # a command of reportlab's TableStyle

GRID: Style = ("GRID", (0, 0), (-1, -1), 0.5, "black")
BOLD_HEAD: Style = ("FONT", (0, 0), (-1, 0), "Helvetica-Bold")
ROWS: Style = ("LINEBELOW", (0, 0), (-1, -1), 0.5, "grey")


def ruled(
    path: Path,
    rows: Sequence[Sequence[str]],
    *styles: Style,
    widths: Sequence[float] | None = None,
    above: str = "",
    wraps: bool = False,
    turned: int = 0,
) -> Path:
    """A page with one table. `wraps`: cells are paragraphs that break their lines by themselves; `turned`:
    the page is shown turned by so many degrees.
    """
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

    body = getSampleStyleSheet()["BodyText"]
    cells = [[Paragraph(cell, body) if wraps and cell else cell for cell in row] for row in rows]
    table = Table(cells, colWidths=widths)
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *styles]))
    flow = [Paragraph(above, body), Spacer(1, 12)] if above else []

    SimpleDocTemplate(str(path), pagesize=(595, 842)).build([*flow, table])
    return turned_pages(path, turned) if turned else path


def turned_pages(path: Path, degrees: int) -> Path:
    """Write a file's pages anew, lying on their side, with the word to show them turned by so many degrees
    (90 or 270): what is seen stays the same.
    """
    import pypdf

    reader = pypdf.PdfReader(path)
    writer = pypdf.PdfWriter(clone_from=reader)
    for page in writer.pages:
        wide, high = float(page.mediabox.width), float(page.mediabox.height)
        across, up = ((0, 1), (-1, 0)) if degrees == 90 else ((0, -1), (1, 0))
        shift = (high, 0.0) if degrees == 90 else (0.0, wide)
        page.add_transformation((*across, *up, *shift))
        for annotation in page.get("/Annots", ()):
            left, bottom, right, top = (float(edge) for edge in annotation.get_object()["/Rect"])
            corners = [
                (x * across[0] + y * up[0] + shift[0], x * across[1] + y * up[1] + shift[1])
                for x, y in ((left, bottom), (right, top))
            ]
            (x0, x1), (y0, y1) = (sorted(side) for side in zip(*corners, strict=True))
            annotation.get_object()[pypdf.generic.NameObject("/Rect")] = pypdf.generic.RectangleObject(
                (x0, y0, x1, y1)
            )
        page.mediabox = page.cropbox = pypdf.generic.RectangleObject((0, 0, high, wide))
        page.rotation = degrees
    with path.open("wb") as target:
        writer.write(target)
    return path
