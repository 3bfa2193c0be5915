"""Messages in MIME as programs really send them: every part is read or told."""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from files import documents, mail
from files.reading import read
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import FileCorrupt, FileProtected
from rag.reading.containers.mail import cms
from rag.reading.containers.mail.bodies import chosen, reflowed
from rag.reading.containers.mail.headers import decoded
from rag.types import Page


def labels(pages: list[Page]) -> list[str | None]:
    return [page.label for page in pages]


def wrapped(data: bytes) -> str:
    return base64.encodebytes(data).decode().replace("\n", "\r\n")


# Pictures


def _drawn(name: str, data: bytes, more: str = "Content-Disposition: inline\r\n") -> str:
    return (
        f'Content-Type: image/png; name="{name}"\r\nContent-ID: <{name}@x>\r\n{more}'
        f"Content-Transfer-Encoding: base64\r\n\r\n{wrapped(data)}"
    )


def test_a_picture_inside_the_text_is_read_and_a_logo_only_named(tmp_path: Path) -> None:
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("L", (900, 220), 255)
    font = ImageFont.load_default(60)
    ImageDraw.Draw(sheet).text((30, 60), "Fällig am 14 Oktober", 0, font)
    sheet.save(tmp_path / "scan.png")
    body = mail.multipart(
        "related",
        mail.text_part('<p>Siehe Bild.</p><img src="cid:scan.png@x"><img src="cid:logo.png@x">', "html"),
        _drawn("scan.png", (tmp_path / "scan.png").read_bytes()),
        _drawn("logo.png", mail.picture(120, 60)),
        _drawn("dot.png", b"\x89PNG\r\n\x1a\n", "Content-Disposition: attachment\r\n"),
    )
    _, pages = read(mail.mime(tmp_path / "a.eml", body))
    assert labels(pages) == ["message", "scan.png, page 1"]
    assert "Attachments: scan.png\nSmall pictures, not read: logo.png, dot.png" in pages[0].text
    assert "14 Oktober" in pages[1].text


def test_a_picture_written_into_the_page_is_one_inside_the_text(tmp_path: Path) -> None:
    data = wrapped(mail.picture(40, 40)).replace("\r\n", "")
    page = f'<p>Vea el plano</p><img src="data:image/png;base64,{data}"><p>Saludos</p>'
    _, (found,) = read(mail.mime(tmp_path / "a.eml", mail.text_part(page, "html")))
    assert found.text.endswith("Vea el plano\n\nSaludos\n\nSmall pictures, not read: picture 1.png")


def test_a_picture_that_comes_again_is_read_once(tmp_path: Path) -> None:
    banner = mail.picture(600, 200)
    inner = mail.HEAD.format(subject="Wcześniej") + mail.multipart(
        "related", mail.text_part("Stopka"), _drawn("stopka.png", banner), boundary="=_y"
    )
    body = mail.multipart(
        "mixed", mail.text_part("Dzień dobry"), _drawn("stopka.png", banner),
        f"Content-Type: message/rfc822\r\n\r\n{inner}",
    )  # fmt: skip
    _, pages = read(mail.mime(tmp_path / "a.eml", body))
    assert labels(pages) == ["message", "stopka.png, page 1", "Wcześniej.eml, message"]
    assert "Pictures read before: stopka.png" in pages[2].text


# Plain text and web page


@pytest.mark.parametrize(
    ("plain", "page", "is_html"),
    [
        # The table stands in the web page alone: in German, in French.
        (
            "Anbei die Gebühren. Siehe Tabelle.",
            ("<p>Anbei die Gebühren. Siehe Tabelle.</p><table><tr><th>Verfahren<th>Gebühr</tr>"
            "<tr><td>Mahnung<td>36,00</tr></table>"),
            [True],
        ),
        (
            "Voici les loyers : studio 650 euros ; deux pièces 910 euros",
            "<p>Voici les loyers :<table><tr><td>studio<td>650 euros<tr><td>deux pièces<td>910 euros</table>",
            [True],
        ),
        ("Uprzejmie informuję.", "<p>Uprzejmie <b>informuję</b>.</p><img src=x>", [False]),
        ("El plazo vence pronto.", "<p>El plazo vence el 4 de mayo.</p>", [True]),
        ("Solo testo", "", [False]),
        ("", "<p>Solo pagina</p>", [True]),
        (
            "Il contratto scade il 31 dicembre e il canone sale a 1.200 euro al mese.",
            "<table><tr><td>Scade<td>31 dicembre<tr><td>Firma<td>Rossi</table>",
            [True, False],  # the amount stands in the plain text alone
        ),
        ("Siehe hier https://x.example/14", '<p>Siehe <a href="https://x.example/14">hier</a></p>', [False]),
    ],
)  # fmt: skip
def test_of_two_forms_of_a_text_the_richer_is_kept(plain: str, page: str, is_html: list[bool]) -> None:
    assert [is_page for is_page, _ in chosen(plain, page)] == is_html


@pytest.mark.parametrize("joined", [False, True])
def test_flowed_text_is_put_together(joined: bool) -> None:
    text = "The term \r\nbegins soon. \r\n\r\n> Was it \r\n> agreed?\r\nYes\r\n-- \r\nAda"
    glue = "" if joined else " "
    wanted = f"The term{glue}begins soon.{glue}\n\n> Was it{glue}agreed?\nYes\n-- \nAda"
    assert reflowed(text, joined=joined) == wanted


def test_alternatives_in_rtf_and_calendar_are_read_too(tmp_path: Path) -> None:
    body = mail.multipart(
        "alternative",
        "Content-Type: text/rtf\r\n\r\n{\\rtf1\\ansi Kaution 900 Euro\\par}\r\n",
    )
    _, pages = read(mail.mime(tmp_path / "a.eml", body))
    assert any("Kaution 900 Euro" in page.text for page in pages)


# S/MIME and PGP


_INNER = "Content-Type: text/plain; charset=utf-8\r\n\r\nRozprawa odbędzie się 3 marca, sala 7.\r\n".encode()


def _twice(data: bytes) -> bytes:
    """Signed, and the signed message signed again."""
    head = (
        b"Content-Type: application/x-pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    return mail.signed(head + base64.encodebytes(mail.streamed(data)))


@pytest.mark.parametrize("wrap", [mail.signed, mail.streamed, mail.compressed, _twice])
@pytest.mark.parametrize(
    "kind", ["application/pkcs7-mime; smime-type=signed-data", "application/octet-stream"]
)
def test_opaque_signatures_are_opened(wrap: Callable[[bytes], bytes], kind: str, tmp_path: Path) -> None:
    inner = wrap(_INNER)
    body = (
        f'Content-Type: {kind}; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n{wrapped(inner)}'
    )
    _, pages = read(mail.mime(tmp_path / "a.eml", body))
    assert labels(pages) == ["message"]
    assert "Rozprawa odbędzie się 3 marca, sala 7." in pages[0].text


def test_encrypted_messages_say_so(tmp_path: Path) -> None:
    sealed = wrapped(mail.enveloped(_INNER))
    head = "Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n"
    body = f"{head}\r\n{sealed}"
    _, (page,) = read(mail.mime(tmp_path / "a.eml", body))
    assert page.unread == ("text of the message not read: encrypted",)
    assert "is encrypted" in page.text
    armour = "Vorweg.\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA7\r\n-----END PGP MESSAGE-----\r\n"
    for body in (
        mail.text_part(armour),
        mail.multipart(
            "encrypted",
            "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n",
            mail.text_part(armour),
        ),
    ):
        _, (page,) = read(mail.mime(tmp_path / "b.eml", body))
        assert page.unread == ("text of the message not read: encrypted",)
        assert "hQEMA7" not in page.text


def test_clear_signed_messages_show_their_text_without_the_signature(tmp_path: Path) -> None:
    signature = (
        'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n'
        f"\r\n{wrapped(mail.signed(_INNER, detached=True))}"
    )
    _, pages = read(
        mail.mime(tmp_path / "a.eml", mail.multipart("signed", mail.text_part("Le délai court."), signature))
    )
    assert labels(pages) == ["message"]
    assert "Le délai court.\n\nThis message is signed" in pages[0].text
    armour = (
        "-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nLe délai court.\r\n"
        "-----BEGIN PGP SIGNATURE-----\r\n\r\niQEzBAEB\r\n-----END PGP SIGNATURE-----\r\n"
    )
    _, (page,) = read(mail.mime(tmp_path / "b.eml", mail.text_part(armour)))
    assert page.text.endswith("\n\nLe délai court.")


def test_a_signed_file_is_a_container_of_what_was_signed(tmp_path: Path) -> None:
    contract = documents.pdf(tmp_path / "c.pdf", ["Kaufvertrag"]).read_bytes()
    armoured = (
        b"-----BEGIN PKCS7-----\n" + base64.encodebytes(mail.streamed(contract)) + b"-----END PKCS7-----\n"
    )
    for data in (
        mail.signed(contract),
        mail.streamed(contract),
        armoured,
        base64.encodebytes(mail.signed(contract)),
    ):
        path = tmp_path / "umowa.pdf.p7m"
        path.write_bytes(data)
        _, pages = read(path)
        assert labels(pages) == ["umowa.pdf, page 1"]
        assert "Kaufvertrag" in pages[0].text
    path.write_bytes(mail.enveloped(contract))
    with pytest.raises(FileProtected):
        read(path)
    path.write_bytes(mail.signed(contract, detached=True))
    with pytest.raises(FileCorrupt):
        read(path)


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_as_a_wrapping_are_opened_or_refused(data: bytes) -> None:
    for start in (b"", b"\x30\x80\x06\x09" + bytes.fromhex("2a864886f70d010702") + b"\xa0\x80"):
        try:
            cms.opened(start + data)
        except ValueError:
            continue


# Headers and parts that are not as they should be


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("=?utf-8?B?UmVjaG51bmcgw7w=?=", "Rechnung ü"),
        ("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),  # a letter cut in two
        ("=?iso-8859-2?Q?Za=BF=F3=B3=E6?= ok", "Zażółć ok"),
        ("=?gb2312?B?1uzpRrv5?=", "朱镕基"),  # a letter that only a superset of it has
        ("=?windows-1251?B?xO7j7uLu8A==?=", "Договор"),
        ("=?utf-8*de?Q?Schl=C3=BCssel?=", "Schlüssel"),
        ("=?unknown-8bit?Q?caf=E9?=", "café"),
        ("=?utf-8?B?UmVjaG51bmcgw7w?=", "Rechnung ü"),  # without padding
        ("=?utf-8?Q?Rechnung Nr. 5?=", "Rechnung Nr. 5"),
        ('"=?utf-8?Q?M=C3=BCller?=" <m@x.example>', '"Müller" <m@x.example>'),
        ("=?cp-850?Q?=81ber?=", "über"),
        ("100 = 50 + 50", "100 = 50 + 50"),
        ("=?nonsense", "=?nonsense"),
    ],
)  # fmt: skip
def test_encoded_words_are_read_as_they_were_meant(value: str, said: str) -> None:
    assert decoded(value) == said


@given(
    st.text(max_size=80)
    | st.from_regex(r"(=\?[a-z0-9-]{0,9}\?[bBqQ]\?[A-Za-z0-9=+/_ ]{0,20}\?= ?){1,4}", fullmatch=True)
)
@settings(max_examples=60, deadline=None)
def test_any_header_is_one_line(value: str) -> None:
    assert "\n" not in decoded(value.encode("utf-8", "replace").decode())


def test_names_of_attachments_are_read_however_they_are_written(tmp_path: Path) -> None:
    note = "Content-Transfer-Encoding: base64\r\n\r\n"
    named = (
        "Content-Disposition: attachment; filename*=utf-8''Za%C5%BC%C3%B3%C5%82cenie.txt\r\n",
        "Content-Disposition: attachment; filename*0*=iso-8859-1''Anlage%20; filename*1*=%FC.txt\r\n",
        'Content-Disposition: attachment; filename="=?utf-8?Q?M=C3=BCll.txt?="\r\n',
        'Content-Disposition: attachment; filename="C:\\Temp\\avis.txt"\r\n',
        "Content-Disposition: attachment\r\n",
        "Content-Disposition: attachment\r\n",
    )
    parts = [
        f"Content-Type: application/octet-stream\r\n{name}{note}{wrapped(f'Treść {at}'.encode())}"
        for at, name in enumerate(named)
    ]
    pdf = documents.pdf(tmp_path / "c.pdf", ["Vertrag"]).read_bytes()
    parts.append(
        f"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n{wrapped(pdf)}"
    )
    _, pages = read(mail.mime(tmp_path / "a.eml", mail.multipart("mixed", mail.text_part("x"), *parts)))
    assert labels(pages)[1:] == [
        "Zażółcenie.txt, page 1", "Anlage ü.txt, page 1", "Müll.txt, page 1", "avis.txt, page 1",
        "attachment.bin, page 1", "attachment (2).bin, page 1", "attachment (3).bin, page 1",
    ]  # fmt: skip
    assert "Vertrag" in pages[-1].text


@pytest.mark.parametrize(
    ("transfer", "body"),
    [
        ("quoted-printable", b"Die Frist endet am 4=2E M=\r\nai, 10 =\r\nUhr = fix =XY"),
        ("Quoted-Printable;", b"Die Frist endet am 4. M=61i"),
        ("base64", b"RGllIEZyaXN0IGVuZGV0IGFt\r\nIDQuIE1haQ\r\n"),
        ("8-bit", b"Die Frist endet am 4. Mai"),
        ("base64", b"Die Frist endet am 4. Mai, nicht verpackt!"),
    ],
)
def test_text_is_unpacked_also_where_it_is_badly_packed(transfer: str, body: bytes, tmp_path: Path) -> None:
    head = f"Content-Type: text/plain\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n".encode()
    _, (page,) = read(mail.mime(tmp_path / "a.eml", head + body))
    assert "Die Frist endet am 4. Mai" in page.text


def test_texts_in_encodings_that_they_do_not_name_are_read(tmp_path: Path) -> None:
    said = "La garantie s’élève à 1 200 €."
    for charset, encoding in (
        ("us-ascii", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("x-unknown", "utf-8"),
        ("ascii", "cp1252"),
    ):
        head = f"Content-Type: text/plain; charset={charset}\r\n\r\n".encode()
        _, (page,) = read(mail.mime(tmp_path / "a.eml", head + said.encode(encoding)))
        assert said in page.text, charset


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("size", [740_000, 2_000_000])
def test_large_attachments_are_read_whole_unparsed(size: int, newline: str, tmp_path: Path) -> None:
    data = b"x" * 76 + b"\n"
    data = data * (size // 77) + b"Ende"
    packed = "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="
    part = f"Content-Type: text/plain\r\n{packed}a.txt\r\n\r\n{wrapped(data)}"
    body = mail.HEAD.format(subject="W") + mail.multipart("mixed", part, mail.text_part("Danach"))
    for said in (body, mail.HEAD.format(subject="E") + part):
        path = tmp_path / "a.eml"
        path.write_bytes(said.replace("\r\n", newline).encode())
        _, pages = read(path)
        assert pages[-1].text.endswith("x\nEnde")
    forwarded = mail.multipart("mixed", f"Content-Type: message/rfc822\r\n\r\n{body}", boundary="o")
    _, pages = read(mail.mime(tmp_path / "f.eml", forwarded))
    assert "Danach" in pages[1].text
    assert pages[-1].text.endswith("x\nEnde")


def test_a_message_without_its_boundaries_is_read_as_text(tmp_path: Path) -> None:
    body = 'Content-Type: multipart/mixed; boundary="gone"\r\n\r\nDie Frist endet.'
    _, (page,) = read(mail.mime(tmp_path / "a.eml", body))
    assert "Die Frist endet." in page.text


def test_forwarded_messages_are_read_also_packed_and_many_deep(tmp_path: Path) -> None:
    inner = mail.HEAD.format(subject="Innen") + mail.text_part("Kern")
    packed = (
        f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{wrapped(inner.encode())}"
    )
    _, pages = read(mail.mime(tmp_path / "a.eml", mail.multipart("mixed", packed)))
    assert labels(pages) == ["message", "Innen.eml, message"]
    assert "Kern" in pages[1].text
    for depth in range(14):
        inner = mail.HEAD.format(subject=f"F{depth}") + mail.multipart(
            "mixed",
            mail.text_part(f"Ebene {depth}"),
            f"Content-Type: message/rfc822\r\n\r\n{inner}",
            boundary=f"b{depth}",
        )
    (tmp_path / "b.eml").write_text(inner, encoding="utf-8")
    _, pages = read(tmp_path / "b.eml")
    assert "Ebene 3" in "".join(page.text for page in pages)
    assert (pages[-1].label or "").endswith("not read, too many messages inside each other")


def test_what_became_of_a_message_is_read(tmp_path: Path) -> None:
    report = (
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        "Final-Recipient: rfc822; biuro@x.example\r\nAction: failed\r\n"
    )
    _, (page,) = read(
        mail.mime(tmp_path / "a.eml", mail.multipart("report", mail.text_part("Bounced"), report))
    )
    assert "Final-Recipient: rfc822; biuro@x.example\nAction: failed" in page.text


def test_a_message_of_apple_mail_is_read_without_what_surrounds_it(tmp_path: Path) -> None:
    message = (mail.HEAD.format(subject="Mac") + mail.text_part("Ciao")).encode()
    (tmp_path / "1.emlx").write_bytes(b"%-10d\n" % len(message) + message + b"<?xml version='1.0'?><plist/>")
    info, (page,) = read(tmp_path / "1.emlx")
    assert info.title == "Mac"
    assert page.text.endswith("\n\nCiao")


def test_parts_inside_each_other_without_end_are_told(tmp_path: Path) -> None:
    body = mail.text_part("Grund")
    for depth in range(90):
        body = mail.multipart("mixed", body, boundary=f"b{depth}")
    _, (page, *_) = read(mail.mime(tmp_path / "a.eml", body))
    assert page.unread == ("parts not read: too many",)
