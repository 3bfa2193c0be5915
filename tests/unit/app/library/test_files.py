"""Which files of a folder are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.library.files import is_document, list_folder, readable_files
from rag.reading.detection import format_of
from rag.reading.formats import Format

_MAIL = "DKIM-Signature: v=1; a=rsa\nARC-Seal: i=1\nFrom: a@x.example\nSubject: Prośba\n\nTreść\n"


@pytest.mark.parametrize(
    "name",
    [
        "1718000000.M20046P2137.mail.example,S=4542,W=4600:2,S", "1718000000.12345_1.host:2,RS",
        "1718000000.V801I2aM3.host", "1718000000.M1P2Q3.host;2,", "WINMAIL.DAT", "Inbox.mbox", "a.ics",
        "archive.PST", "umowa.pdf.p7m",
    ],
)  # fmt: skip
def test_mail_is_meant_by_its_name(name: str) -> None:
    assert is_document(name)


@pytest.mark.parametrize(
    "name", ["1718000000.tar", "report.1.2", "data.dat", ".1718000000.M1P2.h:2,S", "x:2,S"]
)
def test_other_names_are_no_mail(name: str) -> None:
    assert not is_document(name)


def test_the_folders_of_a_maildir_are_looked_into_and_other_hidden_ones_are_not(tmp_path: Path) -> None:
    for folder in ("cur", ".Sent/cur", ".git/objects"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "1718000000.M1P2.host,S=9-2,S").write_text(_MAIL, encoding="utf-8")
    (tmp_path / "cur" / "dovecot-uidlist").write_text("3 V1", encoding="utf-8")
    names = [".Sent/cur/1718000000.M1P2.host,S=9-2,S", "cur/1718000000.M1P2.host,S=9-2,S"]
    assert sorted(list_folder(tmp_path).files) == names
    found = sorted(readable_files([tmp_path]))
    assert [path.relative_to(tmp_path).as_posix() for path in found][-2:] == names
    assert format_of(found[-1]) is Format.MAIL
