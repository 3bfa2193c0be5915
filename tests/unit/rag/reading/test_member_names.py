"""Members of archives are called what their writer called them."""

from __future__ import annotations

import zipfile

import pytest

from rag.reading.containers.member_names import is_clutter, member_names


def entry(data: bytes, flags: int = 0) -> zipfile.ZipInfo:
    """A member as the library gives it whose name is these bytes."""
    made = zipfile.ZipInfo(data.decode("utf-8" if flags else "cp437"))
    made.flag_bits = flags
    return made


@pytest.mark.parametrize(
    ("names", "page"),
    [
        (["Prüfbericht Köln.txt", "Größen.txt"], "cp437"),
        (["Facture été.pdf", "Reçu août.pdf"], "cp850"),
        (["Umowa Łódź.pdf", "Świadectwo.pdf"], "cp852"),
        (["Договор.txt", "Акт осмотра.txt"], "cp866"),
        (["Договор аренды.txt", "Смета.txt"], "cp1251"),
        (["契約書.txt", "点検報告書.txt"], "cp932"),
        (["租赁合同.txt", "电梯检查报告.txt"], "gb18030"),
        (["Übersicht/Größen.txt", "Résumé.txt", "Договор.txt"], "utf-8"),
    ],
)
def test_names_in_other_code_pages(names: list[str], page: str) -> None:
    assert member_names([entry(name.encode(page)) for name in names]) == names


def test_names_of_several_writers_in_one_archive() -> None:
    entries = [
        entry("Köln.txt".encode("cp437")), entry("Größen.txt".encode()), entry("Договор.txt".encode("cp866")),
        entry("Москва.txt".encode(), 0x800), entry("Pru\u0308fplan.txt".encode(), 0x800), entry(b"a\\b.txt"),
    ]  # fmt: skip
    assert member_names(entries) == [
        "Köln.txt", "Größen.txt", "Договор.txt", "Москва.txt", "Prüfplan.txt", "a/b.txt",
    ]  # fmt: skip


def test_what_systems_leave_behind_is_no_member() -> None:
    clutter = ("__MACOSX/._x.txt", "a/._note.txt", "a/.DS_Store", "Thumbs.db")
    assert all(map(is_clutter, clutter))
    assert not is_clutter("a/note.txt")
