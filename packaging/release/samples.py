"""Documents to try a packaged program with, one of each kind that a library of its own reads. Run with the
packages of the set-up: `python samples.py FOLDER`.
"""

from __future__ import annotations

import sys
from email.message import EmailMessage
from pathlib import Path

SAMPLES = {  # a word that only this file says: what finds it has read the file
    "lease.md": "quarter",
    "order.docx": "Brandenburg",
    "costs.xlsx": "Gasket",
    "letter.eml": "Thornbury",
    "scan.png": "dehumidifier",
}
QUESTION, ANSWER = "How long is the notice period?", "three months"

_LEASE = """# Lease of the mill

The tenant pays a rent of 1,250 euros each month, due on the fifth day of the month.
The notice period is three months to the end of a quarter. The deposit is 3,750 euros.
"""
_WORDS = "The dehumidifier is returned\nwithin fourteen days of delivery."


def make(folder: Path) -> None:
    """Write all of them."""
    (folder / "lease.md").write_text(_LEASE, encoding="utf-8")
    _word(folder / "order.docx")
    _workbook(folder / "costs.xlsx")
    _mail(folder / "letter.eml")
    _scan(folder / "scan.png")


def _word(path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Purchase order", 1)
    document.add_paragraph("Delivery to the works in Brandenburg, free of charge, by 3 March 2025.")
    document.save(str(path))


def _workbook(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for row, cells in enumerate((("Part", "Amount"), ("Gasket", 12.5), ("Valve", 31))):
            sheet.write_row(row, 0, cells)


def _mail(path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "a.berger@example.org", "office@example.org"
    message["Subject"] = "Meeting in Thornbury"
    message.set_content("The meeting in Thornbury is moved to Friday at ten.")
    path.write_bytes(bytes(message))


def _scan(path: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1240, 500), 255)
    ImageDraw.Draw(page).multiline_text(
        (90, 120), _WORDS, fill=0, font=ImageFont.load_default(46), spacing=24
    )
    page.save(path)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
