"""Messages and archives: every document they hold is read from memory, and none stops the others."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from files import documents, office
from files.reading import read

from rag.errors import FileCorrupt, FileProtected, FileTooLarge, PasswordNeeded, PasswordWrong
from rag.reading.containers.members import MemberPages
from rag.reading.detection import reader_for
from rag.reading.source import Source
from rag.types import Page


def labels(pages: list[Page]) -> list[str | None]:
    return [page.label for page in pages]


def test_a_member_that_takes_too_much_memory_is_told_and_others_follow(tmp_path: Path) -> None:
    def greedy() -> list[Page]:
        raise MemoryError

    pages = MemberPages(Source(tmp_path / "a.zip"), None)
    assert labels(list(pages.add_events("large.txt", greedy))) == ["large.txt: not read, too large"]
    after = list(pages.add("small.txt", lambda: b"Short."))
    assert [(page.number, page.text) for page in after] == [(2, "small.txt\n\nShort.")]


# Archives


def test_members_come_in_the_order_of_their_names_each_under_its_own(tmp_path: Path) -> None:
    outlined = documents.pdf(tmp_path / "d.pdf", ["# Scope\nText."], outline=[("Scope", 0, 1)])
    members = {
        "b/notes.txt": "First\fSecond",
        "a.csv": "Name,Town\nAda,London\nKurt,Wien\n",
        "__MACOSX/._a.csv": b"\0",
        "c.docx": documents.docx(tmp_path / "c.docx").read_bytes(),
        "d.pdf": outlined.read_bytes(),
    }
    info, pages = read(office.zip_of(tmp_path / "a.zip", members))
    assert labels(pages) == [
        "a.csv, rows 1–2", "b/notes.txt, page 1", "b/notes.txt, page 2", "c.docx, page 1", "c.docx, page 2",
        "d.pdf, page 1",
    ]  # fmt: skip
    assert pages[0].text == "a.csv\n\nrow 1: Name: Ada; Town: London\nrow 2: Name: Kurt; Town: Wien"
    assert [(heading.level, heading.title) for heading in pages[3].headings] == [
        (1, "c.docx"), (2, "Trustees"), (3, "Bonds"),
    ]  # fmt: skip
    for page in pages:
        for heading in page.headings:
            assert page.text[heading.start : heading.end] == heading.title
        for line in page.lines:
            assert page.text[line.start : line.end] == line.text
        for word in page.words:
            assert page.text[word.start : word.end].strip()
    assert [(item.title, item.level, item.page) for item in info.outline] == [("Scope", 2, 6)]


def test_a_member_that_cannot_be_read_says_why_and_stops_nothing(tmp_path: Path) -> None:
    members = {
        "a.exe": b"MZ\0\1" * 50,
        "b.docx": b"PK\3\4 nothing of the kind",
        "c.pdf": documents.encrypted_pdf(tmp_path / "c.pdf", "secret").read_bytes(),
        "d.txt": "",
        "e.txt": "Read all the same.",
    }
    path = office.zip_of(tmp_path / "a.zip", members)
    _, pages = read(path)
    assert labels(pages) == [
        "a.exe: not read, a kind of file that cannot be read",
        "b.docx: not read, damaged",
        "c.pdf: not read, protected by a password",
        "d.txt: not read, empty",
        "e.txt, page 1",
    ]
    assert [page.text for page in pages[:4]] == [""] * 4
    assert labels(read(path, "secret")[1])[2] == "c.pdf, page 1"


def test_archives_inside_archives_are_read_three_deep(tmp_path: Path) -> None:
    data = office.zipped({"deep.txt": "Deep"})
    for name in ("three", "two", "one"):
        data = office.zipped({f"{name}.zip": data, f"{name}.txt": name})
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    _, pages = read(path)
    assert labels(pages) == [
        "one.txt, page 1",
        "one.zip, two.txt, page 1",
        "one.zip, two.zip, three.txt, page 1",
        "one.zip, two.zip, three.zip: not read, too many archives inside each other",
    ]


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", b"\0" * 60_000_000)
    with pytest.raises(FileTooLarge) as refused:
        read(path)
    assert refused.value.facts["size"] == 180_000_000
    inside = office.zip_of(tmp_path / "b.zip", {"a.zip": path.read_bytes(), "b.txt": "B"})
    assert labels(read(inside)[1]) == ["a.zip: not read, too large", "b.txt, page 1"]


def test_what_is_nested_counts_for_the_file_that_holds_it_all(tmp_path: Path) -> None:
    path = office.zip_of(
        tmp_path / "a.zip", {f"{number}.zip": office.zipped({"a.txt": "A"}) for number in range(3)}
    )
    source = Source(path)
    source.budget.members = 4
    with pytest.raises(FileTooLarge):
        list(reader_for(source)(source, None))


def test_an_archive_under_a_password_asks_for_it(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    path.write_bytes(_LOCKED)
    with pytest.raises(PasswordNeeded):
        read(path)
    with pytest.raises(PasswordWrong):
        read(path, "wrong")
    _, (page,) = read(path, "secret")
    assert page.text == "note.txt\n\nA locked note."


@pytest.mark.parametrize("strength", [1, 2, 3])
def test_an_archive_encrypted_with_aes_opens_too(strength: int, tmp_path: Path) -> None:
    path = office.aes_zip(
        tmp_path / "locked.zip", {"a.txt": b"A locked note. " * 9, "b.txt": b"B"}, "secret", strength
    )
    with pytest.raises(PasswordNeeded):
        read(path)
    with pytest.raises(PasswordWrong):
        read(path, "wrong")
    _, (page, second) = read(path, "secret")
    assert page.text.startswith("a.txt\n\nA locked note. A locked")
    assert second.text == "b.txt\n\nB"


def test_members_never_touch_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(scratch))
    members = {
        "a.xlsx": office.xlsx(tmp_path / "a.xlsx").read_bytes(),
        "b.pdf": documents.pdf(tmp_path / "b.pdf").read_bytes(),
        "c.msg": office.msg(tmp_path / "c.msg", "Hi", {"d.txt": b"A word. " * 512}).read_bytes(),
    }
    path = office.zip_of(tmp_path / "a.zip", members)
    before = sorted(tmp_path.rglob("*"))
    assert len(read(path)[1]) >= 5
    assert sorted(tmp_path.rglob("*")) == before


def test_an_archive_cut_short_is_corrupt(tmp_path: Path) -> None:
    whole = office.zip_of(tmp_path / "a.zip", {"a.txt": "A" * 1000})
    with pytest.raises(FileCorrupt):
        read(documents.truncated(tmp_path / "cut.zip", whole, 0.6))


# Messages


def test_a_message_is_a_page_with_its_headers_and_its_attachments_follow(tmp_path: Path) -> None:
    attached = {
        "contract.pdf": documents.pdf(tmp_path / "c.pdf", ["One", "Two"]).read_bytes(),
        "a.bin": b"\0\1",
    }
    info, pages = read(office.eml(tmp_path / "a.eml", attached, text="Hello.\n\n> You wrote\n> this."))
    assert info.title == "The contract – draft"
    assert pages[0].text == (
        "Subject: The contract – draft\nFrom: Ada Lovelace <ada@example.org>\n"
        "To: Kurt Gödel <kurt@example.org>\n"
        "Date: Tue, 03 May 2022 10:00:00 +0200\n\nHello.\n\n> You wrote\n> this.\n\n"
        "Attachments: contract.pdf, a.bin"
    )
    assert [heading.title for heading in pages[0].headings] == ["The contract – draft"]
    assert labels(pages) == [
        "message", "contract.pdf, page 1", "contract.pdf, page 2",
        "a.bin: not read, a kind of file that cannot be read",
    ]  # fmt: skip
    assert pages[1].headings[0].title == "contract.pdf"


def test_a_message_that_is_only_a_web_page_is_read_as_one(tmp_path: Path) -> None:
    page = "<p>Dear <b>Kurt</b></p><script>x()</script><table><tr><th>Case<th>Fee<tr><td>A<td>10</table>"
    for text in ("", "See the web version."):
        long = page + "<p>" + "More to say about it. " * 20 + "</p>"
        _, (message,) = read(office.eml(tmp_path / "a.eml", {}, html=long, text=text))
        assert "Dear Kurt\n\nCase | Fee\n\nCase: A; Fee: 10\n\nMore to say" in message.text
        assert "x()" not in message.text
    page = "<p>Dear <b>Kurt</b>,<p>the fee is 10."
    _, (message,) = read(office.eml(tmp_path / "a.eml", {}, html=page, text="Dear Kurt, the fee is 10."))
    assert "Dear Kurt, the fee is 10." in message.text


def test_a_forwarded_message_is_an_attachment_with_its_own(tmp_path: Path) -> None:
    inner = office.message({"note.txt": b"A note."})
    outer = EmailMessage()
    outer["Subject"] = "Fw"
    outer.set_content("See below.")
    outer.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(outer.as_bytes())
    _, pages = read(tmp_path / "a.eml")
    name = "The contract – draft.eml"
    assert labels(pages) == ["message", f"{name}, message", f"{name}, note.txt, page 1"]


def test_a_message_with_broken_headers_and_parts_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        b"From: =?utf-8?b?!!!?=\r\nTo: =?nonsense?q?x?=\r\nSubject: \xff\xfe caf\xe9\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
        b"Content-Type: text/plain; charset=nonsense\r\nContent-Transfer-Encoding: base64\r\n\r\n####\r\n"
        b"--x\r\nContent-Type: text/plain\r\n\r\nStill here \xe9\r\n"
    )
    _, pages = read(tmp_path / "a.eml")
    assert "Still here é" in pages[0].text


def test_a_text_that_is_no_message_is_corrupt(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"\n \n")
    with pytest.raises(FileCorrupt):
        read(tmp_path / "a.eml")


def test_an_outlook_message_reads_like_any_other(tmp_path: Path) -> None:
    attached = {"contract.txt": b"The term. " * 512}
    info, pages = read(office.msg(tmp_path / "a.msg", "Hello Kurt.", attached))
    assert info.title == "The contract"
    assert pages[0].text == (
        "Subject: The contract\nFrom: Ada\nTo: Kurt\n\nHello Kurt.\n\nAttachments: contract.txt"
    )
    assert labels(pages) == ["message", "contract.txt, page 1"]
    assert pages[1].text.startswith("contract.txt\n\nThe term.")


def test_outlook_messages_inside_each_other_are_read_twelve_deep(tmp_path: Path) -> None:
    def tree(depth: int) -> dict[str, object]:
        held: dict[str, object] = {
            "__substg1.0_0037001F": f"Number {depth}".encode("utf-16-le"),
            "__properties_version1.0": b"\0" * 32,
        }
        if depth < 15:
            held["__attach_version1.0_#00000000"] = {
                "__substg1.0_3707001F": f"{depth + 1}.msg".encode("utf-16-le"),
                "__substg1.0_3701000D": tree(depth + 1),
                "__properties_version1.0": b"\0" * 8,
            }
        return held

    (tmp_path / "a.msg").write_bytes(office.ole(tree(1)))
    _, pages = read(tmp_path / "a.msg")
    assert labels(pages)[:3] == ["message", "2.msg, message", "2.msg, 3.msg, message"]
    names = ", ".join(f"{number}.msg" for number in range(2, 15))
    assert labels(pages)[12:] == [
        f"{names.removesuffix(', 14.msg')}, message",
        f"{names}: not read, too many messages inside each other",
    ]


def test_encrypted_open_documents_say_that_they_are_protected(tmp_path: Path) -> None:
    manifest = '<m:manifest xmlns:m="urn:x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    path = office.odt(tmp_path / "a.odt")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("META-INF/manifest.xml", manifest)
    with pytest.raises(FileProtected) as refused:
        read(path)
    assert "password" in str(refused.value.facts["detail"])


def _locked() -> bytes:
    """An archive of one member under the password "secret", with the cipher that every program knows.

    Source: PKWARE's APPNOTE, 6.1 (traditional encryption).
    """
    import struct
    import zlib

    text, password = b"A locked note.", b"secret"
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(crc: int, byte: int) -> int:
        return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    crc = zlib.crc32(text)
    sealed = bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + text:
        mixed = (keys[2] | 2) & 0xFFFF
        sealed.append(byte ^ ((mixed * (mixed ^ 1)) >> 8 & 0xFF))
        update(byte)
    name = b"note.txt"
    local = struct.pack(
        "<4sHHHHHIIIHH", b"PK\3\4", 20, 1, 0, 0, 33, crc, len(sealed), len(text), len(name), 0
    )
    central = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 1, 0, 0, 33, crc, len(sealed), len(text), len(name),
        0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    body = local + name + bytes(sealed)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 1, 1, len(central) + len(name), len(body), 0)
    return body + central + name + end


_LOCKED = _locked()
