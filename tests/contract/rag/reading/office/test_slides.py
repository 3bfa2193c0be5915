"""Slides: title, lists, tables, figures of charts, notes."""

from __future__ import annotations

from pathlib import Path

from files import office
from files.reading import read


def test_a_slide_is_a_page_with_its_title_table_and_notes(tmp_path: Path) -> None:
    _, (first, second) = read(office.pptx(tmp_path / "a.pptx"))
    assert first.text == (
        "Topic 1\n\n• First point of 1\n• Second point of 1\n\n"
        "Case | Fee\n\nCase: Chapter 13; Fee: 10 percent\n\nCase: Chapter 7; Fee: none\n\n"
        "Notes: Say this on slide 1."
    )
    assert [(heading.level, heading.title) for heading in second.headings] == [(1, "Topic 2")]


def test_a_chart_is_read_as_its_figures(tmp_path: Path) -> None:
    import pptx
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    talk = pptx.Presentation()
    slide = talk.slides.add_slide(talk.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["North", "South"]
    data.add_series("2023", (12, 9.5))
    data.add_series("2024", (14, 8))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(3), data)
    talk.save(tmp_path / "a.pptx")
    _, (page,) = read(tmp_path / "a.pptx")
    assert "North; 2023: 12; 2024: 14" in page.text


def test_slides_of_an_open_presentation(tmp_path: Path) -> None:
    frame = "<draw:frame{}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    body = (
        "<draw:page>" + frame.format("", "The body")
        + frame.format(' presentation:class="title"', "The title") + "<presentation:notes>"
        + frame.format("", "A note") + "</presentation:notes></draw:page><draw:page/>"
    )  # fmt: skip
    info, (first, second) = read(office.opendocument(tmp_path / "a.odp", "presentation", body))
    assert info.unit.value == "slide"
    assert first.text == "The title\n\nThe body\n\nNotes: A note"
    assert second.text == ""
