"""RTF: encodings, headings, lists, tables, notes, headers, forms, pages, and what is struck or hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.reading import read
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.text.rtf.reader import plain_text


def said(body: str) -> str:
    """What a document says whose text is `body`."""
    head = r"{\rtf1\ansi\deff0{\fonttbl{\f0 A;}{\f2\fcharset2 Symbol;}}"
    return plain_text(f"{head}{body}}}".encode("cp1252"))


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
    assert (
        first.text
        == "The fees\n\nGrüße Пр €5😀[1] [hidden: hidden]\n\nCase | Fee\n\nCase: A; Fee: 10\n\n1 Or early."
    )
    assert [(heading.level, heading.title) for heading in first.headings] == [(1, "The fees")]
    assert second.text == "Next\npage"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\pard Miete {\strike 800 €} 850 €\par", "Miete [struck: 800 €] 850 €"),
        (r"\pard a \striked1 b\striked0  c {\strike0 d}\par", "a [struck: b] c d"),
        (r"\pard\strike x\plain y\par", "[struck: x]y"),
        (r"\pard prix {\v interne \u233?}fin\par", "prix [hidden: interne é]fin"),
        (r"\pard\v todo\par\pard\v0 visible\par", "[hidden: todo]\n\nvisible"),
        (r"\pard{\deleted weg\par}bleibt\par", "bleibt"),
        (
            (
                r"{\stylesheet{\s5\strike Weg;}{\s6\sbasedon5 Kind;}{\*\cs7\additive\v Leise;}}"
                r"\pard\plain\s6 "
                r"alt\par"
                r"\pard\plain neu {\cs7 still}\par"
            ),
            "[struck: alt]\n\nneu [hidden: still]",
        ),
        (
            r"\trowd\cellx1\cellx2\pard\intbl{\strike 900}1200\cell{\v x}\cell\row\pard ",
            "[struck: 900]1200 | [hidden: x]",
        ),
    ],
)
def test_struck_and_hidden_text_is_kept_and_marked(body: str, text: str) -> None:
    assert said(body) == text


_LISTS = (
    r"{\*\listtable{\list\listtemplateid1{\listlevel\levelnfc1\levelstartat1"
    r"{\leveltext\leveltemplateid1\'09Artikel "
    r"\'00;}{\levelnumbers\'09;}}{\listlevel\levelnfc0\levelstartat1{\leveltext\'04\'00.\'01);}"
    r"{\levelnumbers;}}"
    r"{\listlevel\levelnfc4\levelstartat26\levellegal0{\leveltext\'03(\'02);}{\levelnumbers;}}{\listname "
    r"x;}\listid11}"
    r"{\list{\listlevel\levelnfc0\levelstartat1{\leveltext\'03\u167?\~\'00;}}"
    r"{\listlevel\levelnfc0\levellegal1"
    r"{\leveltext\'03\'00.\'01;}}\listid12}{\list{\listlevel\levelnfc23{\leveltext\'01\'b7;}\f2}\listid13}}"
    r"{\*\listoverridetable{\listoverride\listid11\listoverridecount0\ls1}{\listoverride\listid12\ls2}"
    r"{\listoverride\listid11\listoverridecount1{\lfolevel\listoverridestartat\levelstartat7}\ls3}"
    r"{\listoverride\listid13\ls4}}"
)


def test_items_without_a_number_of_their_own_are_counted() -> None:
    items = (
        (1, 0, "Miete"), (1, 1, "fällig"), (1, 2, "bar"), (1, 2, "Bank"), (1, 1, "Frist"), (1, 0, "Kaution"),
        (1, 1, "Höhe"), (3, 0, "weiter"), (3, 0, "noch"), (2, 0, "Zweck"), (2, 1, "Ziel"), (4, 0, "Punkt"),
        (9, 0, "ohne"),
    )  # fmt: skip
    body = "".join(rf"\pard\plain\ls{name}\ilvl{depth} {text}\par " for name, depth, text in items)
    assert said(_LISTS + body).split("\n\n") == [
        "Artikel I Miete",
        "I.1) fällig",
        "(z) bar",
        "(aa) Bank",
        "I.2) Frist",
        "Artikel II Kaution",
        "II.1) Höhe",
        "Artikel VII weiter",
        "Artikel VIII noch",
        "§ 1 Zweck",
        "1.1 Ziel",
        "• Punkt",
        "ohne",
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"{\listtext\pard\plain\f0 3.\tab}\pard\plain\ls1\ilvl0 trois\par", "3. trois"),
        (r"\pard\s1\intbl0{\listtext\pard\plain \u167\'a7 2\tab}\ls2\ilvl0 Zakres\par", "§ 2 Zakres"),
        (
            (
                r"\pard{\pntext\f2\'b7\tab}{\*\pn\pnlvlblt\pnf2\pnindent0{\pntxtb\'b7}}punkt\par"
                r"{\pntext\f2\'b7\tab}zwei\par"
            ),
            "• punkt\n• zwei",
        ),
        (
            (
                r"\pard{\pntext\tab}{\*\pn\pnlvlbody\pnlcltr\pnstart2{\pntxtb (}{\pntxta )}}uno\par"
                r"{\pntext\tab}dos\par"
            ),
            "(b) uno\n\n(c) dos",
        ),
        (
            (
                r"\trowd\cellx1\cellx2\pard\intbl Pflicht\cell{\listtext 1.\tab}heizen\par{\listtext "
                r"2.\tab}kehren\cell\row\pard "
            ),
            "Pflicht | 1. heizen 2. kehren",
        ),
        (
            r"\trowd\cellx1\pard\intbl\ls1\ilvl0 eins\par\ls1\ilvl0 zwei\cell\row\pard ",
            "Artikel I eins Artikel II zwei",
        ),
    ],
)
def test_items_keep_the_number_that_the_file_says(body: str, text: str) -> None:
    assert said(_LISTS + body) == text


def test_a_program_that_writes_all_numbers_as_text_shows_no_others() -> None:
    assert (
        said(r"\cocoartf2761" + _LISTS + r"\pard\ls1\ilvl0 a\par{\listtext\tab 2.\tab}b\par") == "a\n\n2. b"
    )


def test_headings_keep_their_level_behind_a_number(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    style = r"{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}}"
    body = (
        r"\pard\plain\s1{\listtext\pard\plain I.\tab}\ls1 Opłaty\par\pard\s2{\strike Alt}\par\pard\s2 Neu\par"
    )
    path.write_bytes((r"{\rtf1\ansi\ansicpg1250" + style + body + "}").encode("cp1250"))
    _, (page,) = read(path)
    assert [(heading.level, heading.title) for heading in page.headings] == [(1, "I. Opłaty"), (2, "Neu")]


def test_headers_footers_comments_and_boxes_stand_once_beside_the_text() -> None:
    head = r"{\header\pard\plain Az. 4 O 12/24\tab Berlin\par}"
    foot = (
        r"{\footer\pard Seite {\field{\*\fldinst  PAGE }{\fldrslt 7}} von {\field{\*\fldinst NUMPAGES}"
        r"{\fldrslt 9}}\par}"
    )
    own = (
        r"{\footerf\pard Kanzlei Nord, Blatt \chpgn\par}{\headerl\trowd\cellx1\pard\intbl "
        r"links\cell\row\pard\par}"
    )
    note = (
        r"{\*\atnid KW}{\*\atnauthor K. Weber}\chatn{\*\annotation{\*\atnref 0}{\*\atndate 1743506727}"
        r"\pard zu hoch\par pr\'fcfen}"
    )
    box = (
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard EILT\par sofort\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext\pard EILT\par}}}}"
    )
    body = (
        rf"\pard Preis{note}{box} netto\par\pard Ende"
        rf"{{\footnote\pard ohne {{\strike alte}} MwSt.\par}}\par\sect {head}X\par"
    )
    assert said(head + foot + own + body).split("\n\n") == [
        "Preis netto",
        "EILT\nsofort",
        "Ende[1]",
        "Header: Az. 4 O 12/24 Berlin",
        "Footer: Kanzlei Nord, Blatt",
        "Header: links",
        "Comment (K. Weber, 2026-11-25): zu hoch prüfen",
        "1 ohne [struck: alte] MwSt.",
        "X",
    ]


def test_form_fields_say_what_is_ticked_and_chosen() -> None:
    form = r"{{\field{{\*\fldinst {{ {} }}{{\*\formfield{{\fftype1{}{{\*\ffname N1}}}}}}}}{{\fldrslt {}}}}}"
    states = (r"\ffres1", r"\ffres25\ffdefres1", r"\ffres25\ffdefres0")
    boxes = [form.format("FORMCHECKBOX", state, "") for state in states]
    choice = form.format("FORMDROPDOWN", r"\ffres1{\*\ffl niski}{\*\ffl wysoki}", "")
    filled = form.format("FORMTEXT", r"\fftypetxt0{\*\ffdeftext leer}", "Nowak")
    body = (
        rf"\pard {boxes[0]} oui {boxes[1]} peut-\'eatre {boxes[2]} non\par Ryzyko: {choice}; Nom: "
        rf"{filled}.\par"
    )
    link = r"{\field{\*\fldinst HYPERLINK \\l x}{\fldrslt lien}}\par"
    assert said(body + link) == "[x] oui [x] peut-être [ ] non\n\nRyzyko: wysoki; Nom: Nowak.\n\nlien"


def test_boxes_that_a_font_draws_are_ticks() -> None:
    fonts = r"{\fonttbl{\f0 Arial;}{\f6\fnil\fcharset2 Wingdings;}{\f7\fcharset2 Symbol;}}"
    body = r"\pard Asbest: {\f6\'fe} ja {\loch\f6\u61608\'a8} nein, {\f7 a}=5, \u9746? oui\u9744?non\par"
    assert said(fonts + body) == "Asbest: [x] ja [ ] nein, α=5, [x] oui [ ] non"


def test_merged_cells_are_filled_down_and_across() -> None:
    rows = (
        r"\trowd\trhdr\cellx1\cellx2\cellx3\pard\intbl Ort\cell Soll\cell Ist\cell\row",
        r"\trowd\clvmgf\cellx1\cellx2\cellx3\pard\intbl Nord\cell 5\cell 4\cell\row",
        r"\trowd\clvmrg\cellx1\clmgf\cellx2\clmrg\cellx3\pard\intbl\cell 6\cell\cell\row\pard",
    )
    assert said("".join(rows)).split("\n\n") == [
        "Ort | Soll | Ist",
        "Ort: Nord; Soll: 5; Ist: 4",
        "Ort: Nord; Soll: 6",
    ]


_PIECES = (
    "{",
    "}",
    "{\\*\\pn",
    "{\\listtable",
    "{\\list",
    "{\\listlevel",
    "{\\leveltext\\'02\\'00.;}",
    "\\listid1",
    "\\ls1",
    "{\\listoverride",
    "{\\lfolevel",
    "\\levelstartat-5",
    "\\ilvl9",
    "\\par",
    "\\cell",
    "\\row",
    "\\trowd",
    "\\cellx1",
    "\\clvmrg",
    "{\\header",
    "{\\footnote",
    "{\\*\\annotation",
    "{\\*\\atndate 99999999999",
    "{\\field",
    "{\\fldinst ",
    "FORMDROPDOWN",
    "{\\formfield",
    "\\ffres-2",
    "{\\*\\ffl a}",
    "{\\stylesheet",
    "\\s1",
    "\\sbasedon1",
    "\\strike",
    "\\v",
    "\\plain",
    "{\\shptxt",
    "{\\pntext",
    "\\pndec",
    "\\pnstart-1",
    "\\u-10179?",
    "\\u-8704?",
    "text",
    "\\page",
    "\\'e9",
    "\\bin9",
)


@given(st.lists(st.sampled_from(_PIECES), max_size=40))
def test_any_order_of_control_words_can_be_read(pieces: list[str]) -> None:
    said(" ".join(pieces))


def test_raised_figures_are_no_part_of_the_number_before_them() -> None:
    assert said(r"\pard 10{\super 6} kWh, m\super 2\nosupersub  1{\super er}\par") == "10⁶ kWh, m² 1er"
