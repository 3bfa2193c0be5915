"""What nobody sees of an OpenDocument file is read as hidden; what is seen stays."""

# ruff: noqa: E501 - a style in one line

from __future__ import annotations

from pathlib import Path

import pytest
from files import office
from files.unseen import SEEN, UNSEEN, holds, said

WHITE = '<style:text-properties fo:color="#ffffff"/>'
DARK = '<style:text-properties fo:color="#1f3864"/>'
ON_DARK = '<style:paragraph-properties fo:background-color="#1f3864"/>'
P = f'<text:p text:style-name="P">{UNSEEN}</text:p>'
SPAN = f'<text:p><text:span text:style-name="T">{UNSEEN}</text:span></text:p>'


def style(name: str, family: str, inner: str, more: str = "") -> str:
    return f'<style:style style:name="{name}" style:family="{family}"{more}>{inner}</style:style>'


def table(cell: str = "", row: str = "") -> str:
    return (
        f"<table:table><table:table-row{row}><table:table-cell{cell}>{P}</table:table-cell>"
        "<table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    )


def frame(inner: str = P, more: str = "") -> str:
    return f'<text:p><draw:frame draw:style-name="G"{more}><draw:text-box>{inner}</draw:text-box></draw:frame></text:p>'


@pytest.mark.parametrize(
    ("styles", "body", "seen"),
    [
        (style("P", "paragraph", WHITE), P, False),
        (style("T", "text", WHITE), SPAN, False),
        (style("P", "paragraph", DARK + ON_DARK), P, False),
        (style("P", "paragraph", '<style:text-properties fo:font-size="1pt"/>'), P, False),
        (style("T", "text", '<style:text-properties fo:font-size="5%"/>'), SPAN, False),
        (style("T", "text", '<style:text-properties loext:opacity="0%"/>'), SPAN, False),
        (style("P", "paragraph", WHITE), table(), False),
        (style("P", "paragraph", WHITE) + style("G", "graphic", '<style:graphic-properties draw:fill="solid" draw:fill-color="#ffffff"/>'), frame(), False),
        ("", frame(more=' draw:display="none"'), False),
        (style("P", "paragraph", WHITE + ON_DARK), P, True),
        (style("P", "paragraph", '<style:text-properties fo:font-size="6pt"/>'), P, True),
        (style("P", "paragraph", '<style:text-properties fo:color="#ffffff" style:use-window-font-color="true"/>'), P, True),
        (style("P", "paragraph", '<style:text-properties fo:color="#ffffff" fo:background-color="#000000"/>'), P, True),
        (style("P", "paragraph", WHITE) + style("C", "table-cell", '<style:table-cell-properties fo:background-color="#1f3864"/>'), table(' table:style-name="C"'), True),
        (style("P", "paragraph", WHITE) + style("R", "table-row", '<style:table-row-properties fo:background-color="#1f3864"/>'), table(row=' table:style-name="R"'), True),
        (style("P", "paragraph", WHITE), frame(), True),  # over whatever stands there
        (style("P", "paragraph", WHITE) + style("B", "graphic", '<style:graphic-properties style:run-through="background"/>'), P, True),
    ],
)  # fmt: skip
def test_texts(tmp_path: Path, styles: str, body: str, *, seen: bool) -> None:
    body = f"<text:p>{SEEN}</text:p>{body}"
    assert holds(said(office.opendocument(tmp_path / "a.odt", "text", body, styles))) is seen


def test_white_text_on_painted_pages_is_seen(tmp_path: Path) -> None:
    common = (
        '<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties'
        ' fo:background-color="#000000"/></style:page-layout></office:automatic-styles>'
    )
    body = f'<text:p text:style-name="P">{SEEN}</text:p>{P}'
    path = office.opendocument(
        tmp_path / "a.odt", "text", body, style("P", "paragraph", WHITE), common=common
    )
    assert holds(said(path))


CELL = (
    '<table:table-row{1}><table:table-cell{0} office:value-type="string"><text:p>'
    + UNSEEN
    + "</text:p></table:table-cell></table:table-row>"
)


@pytest.mark.parametrize(
    ("styles", "rows", "seen"),
    [
        (style("C", "table-cell", WHITE), CELL.format(' table:style-name="C"', ""), False),
        (style("C", "table-cell", WHITE), '<table:table-column table:default-cell-style-name="C"/>' + CELL.format("", ""), False),
        (style("C", "table-cell", WHITE), CELL.format("", ' table:default-cell-style-name="C"'), False),
        (style("C", "table-cell", "", ' style:parent-style-name="Q"') + style("Q", "table-cell", WHITE), CELL.format(' table:style-name="C"', ""), False),
        (style("C", "table-cell", '<style:text-properties fo:font-size="1pt"/>'), CELL.format(' table:style-name="C"', ""), False),
        ("", CELL.format("", ' table:visibility="collapse"'), False),
        (style("C", "table-cell", '<style:table-cell-properties fo:background-color="#1f3864"/>' + WHITE), CELL.format(' table:style-name="C"', ""), True),
        (style("C", "table-cell", WHITE + '<style:map style:condition="x" style:apply-style-name="Q"/>'), CELL.format(' table:style-name="C"', ""), True),
    ],
)  # fmt: skip
def test_cells(tmp_path: Path, styles: str, rows: str, *, seen: bool) -> None:
    first = f"<table:table-row><table:table-cell table:style-name='N'><text:p>{SEEN}</text:p></table:table-cell></table:table-row>"
    columns, _, own = rows.rpartition("<table:table-row")
    body = f'<table:table table:name="A">{columns}{first}<table:table-row{own}</table:table>'
    path = office.opendocument(tmp_path / "a.ods", "spreadsheet", body, styles)
    assert holds(said(path)) is seen


def test_a_hidden_sheet_and_a_figure_that_its_format_does_not_show(tmp_path: Path) -> None:
    row = '<table:table-row><table:table-cell office:value-type="float" office:value="{0}">{1}</table:table-cell></table:table-row>'
    body = (
        f'<table:table table:name="A">{row.format(5000, "<text:p/>")}{row.format(900, "<text:p>900</text:p>")}</table:table>'
        f'<table:table table:name="B" table:style-name="H">{row.format(7, "<text:p>7</text:p>")}</table:table>'
    )
    styles = style("H", "table", '<style:table-properties table:display="false"/>')
    text = said(office.opendocument(tmp_path / "a.ods", "spreadsheet", body, styles))
    assert text == "A\n\nrow 1: [hidden: 5000]\nrow 2: 900\nB (hidden)\n\nrow 1: [hidden: 7]"


PLACE = ' svg:x="{}cm" svg:y="1cm" svg:width="9cm" svg:height="3cm"'
EMPTY = style("G", "graphic", '<style:graphic-properties draw:fill="none"/>')
WHITE_P = style("P", "paragraph", WHITE)
LAYOUT = (
    '<office:automatic-styles><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="28cm"'
    ' fo:page-height="21cm"/></style:page-layout></office:automatic-styles><office:master-styles>'
    '<style:master-page style:name="M" style:page-layout-name="L"/></office:master-styles>'
)


def box(inner: str = P, at: int = 2, more: str = ' draw:style-name="G"') -> str:
    return f"<draw:frame{more}{PLACE.format(at)}><draw:text-box>{inner}</draw:text-box></draw:frame>"


@pytest.mark.parametrize(
    ("styles", "shapes", "seen"),
    [
        (EMPTY + WHITE_P, box(), False),
        (style("G", "graphic", '<style:graphic-properties draw:fill="none"/>' + WHITE), box(f"<text:p>{UNSEEN}</text:p>"), False),
        (EMPTY, box(at=-40), False),
        (EMPTY, box(at=40), False),
        (EMPTY + style("P", "paragraph", '<style:text-properties fo:font-size="1pt"/>'), box(), False),
        (EMPTY, box(), True),
        (style("G", "graphic", '<style:graphic-properties draw:fill="solid" draw:fill-color="#1f3864"/>') + WHITE_P, box(), True),
        (EMPTY + WHITE_P, f'<draw:rect{PLACE.format(1)} draw:style-name="F"/>' + box(), True),
        (EMPTY + WHITE_P, f'<draw:frame{PLACE.format(1)}><draw:image xlink:href="a.png"/></draw:frame>' + box(), True),
        (EMPTY + WHITE_P + style("D", "drawing-page", '<style:drawing-page-properties draw:fill="solid" draw:fill-color="#000000"/>'), box(), True),
        (EMPTY + WHITE_P, f"<draw:g>{box()}</draw:g>", True),
    ],
)  # fmt: skip
def test_slides(tmp_path: Path, styles: str, shapes: str, *, seen: bool) -> None:
    body = (
        '<draw:page draw:style-name="D" draw:master-page-name="M">'
        f"{box(f'<text:p>{SEEN}</text:p>', 12, '')}{shapes}</draw:page>"
    )
    path = office.opendocument(tmp_path / "a.odp", "presentation", body, styles, common=LAYOUT)
    assert holds(said(path)) is seen
