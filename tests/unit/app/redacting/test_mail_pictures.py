"""Pictures, files and packed data in a message: gone from its copy, however they were put there."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

import docx
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.redacting.redacting import Redacting
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.redacting.finder import ALL
from rag.redacting.forms.mail import MailForm
from rag.redacting.forms.piece import Piece, Where

_SECRETS = ("Quastenberg", "Brandwein", "Stachelroth", "Wagenseil", "Zwettler", "Ohnesorg", "Rosenzopf")


def _picture() -> bytes:
    """What nobody sees of it tells whose it is."""
    told, made = PngInfo(), io.BytesIO()
    told.add_text("Author", "Wilhelmina Quastenberg")
    Image.effect_noise((60, 40), 90).save(made, "PNG", pnginfo=told)
    return made.getvalue()


def _word() -> bytes:
    made, file = docx.Document(), io.BytesIO()
    made.add_paragraph("Tenant: Rosalind Achterberg")
    made.add_picture(io.BytesIO(_picture()))
    made.core_properties.author = "Hermione Stachelroth"
    made.save(file)
    return file.getvalue()


def _letter(depth: int = 0) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jane Roe <jane.roe@x.example>"
    made["Subject"] = "Pictures"
    made.set_content(f"Dear John,\nthe key is\n{base64.b64encode(_picture()).decode()}\n")
    packed = base64.b64encode(_picture()).decode()
    made.add_alternative(
        "<!-- Leopoldine Wagenseil --><p>See <img src='cid:p' alt='Kunigunde Zwettler'>"
        f"<img src='data:image/png;base64,{packed}'></p><p style='display:none'>Adalbert Rosenzopf</p>",
        subtype="html",
    )
    html = made.get_payload(1)
    assert isinstance(html, EmailMessage)
    html.add_related(_picture(), "image", "png", cid="<p>", filename="Kunigunde Zwettler.png")
    made.add_attachment(_picture(), "image", "png", filename="Kunigunde Zwettler.png")
    made.add_attachment(
        b"%PDF-1.4 Theodora Brandwein", "application", "pdf", filename="Theodora Brandwein.pdf"
    )
    made.add_attachment(_word(), "application", "octet-stream", filename="Rosalind.docx")
    made.add_attachment("<svg><text>Philippine Ohnesorg</text></svg>", subtype="svg+xml", filename="a.svg")
    made.add_attachment(f"BEGIN:VCARD\nPHOTO;ENCODING=b:{packed}\nEND:VCARD\n", filename="card.vcf")
    if not depth:
        made.add_attachment(_letter(1))
    return made


def _everything(data: bytes) -> Iterator[bytes]:
    """What is in a file, and in all that is packed in it."""
    yield data
    for one in re.findall(rb"[A-Za-z0-9+/=\r\n]{40,}", data):
        signs = re.sub(rb"[^A-Za-z0-9+/]", b"", one)
        for start in range(4):
            yield base64.b64decode(signs[start:][: (len(signs) - start) // 4 * 4])
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from _everything(package.read(name))
        return
    message = message_from_bytes(data, policy=policy.default)
    for part in message.walk():
        yield from (str(value).encode("utf-8", "replace") for value in part.values())
        body = part.get_payload(decode=True)
        if isinstance(body, bytes) and body != data:
            yield from _everything(body)


def test_nothing_of_pictures_and_attached_files_is_left() -> None:
    data, redacting = _letter().as_bytes(), Redacting(DocumentReader())
    before = b"\n".join(_everything(data))
    assert all(secret.encode() in before for secret in _SECRETS)

    plan = redacting.planned("m.eml", MailForm(data, Piece("m.eml", Where.NAME)), ALL)
    outcome = redacting.make(plan, ".eml", CancelToken())

    assert outcome.survivors == ()
    assert outcome.made is not None
    after = b"\n".join(_everything(outcome.made.data))
    assert [secret for secret in _SECRETS if secret.encode() in after] == []
    assert b"Tenant: " in after  # the Word file is redacted, not left out
    assert {"html", "inline", "attached", "plates", "packed"} <= set(outcome.made.left_out)
