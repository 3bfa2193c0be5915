"""RTF: encodings, headings, tables, notes and pages."""

from __future__ import annotations

from pathlib import Path

from files.reading import read


def test_rtf_keeps_encodings_headings_tables_notes_and_pages(tmp_path: Path) -> None:
    source = (
        r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}"
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}}{\info{\title Fees}{\author Ada}}"
        r"{\pict\pngblip 89504e47}\pard\s1 The fees\par\pard\s0 Gr\'fc\'dfe \f1\'cf\'f0\f0  "
        r"\u8364?5\uc2\u-10179??\u-8704??"
        r"{\footnote Or early.} {\v hidden}{\*\unknown gone}\par"
        r"\trowd\trhdr\intbl Case\cell Fee\cell\row\trowd\intbl A\cell 10\cell\row\pard\page Next\line page}"
    )
    path = tmp_path / "a.rtf"
    path.write_bytes(source.encode("ascii"))
    info, (first, second) = read(path)
    assert (info.title, info.author) == ("Fees", "Ada")
    assert first.text == "The fees\n\nGrüße Пр €5😀[1]\n\nCase | Fee\n\nCase: A; Fee: 10\n\n1 Or early."
    assert [(heading.level, heading.title) for heading in first.headings] == [(1, "The fees")]
    assert second.text == "Next\npage"
