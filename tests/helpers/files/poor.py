"""Makes PDFs whose text and picture do not say the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

LEASE = (
    "Die Mieterin zahlt die Miete im Voraus bis zum dritten Werktag jedes Monats.",
    "Der Vermieter erhält die Wohnung während der Mietzeit in gutem Zustand.",
    "Kleine Reparaturen bis hundert Euro trägt die Mieterin selbst.",
    "Haustiere sind nach vorheriger Zustimmung des Vermieters erlaubt.",
    "Bei Auszug sind alle Schlüssel am letzten Tag zurückzugeben.",
    "Die Kaution beträgt drei Monatsmieten ohne Nebenkosten.",
)
STAMP = ("RECEIVED 14 March 2024", "Paid in full: 4,250.00 EUR", "Harbour Office Bergen")


def lease(
    path: Path,
    *,
    lines: Sequence[str] = LEASE,
    stamp: Sequence[str] = (),
    hidden: Sequence[str] = (),
    pages: int = 1,
) -> Path:
    """Pages of text; on the last one `stamp` as a small picture, and `hidden` in white."""
    from files.pictures import page as drawn
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 790, f"Vertrag Blatt {number}")
        for place, line in enumerate(lines):
            canvas.drawString(72, 740 - 16 * place, line)
        if number == pages:
            if stamp:
                picture = drawn(stamp, (640, 200), 36, (20, 16))
                canvas.drawImage(ImageReader(picture), 360, 120, 192, 60)
            canvas.setFillColorRGB(1, 1, 1)
            for place, line in enumerate(hidden):
                canvas.drawString(72, 400 - 16 * place, line)
        canvas.showPage()
    canvas.save()
    return path


def other_letters(path: Path) -> Path:
    """The same text, whose font says of every letter that it is the one three places on."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(lease(path)))
    codes = [*range(0x41, 0x5B), *range(0x61, 0x7B)]
    moved = [
        f"<{code:02x}> <{first + (code - first + 3) % 26:04x}>"
        for code in codes
        for first in (0x41 if code < 0x61 else 0x61,)
    ]
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Moved def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(moved)} beginbfchar\n" + "\n".join(moved) + "\nendbfchar endcmap end end"
    )
    stream = DecodedStreamObject()
    stream.set_data(cmap.encode())
    for font in writer.pages[0]["/Resources"]["/Font"].values():
        font.get_object()[NameObject("/ToUnicode")] = writer._add_object(stream)
    writer.write(path)
    return path
