"""A message: headers, both forms of its text and its attachments."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

from app.redacting.redacting import Redacting
from engine.cancel import CancelToken
from rag.reading.reader import DocumentReader
from rag.redacting.finder import ALL
from rag.redacting.forms.mail import MailForm
from rag.redacting.forms.piece import Piece, Where


def letter() -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Jürgen Müller <j.mueller@firma.de>"
    made["To"] = '"Doe, John" <john@x.com>'
    made["Subject"] = "Vertrag mit John Doe"
    made["Date"] = "Mon, 01 Jan 2024 10:00:00 +0100"
    made["X-Originating"] = "laptop of j.mueller@firma.de"
    made.set_content("Hallo John,\nbitte rufen Sie Sanne de Vries an (030 1234567).\nGrüße\nJürgen Müller\n")
    made.add_alternative("<p>Hallo John, <b>Tim Becker</b> kommt.</p>", subtype="html")
    made.add_attachment("John Doe, IBAN DE89370400440532013000", filename="Doe-John.txt")
    made.add_attachment(b"\x00\x01", maintype="application", subtype="octet-stream", filename="Müller.bin")
    return made


def test_a_message_says_nothing_of_anybody() -> None:
    redacting = Redacting(DocumentReader())
    plan = redacting.planned("m.eml", MailForm(letter().as_bytes(), Piece("m.eml", Where.NAME)), ALL)

    outcome = redacting.make(plan, ".eml", CancelToken())

    found = {one.text for one in plan.items}
    assert found >= {
        "Jürgen Müller",
        "j.mueller@firma.de",
        "Doe, John",
        "john@x.com",
        "Sanne de Vries",
        "030 1234567",
    }
    assert any("Becker" in one for one in found)
    assert outcome.survivors == ()
    assert outcome.made is not None
    assert set(outcome.made.left_out) == {"headers", "html", "attached"}
    again = message_from_bytes(outcome.made.data, policy=policy.default)
    assert isinstance(again, EmailMessage)
    assert again["Subject"] == "Vertrag mit █████"
    assert set(again.keys()) <= {"From", "To", "Subject", "Date", "MIME-Version", "Content-Type"}
    body = again.get_body(("plain",))
    assert body is not None
    assert "bitte rufen Sie █████ an (█████)." in body.get_content()
    (attached,) = again.iter_attachments()
    assert attached.get_filename() == "attachment-1.txt"
    assert attached.get_payload(decode=True) == "█████, IBAN █████\n".encode()
