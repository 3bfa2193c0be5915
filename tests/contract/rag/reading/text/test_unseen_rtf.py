"""What nobody sees of an RTF is read as hidden; what is seen stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.unseen import SEEN, UNSEEN, holds, said

COLOURS = (
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;\red31\green56\blue100;"
    r"\red250\green250\blue252;}"
)
CELLS = r"\trowd\clcbpat{0}\cellx4000\cellx8000\pard\intbl {{\cf2 {{}}}}\cell x\cell\row\pard "


@pytest.mark.parametrize(
    "form",
    [
        r"{\v {}}", r"{\cf2 {}}", r"{\cf4 {}}", r"\cf2 {}\cf0", r"{\fs2 {}}", r"{\fs0 {}}",
        r"{\cf3\highlight3 {}}",
        r"{\cf3\chcbpat3 {}}", r"\cbpat3{\cf3 {}}", r"{\cf2\highlight2 {}}", r"{\fs24\cf2\b {}}",
        CELLS.format(0), CELLS.format(2), r"{\strike\cf2 {}}",
    ],
)  # fmt: skip
def test_looks_that_hide_text(tmp_path: Path, form: str) -> None:
    assert not holds(of(tmp_path, form))


@pytest.mark.parametrize(
    "form",
    [
        "{}", r"{\cf1 {}}", r"{\cf3 {}}", r"{\fs12 {}}", r"{\cf2\highlight3 {}}", r"{\cf2\chcbpat1 {}}",
        r"\cbpat3{\cf2 {}}", r"\cbpat3\shading0{\cf2 {}}", r"\shading2500{\cf2 {}}", CELLS.format(3),
        r"{\cf2\plain {}}", r"{\cf2 }{}", r"{\cf9 {}}",
        r"\trowd\trcbpat3\cellx4000\pard\intbl {\cf2 {}}\cell\row\pard ",
        r"\trowd\cellx4000\pard\intbl\itap2 {\cf2 {}}\cell\row\pard ",
        r"{\shp{\*\shpinst{\shptxt {\cf2 {}\par}}}}",
        r"{\*\background{\shp{\*\shpinst}}}{\cf2 {}}",
    ],
)  # fmt: skip
def test_looks_that_hide_nothing(tmp_path: Path, form: str) -> None:
    assert holds(of(tmp_path, form))


def of(folder: Path, form: str) -> str:
    path = folder / "text.rtf"
    text = form.replace("{}", UNSEEN)
    path.write_text(rf"{{\rtf1\ansi{COLOURS}\pard {SEEN}\par\pard {text}\par}}")
    return said(path)
