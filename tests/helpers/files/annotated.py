"""Makes PDFs with what stands beside their text layer: fields of forms, annotations, attached files, XFA."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Place = tuple[float, float, float, float]  # left, bottom, right, top, in points
Texts = Sequence[tuple[float, float, str]]  # left, baseline, text


def sheet(
    path: Path,
    texts: Texts,
    *,
    draw: Callable[[Any], None] | None = None,
    annotations: Sequence[Mapping[str, Any]] = (),
    attached: Mapping[str, bytes] | None = None,
    xfa: Mapping[str, str] | None = None,
    pages: int = 1,
) -> Path:
    """A PDF whose first page has these texts in Helvetica of 11 points, then what `draw` draws on the canvas.

    `annotations`: their dictionaries, with plain values; a field's has "/FT". `attached`: files by name.
    `xfa`: packets by name.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, TextStringObject
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    for number in range(pages):
        canvas.setFont("Helvetica", 11)
        for left, baseline, text in texts if not number else [(60, 700, f"Page {number + 1} of the text.")]:
            canvas.drawString(left, baseline, text)
        if draw is not None and not number:
            draw(canvas)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    fields = ArrayObject()
    kept = ArrayObject()
    for number, one in enumerate(annotations):
        named = {"/T": f"Text{number}"} if "/FT" in one else {}
        entry = writer._add_object(_object({"/Type": "/Annot", "/F": 4, **named, **one}, writer))
        kept.append(entry)
        if "/FT" in one:
            fields.append(entry)
    if kept:
        writer.pages[0][NameObject("/Annots")] = kept
    if fields or xfa:
        form = DictionaryObject({NameObject("/Fields"): fields})
        packets = ArrayObject()
        for name, text in (xfa or {}).items():
            stream = DecodedStreamObject()
            stream.set_data(text.encode())
            packets += [TextStringObject(name), writer._add_object(stream)]
        if packets:
            form[NameObject("/XFA")] = packets
        writer._root_object[NameObject("/AcroForm")] = form
    for name, data in (attached or {}).items():
        writer.add_attachment(name, data)
    writer.write(path)
    return path


def text_field(place: Place, value: str, **more: Any) -> dict[str, Any]:
    return {"/Subtype": "/Widget", "/FT": "/Tx", "/Rect": list(place), "/V": value, **more}


def box(place: Place, on: bool, **more: Any) -> dict[str, Any]:
    """A check box without a drawing of its own."""
    state = "/Yes" if on else "/Off"
    return {
        "/Subtype": "/Widget", "/FT": "/Btn", "/Rect": list(place), "/V": state, "/AS": state,
        **more,
    }  # fmt: skip


def choice(place: Place, value: str, options: Sequence[Sequence[str] | str], **more: Any) -> dict[str, Any]:
    return {
        "/Subtype": "/Widget", "/FT": "/Ch", "/Ff": 1 << 17, "/Rect": list(place),
        "/V": value, "/Opt": list(options), **more,
    }  # fmt: skip


def marked(subtype: str, place: Place, contents: str = "", **more: Any) -> dict[str, Any]:
    """An annotation over the words in a place."""
    left, bottom, right, top = place
    quads = [left, top, right, top, left, bottom, right, bottom]
    return {
        "/Subtype": subtype, "/Rect": list(place), "/QuadPoints": quads, "/Contents": contents, **more,
    }  # fmt: skip


def drawing(place: Place, content: str) -> tuple[str, Place]:
    """An appearance: what an annotation shows, in the language of page content, with /Helv as its font."""
    return content, place


def _object(value: Any, writer: Any) -> Any:
    from pypdf.generic import (
        ArrayObject,
        BooleanObject,
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )  # fmt: skip

    if isinstance(value, Mapping):
        return DictionaryObject({NameObject(key): _object(one, writer) for key, one in value.items()})
    if isinstance(value, tuple):
        content, (left, bottom, right, top) = value
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        stream = DecodedStreamObject()
        stream.set_data(content.encode("latin-1"))
        stream.update(
            _object(
                {
                    "/Type": "/XObject", "/Subtype": "/Form", "/BBox": [0, 0, right - left, top - bottom],
                    "/Resources": {"/Font": {"/Helv": font}},
                },
                writer,
            )
        )  # fmt: skip
        return writer._add_object(stream)
    if isinstance(value, list):
        return ArrayObject(_object(one, writer) for one in value)
    if isinstance(value, bool):
        return BooleanObject(value)
    if isinstance(value, int):
        return NumberObject(value)
    if isinstance(value, float):
        return FloatObject(value)
    return NameObject(value) if value.startswith("/") else TextStringObject(value)
