"""Messages and mailboxes for tests, made by hand where no library makes what programs send."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

HEAD = (
    "From: Kanzlei Nowak <kanzlei@nowak.example>\r\nTo: ufficio@legale.example\r\n"
    "Subject: {subject}\r\nDate: Mon, 02 Sep 2024 10:00:00 +0200\r\nMIME-Version: 1.0\r\n"
)


def mime(path: Path, body: str | bytes, subject: str = "Termin") -> Path:
    """A message; `body` begins with its own headers, after which a blank line comes."""
    head = HEAD.format(subject=subject).encode()
    path.write_bytes(head + (body.encode() if isinstance(body, str) else body))
    return path


def multipart(kind: str, *parts: str, boundary: str = "=_x") -> str:
    """A body of several parts, each with its own headers."""
    inner = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{inner}--{boundary}--\r\n'


def text_part(text: str, kind: str = "plain", more: str = "") -> str:
    return (
        f"Content-Type: text/{kind}; charset=utf-8{more}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )


def picture(width: int, height: int, kind: str = "PNG") -> bytes:
    """A picture of that size that is no single colour, so that it takes some bytes."""
    from PIL import Image

    out = io.BytesIO()
    noise = bytes((x * x * 7 + x) % 251 for x in range(width * height))
    Image.frombytes("L", (width, height), noise).save(out, kind)
    return out.getvalue()


# CMS


def _signer() -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Urząd")])
    now = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(now).not_valid_after(now + dt.timedelta(days=9_000))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return certificate, key


def signed(data: bytes, *, detached: bool = False) -> bytes:
    """`data` inside a signature, or beside it."""
    certificate, key = _signer()
    options = [pkcs7.PKCS7Options.Binary] + [pkcs7.PKCS7Options.DetachedSignature] * detached
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, options)


def enveloped(data: bytes) -> bytes:
    """`data` encrypted for a certificate."""
    certificate, _ = _signer()
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(data).add_recipient(certificate)
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4, "big")
    return bytes([tag]) + length + content


def streamed(data: bytes, piece: int = 50) -> bytes:
    """`data` inside a signature as programs write it that do not know its length beforehand (BER)."""
    pieces = b"".join(der(0x04, data[at : at + piece]) for at in range(0, len(data), piece))
    octets = b"\xa0\x80\x24\x80" + pieces + b"\0\0\0\0"
    encapsulated = b"\x30\x80" + der(0x06, bytes.fromhex("2a864886f70d010701")) + octets + b"\0\0"
    body = b"\x30\x80" + der(0x02, b"\1") + der(0x31) + encapsulated + der(0x31) + b"\0\0"
    return b"\x30\x80" + der(0x06, bytes.fromhex("2a864886f70d010702")) + b"\xa0\x80" + body + b"\0\0\0\0"


def compressed(data: bytes) -> bytes:
    import zlib

    encapsulated = der(
        0x30, der(0x06, bytes.fromhex("2a864886f70d010701")), der(0xA0, der(0x04, zlib.compress(data)))
    )
    way = der(0x30, der(0x06, bytes.fromhex("2a864886f70d0109100308")))
    body = der(0x30, der(0x02, b"\0"), way, encapsulated)
    return der(0x30, der(0x06, bytes.fromhex("2a864886f70d0109100109")), der(0xA0, body))


# TNEF

Property = tuple[int, int, bytes]  # type, number, value


def tnef(
    properties: Sequence[Property] = (), attachments: Sequence[Sequence[Property]] = (), body: bytes = b""
) -> bytes:
    """A winmail.dat with these properties of the message and of each attachment."""
    out = b"\x78\x9f\x3e\x22\x01\x00" + _attribute(1, 0x0006, 0x9007, struct.pack("<II", 1250, 0))
    if body:
        out += _attribute(1, 0x0002, 0x800C, body)
    if properties:
        out += _attribute(1, 0x0006, 0x9003, _properties(properties))
    for one in attachments:
        out += _attribute(2, 0x0006, 0x9002, b"\1\0" + b"\xff" * 12)
        data = next((value for kind, number, value in one if number == 0x3701 and kind == 0x0102), b"")
        if data:
            out += _attribute(2, 0x0006, 0x800F, data)
        out += _attribute(2, 0x0006, 0x9005, _properties([p for p in one if p[2] is not data]))
    return out


def unicode_text(number: int, text: str) -> Property:
    return 0x1F, number, text.encode("utf-16-le") + b"\0\0"


def _attribute(level: int, kind: int, number: int, value: bytes) -> bytes:
    return (
        struct.pack("<BHHI", level, number, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
    )


def _properties(properties: Sequence[Property]) -> bytes:
    out = struct.pack("<I", len(properties) + 1)
    # A named one comes first, as Outlook writes them: it must be passed over.
    name = "Fälligkeit".encode("utf-16-le") + b"\0\0"
    out += struct.pack("<HH", 0x000B, 0x8001) + b"\1" * 16 + struct.pack("<II", 1, len(name))
    out += name + b"\0" * (-len(name) % 4) + b"\1\0\0\0"
    for kind, number, value in properties:
        out += struct.pack("<HH", kind, number)
        if kind in (0x1E, 0x1F, 0x0D, 0x0102):
            out += struct.pack("<II", 1, len(value))
        out += value + b"\0" * (-len(value) % 4)
    return out


# MSG


def msg_fields(fields: Mapping[str, str | bytes], codepage: int = 0) -> dict[str, object]:
    """The streams of a message in an OLE container: texts in UTF-16, bytes as they are."""
    tree: dict[str, object] = {
        f"__substg1.0_{key}": value.encode("utf-16-le") if isinstance(value, str) else value
        for key, value in fields.items()
    }
    fixed = struct.pack("<HHIQ", 3, 0x3FDE, 6, codepage) if codepage else b""
    tree["__properties_version1.0"] = b"\0" * 32 + fixed
    return tree


def rtf_wrapped(html: Sequence[str], codepage: int = 1252) -> bytes:
    """A web page in RTF as Exchange wraps it: tags in groups of their own, text beside them.

    Pieces that begin with "<" are tags. Not compressed.
    """
    out = f"{{\\rtf1\\ansi\\ansicpg{codepage}\\fromhtml1 \\deff0".encode()
    out += b"{\\fonttbl{\\f0\\fswiss Arial;}}\r\n"
    for piece in html:
        if piece.startswith("<"):
            out += b"{\\*\\htmltag64 " + piece.encode("ascii") + b"}\\htmlrtf \\par \\htmlrtf0 \r\n"
        else:
            out += piece.encode(f"cp{codepage}").replace(b"\\", b"\\\\")
    out += b"}"
    return struct.pack("<II4sI", len(out) + 12, len(out), b"MELA", 0) + out
