"""What a workbook says beside its cells: charts, what is printed in its margins, long numbers."""

from __future__ import annotations

from pathlib import Path

import pptx
import xlsxwriter
from files import office
from files.reading import read
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches


def book(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as made:
        for name in ("Costs", "Again"):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, ["Item", "Cost"])
            sheet.write_row(1, 0, ["Mill", 12.5])
            sheet.set_header('&L&"Arial,Bold"&14Draft of the council&C&D&RPage &P of &N')
            sheet.set_footer("&CRoe && Sons&R&P")
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=Costs!$B$2:$B$2", "name": "Spent"})
        chart.set_title({"name": "Costs of the mill"})
        chart.set_y_axis({"name": "thousand euros"})
        sheet.insert_chart("D4", chart)
        alone = made.add_chartsheet("Picture")
        other = made.add_chart({"type": "line"})
        other.add_series({"values": "=Costs!$B$2:$B$2"})
        other.set_title({"name": "Years of the mill"})
        alone.set_chart(other)
    return path


def test_charts_of_a_sheet_say_their_titles_and_the_units_of_their_axes(tmp_path: Path) -> None:
    _, (costs, again, picture) = read(book(tmp_path / "a.xlsx"))
    assert "Chart: Costs of the mill; thousand euros; Spent" in again.text
    assert "Costs of the mill" not in costs.text
    assert "Chart: Years of the mill" in picture.text


def test_what_is_printed_in_the_margins_of_a_sheet_is_said_once(tmp_path: Path) -> None:
    _, (costs, again, _) = read(book(tmp_path / "a.xlsx"))
    assert "Header: Draft of the council\nFooter: Roe & Sons" in costs.text
    assert "council" not in again.text
    assert "Arial" not in costs.text


def test_a_long_number_keeps_its_digits(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet()
        for row, number in enumerate((4_111_111_111_111_111, 12_345_678_901.5, 1e20, 1 / 3)):
            sheet.write(row, 0, number)
    _, (page,) = read(tmp_path / "a.xlsx")
    assert [line.partition(": ")[2] for line in page.text.split("\n")[2:]] == [
        "4111111111111111", "12345678901.5", "1e+20", "0.3333333333",
    ]  # fmt: skip


def test_a_chart_on_a_slide_says_the_units_of_its_axes(tmp_path: Path) -> None:
    data = CategoryChartData()
    data.categories = ["East", "West"]
    data.add_series("Sales", (1.5, 2.5))
    made = pptx.Presentation()
    slide = made.slides.add_slide(made.slide_layouts[6])
    shape = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(3), data)
    shape.chart.value_axis.axis_title.text_frame.text = "Million euros"
    made.save(str(tmp_path / "a.pptx"))
    _, (page,) = read(tmp_path / "a.pptx")
    assert page.text.startswith("Million euros\n\n")


def test_a_thread_of_comments_is_read_without_what_is_said_to_older_programs(tmp_path: Path) -> None:
    """Excel writes that into every such comment for programs that know no threads, in its own language."""
    told = (
        "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however, any "
        "edits to it will get removed if the file is opened in a newer version of Excel. Learn more: "
        "https://go.microsoft.com/fwlink/?linkid=870924\n\nComment:\n    Per contract\nReply:\n    Agreed"
    )
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        sheet = made.add_worksheet("Mill")
        sheet.write(0, 0, "Gate")
        sheet.write_comment("A1", told)
    _, (page,) = read(tmp_path / "a.xlsx")
    assert page.text == "Mill\n\nrow 1: Gate; comment on A1: Comment: Per contract Reply: Agreed"


def test_charts_of_an_open_sheet_say_their_titles(tmp_path: Path) -> None:
    chart = (
        '<office:document-content {} xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0">'
        "<office:body><office:chart><chart:chart><chart:title><text:p>Costs of the mill</text:p>"
        "</chart:title></chart:chart></office:chart></office:body></office:document-content>"
    )
    cell = '<table:table-cell office:value-type="string"><text:p>Gate</text:p></table:table-cell>'
    body = (
        f'<table:table table:name="Mill"><table:shapes><draw:frame><draw:object xlink:href="./Object 1"/>'
        f"</draw:frame></table:shapes><table:table-row>{cell}</table:table-row></table:table>"
    )
    parts = {"Object 1/content.xml": chart.format(office._OFFICE)}
    path = office.opendocument(tmp_path / "a.ods", "spreadsheet", body, parts=parts)
    _, (page,) = read(path)
    assert page.text == "Mill\n\nrow 1: Gate\n\nChart: Costs of the mill"
