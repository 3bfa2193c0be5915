"""DOCX: text that is deleted, moved, struck through or hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.reading import read
from files.word import BREAK, cell, para, row, run, table, word

_STYLES = (
    "<w:style w:type='paragraph' w:styleId='Weg'><w:name w:val='Weg'/><w:rPr><w:strike/></w:rPr></w:style>"
    "<w:style w:type='paragraph' w:styleId='Wegger'><w:basedOn w:val='Weg'/></w:style>"
    "<w:style w:type='character' w:styleId='Alt'><w:name w:val='Alt'/><w:rPr><w:dstrike/></w:rPr></w:style>"
    "<w:style w:type='character' w:styleId='Geheim'><w:rPr><w:vanish/></w:rPr></w:style>"
)


def _text(path: Path) -> str:
    _, pages = read(path)
    return "\n\f\n".join(page.text for page in pages)


def test_deletions_are_left_out_and_moved_text_is_said_once(tmp_path: Path) -> None:
    gone = "<w:del w:id='1'><w:r><w:delText>30 Tage</w:delText></w:r></w:del>"
    body = (
        para(run("Die Frist beträgt ") + gone + f"<w:ins w:id='2'>{run('90 Tage')}</w:ins>" + run("."))
        + para(f"<w:moveFrom w:id='3'>{run('Der Lieferant ist versichert.')}</w:moveFrom>",
               "<w:rPr><w:moveFrom w:id='4'/></w:rPr>")
        + para("Ziffer zwei bleibt.")
        + para(f"<w:moveTo w:id='5'>{run('Der Lieferant ist versichert.')}</w:moveTo>")
        + f"<w:moveFrom>{para('Als Ganzes verschoben.')}</w:moveFrom>"
    )  # fmt: skip
    assert _text(word(tmp_path / "a.docx", body)) == (
        "Die Frist beträgt 90 Tage.\n\nZiffer zwei bleibt.\n\nDer Lieferant ist versichert."
    )


def test_a_paragraph_whose_end_is_deleted_runs_on(tmp_path: Path) -> None:
    ends = "<w:rPr><w:del w:id='1'/></w:rPr>"
    body = (
        para("Le fournisseur répond ", ends) + para("du dommage ", ends) + para("direct seulement.")
        + table(row("A", cell(para("un ", ends) + para("seul"))), row("B", "deux"))
        + para("Reste", ends) + table(row("C", "trois"), row("D", "quatre")) + para("Fin ", ends)
    )  # fmt: skip
    assert _text(word(tmp_path / "a.docx", body)) == (
        "Le fournisseur répond du dommage direct seulement.\n\nA | un seul\nB | deux\n\nReste\n\n"
        "C | trois\nD | quatre\n\nFin"
    )


@pytest.mark.parametrize("look", ["<w:strike/>", "<w:dstrike w:val='true'/>", "<w:rStyle w:val='Alt'/>"])
def test_struck_text_is_marked(tmp_path: Path, look: str) -> None:
    body = para(run("Se conservan ") + run("cinco ", look) + run("años", look) + run(" diez años."))
    path = word(tmp_path / "a.docx", body, {"styles": _STYLES})
    assert _text(path) == "Se conservan [struck: cinco años] diez años."


@pytest.mark.parametrize("look", ["<w:vanish/>", "<w:rStyle w:val='Geheim'/>", "<w:strike/><w:vanish/>"])
def test_hidden_text_is_marked(tmp_path: Path, look: str) -> None:
    body = para(run("Oferta: 40 000 zł.") + run(" Klient przyjmie 25 000 zł.", look)) + table(
        row("Cena", cell(para(run("100", look)))), row("Rabat", "nie")
    )
    path = word(tmp_path / "a.docx", body, {"styles": _STYLES})
    assert _text(path) == (
        "Oferta: 40 000 zł. [hidden: Klient przyjmie 25 000 zł.]\n\nCena | [hidden: 100]\nRabat | nie"
    )


def test_styles_of_paragraphs_strike_through_and_runs_can_take_it_back(tmp_path: Path) -> None:
    def styled(content: str, name: str) -> str:
        return para(content, f"<w:pStyle w:val='{name}'/>")

    body = (
        styled("Aufgehoben.", "Weg")
        + styled(run("Auch dies") + run(" nicht", "<w:strike w:val='0'/>") + run(" so."), "Wegger")
        + para(run("Gilt.", "<w:strike w:val='false'/>"))
    )
    assert _text(word(tmp_path / "a.docx", body, {"styles": _STYLES})) == (
        "[struck: Aufgehoben.]\n\n[struck: Auch dies] nicht [struck: so.]\n\nGilt."
    )


def test_marks_never_cross_a_page_nor_stand_around_nothing(tmp_path: Path) -> None:
    long = "<w:r><w:rPr><w:strike/></w:rPr><w:t>alt</w:t><w:br w:type='page'/><w:t>neu</w:t></w:r>"
    body = para(run("a") + run(" ", "<w:strike/>") + run("b") + long) + para(run("  ", "<w:vanish/>"))
    assert _text(word(tmp_path / "a.docx", body)) == "a b[struck: alt]\n\f\n[struck: neu]"
    assert _text(word(tmp_path / "b.docx", para(BREAK + run("x", "<w:strike/>")))) == "\n\f\n[struck: x]"


def test_what_is_hidden_in_web_view_only_is_printed(tmp_path: Path) -> None:
    body = para(run("Inhalt") + run("7", "<w:webHidden/>"))
    assert _text(word(tmp_path / "a.docx", body)) == "Inhalt7"
