"""A PDF whose lines run from right to left, drawn as LibreOffice does: a glyph may stand for two letters."""

from __future__ import annotations

import re
from pathlib import Path

_UNIT = re.compile("ل[اأإآ]|.")
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def backwards_pdf(path: Path, *lines: str) -> Path:
    """`lines` as they are read; each is drawn in visual order, lam and alef as one glyph."""
    codes: dict[str, int] = {}
    drawn = []
    for number, line in enumerate(lines):
        units = [
            piece
            for run in re.findall(r"\d[\d.,]*\d|\d|[^\d]+", line)
            for piece in ([run] if _NUMBER.fullmatch(run) else _UNIT.findall(run))
        ]
        shown = [unit for one in reversed(units) for unit in (one if _NUMBER.fullmatch(one) else [one])]
        said = "".join(f"{codes.setdefault(one, 33 + len(codes)):02x}" for one in shown)
        drawn.append(f"BT /F 14 Tf 60 {760 - 30 * number} Td <{said}> Tj ET")
    pairs = "\n".join(
        f"<{code:02x}> <{''.join(f'{ord(letter):04x}' for letter in unit)}>" for unit, code in codes.items()
    )
    mapped = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def"
        " 1 begincodespacerange <00> <ff> endcodespacerange"
        f" {len(codes)} beginbfchar\n{pairs}\nendbfchar endcmap end end"
    )
    content = "\n".join(drawn)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 7 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
        f"<< /Length {len(mapped)} >>\nstream\n{mapped}\nendstream",
        "<< /Font << /F 5 0 R >> >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    head = f"xref\n0 8\n0000000000 65535 f \n{table}"
    end = f"{head}trailer << /Size 8 /Root 1 0 R >>\nstartxref\n{len(data)}\n"
    path.write_bytes(data + end.encode() + b"%%EOF\n")
    return path
