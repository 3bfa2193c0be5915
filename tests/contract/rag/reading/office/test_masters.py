"""What stands on the master or the layout of slides: real text once, places for text never."""

from __future__ import annotations

from pathlib import Path

from files import office
from files.reading import read

ODP_STYLES = (
    '<style:master-page style:name="Firma">'
    '<draw:frame presentation:class="title" presentation:placeholder="true"><draw:text-box>'
    "<text:p>Titel durch Klicken</text:p></draw:text-box></draw:frame>"
    "<draw:frame><draw:text-box><text:p>Vertraulich – Entwurf 7</text:p></draw:text-box></draw:frame>"
    "</style:master-page>"
)


def test_a_notice_on_the_master_and_one_on_the_layout_are_said_once(tmp_path: Path) -> None:
    import pptx as library
    from pptx.util import Inches

    path = office.pptx(tmp_path / "a.pptx", slides=3)
    talk = library.Presentation(str(path))
    layout = talk.slides[0].slide_layout
    for holder, text in ((layout, "Nur für den Kunden"), (layout.slide_master, "Confidentiel – projet")):
        tree = holder.shapes._spTree
        box = talk.slides[0].shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1))
        box.text_frame.text = text
        tree.append(box._element)
    talk.save(str(path))
    _, pages = read(path)
    texts = [page.text for page in pages]
    assert "On all slides: Nur für den Kunden" in texts[0]
    assert "On all slides: Confidentiel – projet" in texts[0]
    assert not any("Confidentiel" in text or "Kunden" in text for text in texts[1:])
    assert not any("Click to edit" in text for text in texts)


def test_a_slide_that_hides_its_master_does_not_say_it(tmp_path: Path) -> None:
    import pptx as library
    from pptx.util import Inches

    path = office.pptx(tmp_path / "a.pptx", slides=1)
    talk = library.Presentation(str(path))
    slide = talk.slides[0]
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(3), Inches(1))
    box.text_frame.text = "Internal use only"
    slide.slide_layout.slide_master.shapes._spTree.append(box._element)
    slide._element.set("showMasterSp", "0")
    talk.save(str(path))
    _, pages = read(path)
    assert "Internal use only" not in pages[0].text


def test_a_notice_on_the_master_of_an_open_presentation_is_said_once(tmp_path: Path) -> None:
    slide = (
        '<draw:page draw:master-page-name="Firma"><draw:frame><draw:text-box><text:p>{}</text:p>'
        "</draw:text-box></draw:frame></draw:page>"
    )
    body = slide.format("Umsatz") + slide.format("Ausblick")
    path = office.opendocument(tmp_path / "a.odp", "presentation", body, common=ODP_STYLES)
    _, (first, second) = read(path)
    assert first.text == "Umsatz\n\nOn all slides: Vertraulich – Entwurf 7"
    assert second.text == "Ausblick"
