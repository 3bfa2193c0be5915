"""Documents with personal data planted in them, each with what must go and what must stay.

The texts are those of tests/data/planted.txt. The first twenty are made in two forms each (PDF, scan,
Word file, message), the others, which were written once the rules stood, in one.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

_DATA = Path(__file__).parents[1] / "data" / "planted.txt"
_MARK = re.compile(r"\[\[(\w+):(.*?)\]\]|\{\{(.*?)\}\}", re.DOTALL)
_FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
_IN_TWO_FORMS = 20
_FORMS = (("pdf", "eml"), ("docx", "png"), ("eml", "docx"), ("pdf", "scan.pdf"), ("png", "docx"))


@dataclass(frozen=True, slots=True)
class Planted:
    """`gone` holds kinds and texts that must not be in the copy, `stays` texts that must."""

    name: str
    language: str
    data: bytes
    gone: tuple[tuple[str, str], ...]
    stays: tuple[str, ...]


def documents() -> Iterator[Planted]:
    """All of them, the forty of two forms first."""
    texts = re.split(r"(?m)^=== ", _DATA.read_text(encoding="utf-8"))[1:]
    for number, text in enumerate(texts):
        head, _, body = text.partition("\n")
        language, genre = head.split()
        gone = tuple((one[1], " ".join(one[2].split())) for one in _MARK.finditer(body) if one[1])
        stays = tuple(" ".join(one[3].split()) for one in _MARK.finditer(body) if one[3])
        plain = _MARK.sub(lambda one: one[2] or one[3], body).strip("\n")
        forms = _FORMS[number % len(_FORMS)]
        for form in forms if number < _IN_TWO_FORMS else forms[:1]:
            name = f"{number:02d}-{language}-{genre}.{form}"
            yield Planted(name, language, made(plain, form), gone, stays)


def made(text: str, form: str) -> bytes:
    """The text as a file."""
    match form:
        case "pdf":
            return pdf(text)
        case "docx":
            return word(text)
        case "eml":
            return letter(text)
        case "png":
            return scan(text, "PNG")
    return scan(text, "PDF")


def pdf(text: str) -> bytes:
    """Set in a proportional font; its title and author are the text's first words."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(TTFont("Sans", _FONT))
    saved = io.BytesIO()
    drawn = canvas.Canvas(saved, pagesize=A4)
    drawn.setTitle(text.split("\n", 1)[0])
    drawn.setFont("Sans", 9)
    for number, line in enumerate(text.split("\n")):
        drawn.drawString(50, 790 - 15 * number, line.replace(" | ", "      "))
    drawn.save()
    return saved.getvalue()


def word(text: str) -> bytes:
    """Lines as paragraphs, rows as a table, the first line in the header, too."""
    import docx

    document = docx.Document()
    document.core_properties.author = ""
    document.sections[0].header.paragraphs[0].text = text.split("\n", 1)[0]
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if " | " in line:
            rows.append(line.split(" | "))
            continue
        if rows:
            table = document.add_table(rows=len(rows), cols=len(rows[0]))
            for row, cells in zip(table.rows, rows, strict=True):
                for cell, said in zip(row.cells, cells, strict=False):
                    cell.text = said
            rows = []
        document.add_paragraph(line)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def letter(text: str) -> bytes:
    """A message; header lines of the text are its headers."""
    message = EmailMessage()
    body = text
    while (found := re.match(r"(From|To|Subject): (.*)\n", body)) is not None:
        message[found[1]] = found[2]
        body = body[found.end() :]
    if "Subject" not in message:
        message["From"], message["To"], message["Subject"] = (
            "office@example.org",
            "desk@example.org",
            "Document",
        )
    message["Date"] = "Mon, 03 Jun 2024 10:00:00 +0200"
    message.set_content(body.lstrip("\n"), cte="quoted-printable")
    return message.as_bytes()


def scan(text: str, form: str) -> bytes:
    """Drawn at 200 dpi, with a little noise, without a layer of text."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1654, 2339), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(_FONT, 25)
    for number, line in enumerate(text.split("\n")):
        draw.text((120, 120 + 46 * number), line.replace(" | ", "      "), fill=20, font=font)
    noise = np.random.default_rng(1).normal(0, 5, (2339, 1654))
    noisy = Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))
    saved = io.BytesIO()
    noisy.save(saved, form, **({"resolution": 200} if form == "PDF" else {"dpi": (200, 200)}))
    return saved.getvalue()
