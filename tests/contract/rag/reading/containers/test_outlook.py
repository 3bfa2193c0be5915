"""What Outlook makes of messages: MSG, winmail.dat, web pages wrapped into RTF."""

from __future__ import annotations

import base64
import contextlib
import struct
from pathlib import Path

import pytest
from files import mail, office
from files.reading import read
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.reading.containers.mail import tnef
from rag.reading.containers.mail.rtf_html import html_of
from rag.reading.containers.mail.rtf_packed import unpacked
from rag.reading.source import Source
from rag.types import Page


def labels(pages: list[Page]) -> list[str | None]:
    return [page.label for page in pages]


# MSG


def test_a_web_page_wrapped_into_rtf_keeps_its_paragraphs_and_tables(tmp_path: Path) -> None:
    page = ["<html><body><p>", "Sprzedaż do 30 maja.", "</p><p>", "Zażółć", "</p><table><tr><td>", "Kwota",
            "</td><td>", "4 500 zł", "</td></tr></table></body></html>"]  # fmt: skip
    tree = mail.msg_fields({"0037001F": "Umowa", "10090102": mail.rtf_wrapped(page, 1250)})
    (tmp_path / "a.msg").write_bytes(office.ole(tree))
    _, (message,) = read(tmp_path / "a.msg")
    assert message.text == "Subject: Umowa\n\nSprzedaż do 30 maja.\n\nZażółć\n\nKwota | 4 500 zł"


@pytest.mark.parametrize(
    ("rtf", "html"),
    [
        # By Outlook: text between tags, a line that only RTF shows, letters by code and by number.
        ((rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Co\'fbt \u8364?5\htmlrtf\par}"
         rb"\htmlrtf0{\*\htmltag72 </p>}}"), "<p>Coût €5</p>"),
        # Signs of HTML stand as such in a tag of their own, beside what RTF shows instead.
        (rb"{\rtf1\ansi\fromhtml1{\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 5 \{x\} a\\b{\*\mhtmltag64 <x>}}",
         "&lt;5 {x} a\\b"),
        # A font with an encoding of its own.
        ((rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial Cyr;}}"
         rb"{\colortbl;\red0\green0\blue0;}\f1 \'c4\'ee\'e3\f0\line ok\tab.}"), "Дог\r\nok\t."),
        (rb"{\rtf1\ansi Nothing wrapped}", ""),
    ],
)  # fmt: skip
def test_what_outlook_wraps_comes_out_as_it_was(rtf: bytes, html: str) -> None:
    assert html_of(rtf) == html


def test_of_the_forms_in_a_message_the_one_with_the_table_is_read(tmp_path: Path) -> None:
    page = "<p>Loyers</p><table><tr><th>Lot<th>Loyer<tr><td>A 12<td>740 €</table>"
    fields = {"0037001F": "Bail", "1000001F": "Loyers Lot Loyer A 12 740 €", "10130102": page.encode()}
    (tmp_path / "a.msg").write_bytes(office.ole(mail.msg_fields(fields, 65001)))
    _, (message,) = read(tmp_path / "a.msg")
    assert "Lot: A 12; Loyer: 740 €" in message.text


def test_a_table_in_rich_text_is_read_as_one(tmp_path: Path) -> None:
    rtf = (
        rb"{\rtf1\ansi Stawki\par\trowd\cellx1\cellx2\intbl Okres\cell Stawka\cell\row"
        rb"\trowd\cellx1\cellx2\intbl Styczen\cell 120,00\cell\row"
        rb"\trowd\cellx1\cellx2\intbl Luty\cell 130,00\cell\row\pard Koniec\par}"
    )
    packed = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    fields = {
        "0037001F": "S",
        "1000001F": "Stawki Okres Stawka Styczen 120,00 Luty 130,00 Koniec",
        "10090102": packed,
    }
    (tmp_path / "a.msg").write_bytes(office.ole(mail.msg_fields(fields)))
    _, (message,) = read(tmp_path / "a.msg")
    assert "Okres: Styczen; Stawka: 120,00" in message.text


@pytest.mark.parametrize("wrap", [mail.signed, mail.streamed])
def test_a_signed_message_is_opened_and_an_encrypted_one_told(wrap: object, tmp_path: Path) -> None:
    assert callable(wrap)
    inner = "Content-Type: text/plain; charset=utf-8\r\n\r\nLa vista è il 9 giugno.\r\n".encode()
    for data in (wrap(inner), mail.enveloped(inner)):
        attached = {"__substg1.0_37010102": data, "__properties_version1.0": b"\0" * 8}
        tree = mail.msg_fields({"001A001F": "IPM.Note.SMIME", "0037001F": "Udienza"})
        tree["__attach_version1.0_#00000000"] = attached
        (tmp_path / "a.msg").write_bytes(office.ole(tree))
        _, (page,) = read(tmp_path / "a.msg")
        opened = "La vista è il 9 giugno." in page.text
        assert page.unread == (() if opened else ("text of the message not read: encrypted",))
    assert not opened


def test_a_clear_signed_message_is_opened_from_its_one_attachment(tmp_path: Path) -> None:
    text = mail.multipart(
        "signed",
        mail.text_part("El juicio es el 5 de abril."),
        "Content-Type: application/pkcs7-signature\r\n\r\nx",
    )
    attached = {
        "__substg1.0_37010102": text.encode(),
        "__substg1.0_370E001F": "multipart/signed".encode("utf-16-le"),
        "__properties_version1.0": b"\0" * 8,
    }
    tree = mail.msg_fields({"001A001F": "IPM.Note.SMIME.MultipartSigned", "0037001F": "Juicio"})
    tree["__attach_version1.0_#00000000"] = attached
    (tmp_path / "a.msg").write_bytes(office.ole(tree))
    _, (page,) = read(tmp_path / "a.msg")
    assert "El juicio es el 5 de abril." in page.text


def test_a_file_that_is_only_linked_is_told(tmp_path: Path) -> None:
    method = struct.pack("<HHIQ", 3, 0x3705, 6, 7)
    tree = mail.msg_fields({"0037001F": "Link", "1000001F": "Siehe Datei"})
    tree["__attach_version1.0_#00000000"] = {
        "__substg1.0_3707001F": "plan.docx".encode("utf-16-le"),
        "__properties_version1.0": b"\0" * 8 + method,
    }
    (tmp_path / "a.msg").write_bytes(office.ole(tree))
    _, pages = read(tmp_path / "a.msg")
    assert labels(pages) == ["message", "plan.docx: not read, linked, not in the message"]


# winmail.dat


def _winmail(path: Path, data: bytes, text: str = "") -> Path:
    packed = base64.encodebytes(data).decode()
    body = mail.multipart(
        "mixed", mail.text_part(text),
        f"Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n{packed}",
    )  # fmt: skip
    return mail.mime(path, body)


def test_a_winmail_shows_its_web_page_and_its_attachments(tmp_path: Path) -> None:
    page = "<meta charset=utf-8><p>Die Pacht</p><table><tr><th>Jahr<th>Betrag<tr><td>2025<td>900 €</table>"
    note = b"Beilage: Pachtvertrag, Laufzeit 12 Jahre."
    data = mail.tnef(
        [mail.unicode_text(0x0037, "Pacht"), (0x0102, 0x1013, page.encode())],
        [[mail.unicode_text(0x3707, "Pachtvertrag Größe.txt"), (0x0102, 0x3701, note)]],
    )
    for path in (_winmail(tmp_path / "a.eml", data), _winmail(tmp_path / "b.eml", data, "Die Pacht")):
        _, pages = read(path)
        assert labels(pages) == ["message", "Pachtvertrag Größe.txt, page 1"]
        assert "Jahr: 2025; Betrag: 900 €" in pages[0].text
        assert "Laufzeit 12 Jahre" in pages[1].text
    (tmp_path / "winmail.dat").write_bytes(data)
    assert labels(read(tmp_path / "winmail.dat")[1]) == labels(pages)


def test_a_winmail_without_web_page_shows_its_rich_text_and_the_message_inside(tmp_path: Path) -> None:
    inner = mail.tnef(
        [mail.unicode_text(0x0037, "Dawniej")], body="Umowa najmu, czynsz 1 200 zł.\0".encode("cp1250")
    )
    held = bytes.fromhex("0703020000000000c000000000000046") + inner
    rtf = mail.rtf_wrapped(["<p>", "Odpowiedź do 8 maja.", "</p><p>", "Kaucja.", "</p>"], 1250)
    data = mail.tnef([(0x0102, 0x1009, rtf)], [[mail.unicode_text(0x3001, "Dawniej"), (0x0D, 0x3701, held)]])
    _, pages = read(_winmail(tmp_path / "a.eml", data))
    assert "Odpowiedź do 8 maja.\n\nKaucja." in pages[0].text
    assert labels(pages) == ["message", "Dawniej, message"]
    assert "czynsz 1 200 zł" in pages[1].text


def test_a_winmail_cut_short_shows_what_there_is(tmp_path: Path) -> None:
    note = b"Nota allegata. " * 40
    data = mail.tnef(
        body=b"Il termine scade.\0",
        attachments=[[mail.unicode_text(0x3707, "nota.txt"), (0x0102, 0x3701, note)]],
    )
    _, pages = read(_winmail(tmp_path / "a.eml", data[: len(data) // 2]))
    assert "Il termine scade." in pages[0].text
    _, pages = read(_winmail(tmp_path / "b.eml", b"\x78\x9f\x3e\x22", "Testo"))
    assert labels(pages)[1].startswith("attachment: not read")  # type: ignore[union-attr]


@given(st.binary(max_size=200), st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_as_a_winmail_are_read_or_refused(data: bytes, values: bytes) -> None:
    whole = mail.tnef(body=b"x")
    properties = struct.pack("<BHHI", 1, 0x9003, 6, len(values)) + values + b"\0\0"
    for start in (whole, whole + properties, whole[:20]):
        with contextlib.suppress(ValueError):
            tnef.letter_of(start + data, Source(Path("x")))


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_as_packed_rtf_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError):
        html_of(b"{\\rtf1\\fromhtml1 " + unpacked(struct.pack("<II4sI", 0, 0, b"LZFu", 0) + data))
