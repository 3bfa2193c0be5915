"""DOCX: the pages that a document holds, counted wherever they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.reading import read
from files.word import BREAK, DRAWN, cell, drawn_box, para, row, run, section, table, word


def _pages(path: Path) -> list[str]:
    info, pages = read(path)
    assert info.page_count == len(pages)
    return [page.text for page in pages]


def test_pages_end_inside_of_tables(tmp_path: Path) -> None:
    rows = [
        row("Position", "Betrag"),
        *(
            row(
                cell(para((DRAWN if number % 2 else "") + run(f"Posten {number}"))),
                cell(para((DRAWN if number % 2 else "") + run(f"{number},00"))),
            )
            for number in range(1, 5)
        ),
    ]
    assert _pages(word(tmp_path / "a.docx", table(*rows) + para(DRAWN + run("Summe")))) == [
        "Position | Betrag",
        "Position: Posten 1; Betrag: 1,00\n\nPosition: Posten 2; Betrag: 2,00",
        "Position: Posten 3; Betrag: 3,00\n\nPosition: Posten 4; Betrag: 4,00",
        "Summe",
    ]


def test_a_row_that_runs_over_pages_is_parted(tmp_path: Path) -> None:
    long = cell(para(run("Le début") + DRAWN + run("la suite")) + para(DRAWN + run("la fin")))
    inner = cell(table(row("a", "b"), row(cell(para(DRAWN + run("c"))), "d")))
    body = (
        table(
            row("I", "Prévu", "Note"),
            row("II", long, cell(para(run("court") + DRAWN + run("suivi")))),
            row(cell(para(BREAK + run("III"))), "fin", ""),
            row("IV", inner, "x"),
            row("", cell(para(DRAWN)), ""),
        )
        + para("Après.")
    )  # fmt: skip
    assert _pages(word(tmp_path / "a.docx", body)) == [
        "I | Prévu | Note\nII | Le début | court", " | la suite | suivi", " | la fin",
        "III | fin\nIV | a b | x", " | c d", "Après.",
    ]  # fmt: skip


def test_pages_end_inside_of_text_boxes(tmp_path: Path) -> None:
    body = (
        para(drawn_box(para("Recuadro uno")))
        + para(drawn_box(para(DRAWN + run("Recuadro dos"))))
        + para(DRAWN + drawn_box(para(DRAWN + run("Recuadro tres"))))
        + para(drawn_box(para(BREAK + run("Recuadro cuatro"))))
    )
    assert _pages(word(tmp_path / "a.docx", body)) == [
        "Recuadro uno", "Recuadro dos", "Recuadro tres\n\nRecuadro cuatro",
    ]  # fmt: skip


def test_a_break_and_the_page_that_word_drew_for_it_are_one(tmp_path: Path) -> None:
    body = (
        para(run("jeden") + BREAK) + para(DRAWN + run("dwa")) + para(DRAWN + run("trzy"))
        + para(DRAWN + run("cztery"), "<w:pageBreakBefore/>")
        + para("wciąż", "<w:pageBreakBefore w:val='0'/>")
        + para("", section()) + para("") + para(DRAWN + run("pięć")) + para(BREAK) + para(BREAK)
        + para(DRAWN + run("siedem")) + section()
    )  # fmt: skip
    assert _pages(word(tmp_path / "a.docx", body)) == [
        "jeden", "dwa", "trzy", "cztery\n\nwciąż", "pięć", "", "siedem",
    ]  # fmt: skip


def test_breaks_of_styles_and_pages_of_pictures_count(tmp_path: Path) -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Kapitel'><w:name w:val='heading 1'/><w:pPr>"
        "<w:pageBreakBefore/></w:pPr></w:style><w:style w:type='paragraph' w:styleId='Mehr'>"
        "<w:name w:val='Mehr'/><w:basedOn w:val='Kapitel'/></w:style>"
    )
    picture = para("<w:r><w:drawing/></w:r>")
    body = (
        picture + para("Eins", "<w:pStyle w:val='Kapitel'/>") + para("Zwei", "<w:pStyle w:val='Mehr'/>")
        + para("Auch zwei", "<w:pStyle w:val='Mehr'/><w:pageBreakBefore w:val='0'/>")
    )  # fmt: skip
    assert _pages(word(tmp_path / "a.docx", body, {"styles": styles})) == [
        "", "Eins", "Zwei\n\nAuch zwei",
    ]  # fmt: skip
    first = para("Titel", "<w:pStyle w:val='Kapitel'/>")
    assert _pages(word(tmp_path / "b.docx", first, {"styles": styles})) == ["Titel"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("", ["uno", "due", "tre"]),
        ("nextPage", ["uno", "due", "tre"]),
        ("continuous", ["uno\n\ndue\n\ntre"]),
        ("nextColumn", ["uno\n\ndue\n\ntre"]),
        ("oddPage", ["uno", "", "due", "", "tre"]),
        ("evenPage", ["uno", "due", "", "tre"]),
    ],
)
def test_sections_begin_as_they_say_themselves(tmp_path: Path, kind: str, expected: list[str]) -> None:
    body = para("uno", section("continuous")) + para("due", section(kind)) + para("tre") + section(kind)
    assert _pages(word(tmp_path / "a.docx", body)) == expected
    former = "<w:sectPrChange><w:sectPr><w:type w:val='evenPage'/></w:sectPr></w:sectPrChange>"
    changed = body.replace("<w:pgSz w:w='11906' w:h='16838'/>", f"<w:pgSz w:w='1' w:h='2'/>{former}")
    assert _pages(word(tmp_path / "b.docx", changed)) == expected


def test_a_section_that_counts_anew_needs_no_empty_page(tmp_path: Path) -> None:
    body = para("uno", section()) + para("due") + section("oddPage", "<w:pgNumType w:start='1'/>")
    assert _pages(word(tmp_path / "a.docx", body)) == ["uno", "due"]


def test_pages_that_end_in_deleted_text_count(tmp_path: Path) -> None:
    gone = "<w:del><w:r><w:lastRenderedPageBreak/><w:delText>stary</w:delText></w:r></w:del>"
    deleted = row(cell(para(DRAWN + run("c"))), cell(para(DRAWN + run("d"))), properties="<w:del/>")
    body = (
        para("jeden") + para(gone + run("dwa")) + table(row("a", "b"), deleted, row("e", "f"))
        + table(deleted) + para("cztery")
    )  # fmt: skip
    assert _pages(word(tmp_path / "a.docx", body)) == ["jeden", "dwa\n\na | b", "e | f", "cztery"]


def test_pages_have_the_numbers_that_are_printed_on_them(tmp_path: Path) -> None:
    roman = section("", "<w:pgNumType w:fmt='lowerRoman'/>")
    letters = section("", "<w:pgNumType w:fmt='upperLetter' w:start='2'/>")
    body = (
        para("wstęp") + para(DRAWN + run("spis")) + para("", roman)
        + para("eins") + para(DRAWN + run("zwei")) + para("", section("", "<w:pgNumType w:start='1'/>"))
        + para("trois") + para("", section()) + para("quatre") + para("", letters)
        + para("même page") + para(DRAWN + run("cinq")) + section("continuous")
    )  # fmt: skip
    _, pages = read(word(tmp_path / "a.docx", body))
    assert [page.label for page in pages] == ["i", "ii", "1", "2", "3", "B", "3"]


def test_pages_whose_numbers_are_their_own_have_no_label(tmp_path: Path) -> None:
    odd = section("", "<w:pgNumType w:fmt='decimal' w:start='x'/>")
    _, pages = read(word(tmp_path / "a.docx", para("uno") + para(BREAK) + para("due") + odd))
    assert {page.label for page in pages} == {None}
