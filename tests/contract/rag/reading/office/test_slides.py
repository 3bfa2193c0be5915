"""Slides: title, lists, tables, figures of charts, notes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from files import office
from files.reading import read

from rag.language.withdrawn import standing


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


def test_what_is_struck_or_hidden_on_slides_is_marked(tmp_path: Path) -> None:
    import pptx
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Inches

    talk = pptx.Presentation()
    for title in ("Opłaty", "Projet secret"):
        slide = talk.slides.add_slide(talk.slide_layouts[5])
        slide.shapes.title.text = title
        paragraph = slide.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.paragraphs[0]
        for text, struck in (
            ("Kwota ", ""),
            ("400", "sngStrike"),
            (" zł", "dblStrike"),
            (" 550 zł", "noStrike"),
        ):
            run = paragraph.add_run()
            run.text = text
            run._r.get_or_add_rPr().set("strike", struck or "noStrike")
        cell = slide.shapes.add_table(1, 1, 0, 0, Inches(2), Inches(1)).table.cell(0, 0)
        cell.text = "alt"
        cell.text_frame.paragraphs[0].runs[0]._r.get_or_add_rPr().set("strike", "sngStrike")
        group = slide.shapes.add_group_shape()
        group.shapes.add_textbox(0, 0, Inches(3), Inches(1)).text_frame.text = "nur intern"
        group._element.nvGrpSpPr.cNvPr.set("hidden", "1")
    talk.slides[1]._element.set("show", "0")
    tree = talk.slides[0].shapes._spTree
    tree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="f"/><p:cNvSpPr/><p:nvPr>'
            '<p:ph type="ftr"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>Poufne'
            "</a:t></a:r></a:p></p:txBody></p:sp>"
        )
    )
    talk.save(tmp_path / "a.pptx")
    _, (first, second) = read(tmp_path / "a.pptx")
    assert first.text.split("\n\n") == [
        "Opłaty",
        "Kwota [struck: 400 zł] 550 zł",
        "[struck: alt]",
        "[hidden: nur intern]",
        "Footer: Poufne",
    ]
    assert second.label == "slide 2 (hidden)"
    assert second.text.startswith("[hidden: Projet secret]\n\n[hidden: Kwota [struck: 400 zł] 550 zł]")
    assert not second.headings
    assert standing(second.text).strip() == ""


def test_raised_figures_are_no_part_of_the_number_before_them(tmp_path: Path) -> None:
    import pptx
    from pptx.util import Inches

    talk = pptx.Presentation()
    slide = talk.slides.add_slide(talk.slide_layouts[6])
    paragraph = slide.shapes.add_textbox(0, 0, Inches(3), Inches(3)).text_frame.paragraphs[0]
    for text, baseline in (("10", "0"), ("6", "30000"), (" kWh, CO", "0"), ("2", "-25000")):
        run = paragraph.add_run()
        run.text = text
        run._r.get_or_add_rPr().set("baseline", baseline)
    talk.save(tmp_path / "a.pptx")
    _, (page,) = read(tmp_path / "a.pptx")
    assert page.text == "10⁶ kWh, CO2"


def test_numbered_points_have_their_numbers(tmp_path: Path) -> None:
    import pptx
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls
    from pptx.util import Inches

    talk = pptx.Presentation()
    frame = (
        talk.slides.add_slide(talk.slide_layouts[6]).shapes.add_textbox(0, 0, Inches(3), Inches(3)).text_frame
    )
    points = (
        ("uno", 0, "arabicPeriod", ""), ("dos", 0, "arabicPeriod", ""), ("a", 1, "alphaLcParenR", ""),
        ("b", 1, "alphaLcParenR", ""), ("tres", 0, "arabicPeriod", ""), ("texto", 0, "", ""),
        ("siete", 0, "romanUcParenBoth", 'startAt="7"'), ("ocho", 0, "romanUcParenBoth", 'startAt="7"'),
    )  # fmt: skip
    for number, (text, level, kind, start) in enumerate(points):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
        if kind:
            mark = parse_xml(f'<a:buAutoNum {nsdecls("a")} type="{kind}" {start}/>')
            paragraph._p.get_or_add_pPr().append(mark)
    talk.save(tmp_path / "a.pptx")
    _, (page,) = read(tmp_path / "a.pptx")
    assert page.text == "1. uno\n2. dos\na) a\nb) b\n3. tres\ntexto\n(VII) siete\n(VIII) ocho"


def test_comments_on_slides_say_who_made_them_and_when(tmp_path: Path) -> None:
    path = office.pptx(tmp_path / "a.pptx", 1)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    kind = b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>'
    for name, relation, target in (
        ("ppt/_rels/presentation.xml.rels", b"commentAuthors", b"commentAuthors.xml"),
        ("ppt/_rels/presentation.xml.rels", b"authors", b"authors.xml"),
        ("ppt/slides/_rels/slide1.xml.rels", b"comments", b"../comments/comment1.xml"),
        ("ppt/slides/_rels/slide1.xml.rels", b"comments", b"../comments/modern.xml"),
    ):
        entry = b'<Relationship Id="x%d" ' % len(members[name]) + kind % (relation, target)
        members[name] = members[name].replace(b"</Relationships>", entry + b"</Relationships>")
    members["ppt/commentAuthors.xml"] = b'<a xmlns="urn:p"><cmAuthor id="0" name="J. Nowak"/></a>'
    members["ppt/authors.xml"] = b'<a xmlns="urn:q"><author id="{B}" name="A. Gil"/></a>'
    members["ppt/comments/comment1.xml"] = (
        b'<l xmlns="urn:p"><cm authorId="0" dt="2024-03-05T10:00:00"><text>Zu hoch.</text></cm></l>'
    )
    members["ppt/comments/modern.xml"] = (
        b'<l xmlns="urn:q"><cm authorId="{B}" created="2024-04-01T09:00:00" status="resolved"><replyLst>'
        b'<reply authorId="0" created="2024-04-02T09:00:00"><txBody><p><r><t>Oui</t></r></p></txBody></reply>'
        b"</replyLst><txBody><p><r><t>Ok?</t></r></p></txBody></cm></l>"
    )
    _, (page,) = read(office.zip_of(path, members))
    assert page.text.split("\n\n")[-3:] == [
        "Comment (J. Nowak, 2024-03-05): Zu hoch.",
        "Comment (A. Gil, 2024-04-01, resolved): Ok?",
        "Comment (J. Nowak, 2024-04-02): Oui",
    ]


def test_hidden_slides_of_an_open_presentation_are_marked_and_footers_stand_once(tmp_path: Path) -> None:
    frame = "<draw:frame{}><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>"
    number = frame.format(' presentation:class="page-number"', "<text:page-number>9</text:page-number>")
    slide = '<draw:page presentation:use-footer-name="f" draw:style-name="{}">{}{}</draw:page>'
    title = frame.format(' presentation:class="title"', "Plan")
    struck = frame.format("", '<text:span text:style-name="S">alt</text:span> neu')
    body = (
        '<presentation:footer-decl presentation:name="f">Vertraulich</presentation:footer-decl>'
        + slide.format("D", title + struck, number)
        + slide.format("H", title, struck)
    )
    styles = (
        '<style:style style:name="H" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style><style:style style:name="S" style:family="text">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    _, (first, second) = read(office.opendocument(tmp_path / "a.odp", "presentation", body, styles))
    assert first.text == "Plan\n\n[struck: alt] neu\n\nFooter: Vertraulich"
    assert (second.text, second.label) == ("[hidden: Plan]\n\n[hidden: alt neu]", "slide 2 (hidden)")
