"""Outlook's mailboxes, with a stand-in for the library that opens them: nothing but Outlook writes one."""

from __future__ import annotations

import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from files.reading import read, saved

from rag.errors import FileCorrupt
from rag.reading.containers.mail import folders
from rag.reading.detection import format_of, holds_documents
from rag.reading.formats import Format
from rag.reading.holding import Held as HeldDocument
from rag.reading.holding import Skipped
from rag.reading.source import Source
from rag.types import Page


def _entries(values: dict[int, str | bytes | int]) -> SimpleNamespace:
    found = []
    for number, value in values.items():
        if isinstance(value, str):
            found.append(SimpleNamespace(entry_type=number, value_type=0x1F, data=value.encode("utf-16-le")))
        elif isinstance(value, int):
            kind = 0x40 if value > 1 << 40 else 3
            found.append(SimpleNamespace(entry_type=number, value_type=kind, data=struct.pack("<Q", value)))
        else:
            kind = 0x1E if number == 0x1000 else 0x0102
            found.append(SimpleNamespace(entry_type=number, value_type=kind, data=value))

    return SimpleNamespace(number_of_entries=len(found), get_entry=found.__getitem__)


class Held:
    """An item of the library: properties, and others of some kinds inside it."""

    def __init__(self, values: dict[int, str | bytes | int] | None = None, **kinds: Sequence[object]) -> None:
        self.name = ""
        for kind, held in {"record_set": [_entries(values or {})], **kinds}.items():
            setattr(self, f"number_of_{kind}s", len(held))
            setattr(self, f"get_{kind}", self._getter(held))

    @staticmethod
    def _getter(held: Sequence[object]):  # type: ignore[no-untyped-def]
        def get(place: int) -> object:
            if isinstance(held[place], Exception):
                raise held[place]  # type: ignore[misc]
            return held[place]

        return get


def folder(name: str, messages: Sequence[object] = (), folders: Sequence[object] = ()) -> Held:
    made = Held(sub_message=messages, sub_folder=folders)
    made.name = name
    return made


def attached(name: str, data: bytes, **more: int) -> Held:
    made = Held({0x3707: name, 0x3705: more.get("method", 1)})
    made.size, made.read_buffer = len(data), lambda size: data[:size]  # type: ignore[attr-defined]
    return made


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    def made(root: Held | None) -> Path:
        class File:
            ascii_codepage = b"cp1250"

            def open_file_object(self, stream: object) -> None:
                if root is None:
                    raise OSError("no signature")

            def get_root_folder(self) -> Held | None:
                return root

        library = ModuleType("pypff")
        library.file = File  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "pypff", library)
        return saved(tmp_path / "archiwum.pst", b"!BDN" + bytes(600))

    return made


_SENT = 133_600_000_000_000_000  # 12 May 2024


def test_messages_are_read_folder_by_folder_with_their_attachments(box) -> None:  # type: ignore[no-untyped-def]
    page = "<meta charset=utf-8><table><tr><th>Okres<th>Stawka<tr><td>Maj<td>40 zł</table>"
    offer = Held(
        {0x001A: "IPM.Note", 0x0037: "\1\4Re: Oferta", 0x0C1A: "Jan", 0x0039: _SENT, 0x1013: page.encode()},
        attachment=[
            attached("umowa.txt", "Treść umowy".encode()), OSError("x"), attached("w.msg", b"r\3", method=5),
        ],
    )  # fmt: skip
    old = Held({0x0037: "Stare", 0x1000: "Zażółć".encode("cp1250")})
    inner = folder("Top", folders=[folder("Odebrane", [offer, OSError("x")], [folder("Sąd", [old])])])
    path = box(folder("", folders=[inner]))
    assert format_of(path) is Format.FOLDERS
    _, pages = read(path)
    name = "Odebrane/Re: Oferta, 12 May 2024 "
    assert [(one.label or "").replace(name, "") for one in pages] == [
        "15:06, message", "15:06, umowa.txt, page 1", "15:06, attachment: not read, damaged",
        "15:06, w.msg: not read, a message inside a message, which cannot be opened from here",
        "Odebrane: not read, damaged", "Odebrane/Sąd/Stare, message",
    ]  # fmt: skip
    assert "Okres: Maj; Stawka: 40 zł" in pages[0].text
    assert "Treść umowy" in pages[1].text
    assert "Zażółć" in pages[5].text


def test_contacts_are_written_out_and_settings_left_out(box) -> None:  # type: ignore[no-untyped-def]
    ana = Held({0x001A: "IPM.Contact", 0x0037: "Ana García", 0x3A16: "Notaría", 0x3A1C: "+34 600"})
    hidden = Held({0x001A: "IPM.Microsoft.FolderDesign.NamedView", 0x0037: "View"})
    _, (page,) = read(box(folder("", folders=[folder("Top", folders=[folder("Contactos", [ana, hidden])])])))
    assert page.text.endswith("Subject: Ana García\nOrganisation: Notaría\nPhone (cell): +34 600")


def test_as_a_file_each_message_is_a_document_with_its_folder(box) -> None:  # type: ignore[no-untyped-def]
    facts: dict[int, str | bytes | int] = {
        0x0037: "Oferta 1/2",
        0x0C1A: "Jan",
        0x0039: _SENT,
        0x1000: b"Tekst",
    }
    offer = Held(facts, attachment=[attached("umowa.txt", b"x")])
    flagged = Held({**facts, 0x0E07: 1, 0x3008: _SENT + 1}, attachment=[attached("umowa.txt", b"x")])
    grown = Held(facts, attachment=[attached("umowa.txt", b"xy")])
    top = folder("Top", folders=[folder("Odebrane", [offer, OSError("x"), flagged, grown])])
    path = box(folder("", folders=[top]))
    assert holds_documents(path)
    *letters, skipped = folders.held(Source(path))
    one, same, other = (letter for letter in letters if isinstance(letter, HeldDocument))
    assert one.key == same.key != other.key
    assert (one.about().name, one.about().folder) == ("Oferta 1-2, Jan, 12 May 2024 15:06", "Odebrane")
    assert skipped == Skipped("Odebrane: 1 message", "damaged")
    pages = [page for page in one.read(Source(path), None) if isinstance(page, Page)]
    assert [page.label for page in pages] == ["message", "umowa.txt, page 1"]


def test_a_mailbox_that_cannot_be_opened_or_is_empty_is_corrupt(box) -> None:  # type: ignore[no-untyped-def]
    for root in (None, folder("")):
        with pytest.raises(FileCorrupt):
            read(box(root))
