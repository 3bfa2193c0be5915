"""DOCX: boxes, lists and dates that are filled in, symbols, and formulas."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.reading import read
from files.word import cell, field, para, row, run, table, word


def _text(path: Path) -> str:
    _, pages = read(path)
    return "\n".join(page.text for page in pages)


def _control(properties: str, content: str) -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _box(on: str, glyph: str) -> str:
    return _control(f"<w14:checkbox><w14:checked w14:val='{on}'/></w14:checkbox>", run(glyph))


def _form_box(more: str) -> str:
    return field("FORMCHECKBOX", form=f"<w:checkBox><w:sizeAuto/>{more}</w:checkBox>")


def _symbol(font: str, code: str) -> str:
    return f"<w:r><w:sym w:font='{font}' w:char='{code}'/></w:r>"


def test_boxes_of_all_kinds_stand_in_one_notation(tmp_path: Path) -> None:
    body = (
        para(run("Steuerpflichtig: ") + _box("1", "☒") + run("ja ") + _box("0", "☐") + run("nein"))
        + para(run("Régime : ") + _box("true", "●") + run(" réel ") + _box("false", "○") + run(" forfait"))
        + para(_form_box("<w:default w:val='1'/>") + run(" propietario ")
               + _form_box("<w:checked w:val='0'/>") + run(" inquilino")
               + _form_box("<w:default w:val='1'/><w:checked w:val='0'/>"))
        + para(run("Zgoda: ") + _symbol("Wingdings", "F0FD") + run(" tak ") + _symbol("Wingdings", "F06F")
               + run(" nie ") + _symbol("Wingdings 2", "F052") + run(" później ")
               + _symbol("Wingdings 2", "00A3") + run(" nigdy"))
        + para(run("Akkoord: ") + run("\uf0fe", "<w:rFonts w:ascii='Wingdings'/>") + run(" met ")
               + run("¨", "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>") + run(" zonder"))
        + para("Presente☑ assente☐")
        + para(run("Segno: ") + field('SYMBOL 254 \\f "Wingdings" \\s 12') + run(" sì"))
    )  # fmt: skip
    assert _text(word(tmp_path / "a.docx", body)).split("\n\n") == [
        "Steuerpflichtig: [x] ja [ ] nein",
        "Régime : [x] réel [ ] forfait",
        "[x] propietario [ ] inquilino [ ]",
        "Zgoda: [x] tak [ ] nie [x] później [ ] nigdy",
        "Akkoord: [x] met [ ] zonder",
        "Presente [x] assente [ ]",
        "Segno: [x] sì",
    ]


def test_boxes_around_paragraphs_and_cells(tmp_path: Path) -> None:
    box = "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>"
    empty = "<w14:checkbox><w14:checked w14:val='0'/></w14:checkbox>"
    body = _control(box, para("☒")) + table(
        row(cell(_control(box, para("☒"))), "Bezahlt"),
        f"<w:tr>{_control(empty, cell(para(run('☐'))))}{cell('Offen')}</w:tr>",
    )
    assert _text(word(tmp_path / "a.docx", body)) == "[x]\n\n[x] | Bezahlt\n[ ] | Offen"


def test_lists_and_dates_say_what_was_chosen(tmp_path: Path) -> None:
    choices = "<w:listItem w:displayText='hoch' w:value='3'/><w:listItem w:displayText='mittel' w:value='2'/>"
    chosen = f"<w:dropDownList w:lastValue='2'>{choices}</w:dropDownList>"
    entries = "".join(f"<w:listEntry w:val='{name}'/>" for name in ("bajo", "medio", "alto"))

    def list_(chosen: str, result: str = "") -> str:
        return field("FORMDROPDOWN", result, f"<w:ddList>{chosen}{entries}</w:ddList>")

    body = (
        para(run("Risiko: ") + _control(f"<w:dropDownList>{choices}</w:dropDownList>", run("hoch")))
        + para(_control(f"<w:alias w:val='Klasse'/><w:comboBox>{choices}</w:comboBox>", run("mittel")))
        + para(run("Termin: ") + _control("<w:date w:fullDate='2025-03-14T00:00:00Z'/>", run("14.03.2025")))
        + para(run("Abgabe: ") + _control("<w:date w:fullDate='2025-04-01T00:00:00Z'/>", run("")))
        + para(run("Offen: ") + _control("<w:showingPlcHdr/><w:dropDownList/>", run("Wählen Sie etwas aus.")))
        + para(run("Gewählt: ") + _control(chosen, run("")))
        + para(run("Nivel: ") + list_("<w:result w:val='1'/>") + list_("<w:default w:val='2'/>"))
        + para(run("Nivel: ") + list_("", run("otro")))
        + para(run("Name: ") + field("FORMTEXT", run("Inès Aubry"), "<w:textInput/>"))
        + table(row("Klasse", cell(para(_control("<w:alias w:val='K1'/><w:comboBox/>", run("A"))))))
    )  # fmt: skip
    assert _text(word(tmp_path / "a.docx", body)).split("\n\n") == [
        "Risiko: hoch", "Klasse: mittel", "Termin: 14.03.2025", "Abgabe: 2025-04-01", "Offen:",
        "Gewählt: mittel", "Nivel: medioalto", "Nivel: otro", "Name: Inès Aubry", "Klasse | A",
    ]  # fmt: skip


def test_fields_show_their_results_and_never_their_instructions(tmp_path: Path) -> None:
    inner = field("MERGEFIELD Anrede", run("Frau"))
    outer = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> IF </w:instrText></w:r>" + inner
        + "<w:r><w:instrText> = \"Frau\" \"geehrte\" </w:instrText></w:r><w:r><w:fldChar"
        " w:fldCharType='separate'/></w:r>" + run("geehrte") + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )  # fmt: skip
    body = (
        para(run("Sehr ") + outer + run(" Kundin"))
        + para(field("MACROBUTTON NoMacro [Adresse eingeben]") + run(" bitte"))
        + para(run("Anteil ") + field("EQ \\f(3;4)"))
        + para("<w:r><w:fldChar w:fldCharType='begin'/></w:r>" + run("bleibt"))
    )
    assert _text(word(tmp_path / "a.docx", body)).split("\n\n") == [
        "Sehr geehrte Kundin", "[Adresse eingeben] bitte", "Anteil 3/4", "bleibt",
    ]  # fmt: skip


def test_symbols_and_readings_are_not_lost(tmp_path: Path) -> None:
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('とうきょう')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby></w:r>"
    )
    body = (
        para(run("Wert ") + _symbol("Symbol", "F0B3") + run(" 5 ") + _symbol("Symbol", "F057"))
        + para(run("Pfeil ") + run("à", "<w:rFonts w:ascii='Wingdings'/>") + run(" links"))
        + para(run("Smiley ") + _symbol("Segoe UI Emoji", "1F60A") + _symbol("Eigene", "F031"))
        + para(ruby + run("都"))
    )
    assert _text(word(tmp_path / "a.docx", body)).split("\n\n") == [
        "Wert ≥ 5 Ω", "Pfeil → links", "Smiley 😊", "東京(とうきょう)都",
    ]  # fmt: skip


def _formula(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def _m(name: str, **parts: str) -> str:
    inner = "".join(f"<m:{part}>{text}</m:{part}>" for part, text in parts.items())
    return f"<m:{name}>{inner}</m:{name}>"


def _r(text: str) -> str:
    return f"<m:r><m:rPr><m:sty m:val='p'/></m:rPr><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (_r("Z = 0,05 × K"), "Z = 0,05 × K"),
        (_m("f", num=_r("a+b"), den=_r("2c")), "(a+b)/2c"),
        (_m("f", num=_m("f", num=_r("1"), den=_r("x")), den=_m("d", e=_r("y-1"))), "(1/x)/(y-1)"),
        (_m("sSup", e=_r("q"), sup=_r("n+1")), "q^(n+1)"),
        (_m("sSubSup", e=_r("K"), sub=_r("0"), sup=_r("2")), "K_0^2"),
        (_m("rad", radPr="<m:degHide/>", deg="", e=_r("2gh")), "√(2gh)"),
        (_m("rad", deg=_r("3"), e=_r("V")), "∛(V)"),
        (_m("nary", naryPr="<m:chr m:val='∑'/>", sub=_r("i=1"), sup=_r("n"), e=_r("x")), "∑_(i=1)^n x"),
        (_m("nary", sub=_r("0"), sup=_r("1"), e=_r("f dx")), "∫_0^1 f dx"),
        (_m("func", fName=_m("limLow", e=_r("lim"), lim=_r("x→0")), e=_r("f")), "lim_(x→0) f"),
        (_m("d", dPr="<m:begChr m:val='['/><m:endChr m:val=']'/>", e=_r("a,b")), "[a,b]"),
        ("<m:m><m:mr><m:e>{0}</m:e><m:e>{1}</m:e></m:mr><m:mr><m:e>{1}</m:e><m:e>{0}</m:e></m:mr></m:m>".format(
            _r("1"), _r("0")), "[1, 0; 0, 1]"),
        (_m("eqArr", e=_r("x&amp;=1")), "x=1"),
        (_r("\U0001d438 = \U0001d45a"), "E = m"),
        (_m("acc", accPr="<m:chr m:val='̂'/>", e=_r("p")) + f"<w:del>{_r('weg')}</w:del>", "p"),
    ],
)  # fmt: skip
def test_formulas_stand_on_one_line(tmp_path: Path, formula: str, said: str) -> None:
    body = (
        para(run("Die Strafe ist ") + _formula(formula) + run(" je Tag."))
        + para(run("Es gilt:") + f"<m:oMathPara>{_formula(formula)}</m:oMathPara>")
        + f"<m:oMathPara>{_formula(formula)}</m:oMathPara>"
        + table(row("Formel", cell(para(_formula(formula)))), row("Quelle", "§ 4"))
    )
    assert _text(word(tmp_path / "a.docx", body)) == (
        f"Die Strafe ist {said} je Tag.\n\nEs gilt:\n{said}\n\n{said}\n\nFormel | {said}\nQuelle | § 4"
    )


def test_raised_figures_are_no_part_of_the_number_before_them(tmp_path: Path) -> None:
    raised = "<w:vertAlign w:val='superscript'/>"
    styles = f"<w:style w:type='character' w:styleId='Hoch'><w:rPr>{raised}</w:rPr></w:style>"
    named = "<w:rStyle w:val='Hoch'/>"
    body = (
        para(run("10") + run("6", raised) + run(" m") + run("-2", named) + run(", 1") + run("er", raised))
        + para(run("H") + run("2", "<w:vertAlign w:val='subscript'/>") + run("O"))
        + table(row("Umsatz", cell(para(run("1.250") + run("1", raised)))), row("Kosten", "900"))
        + table(row("Umsatz", "1.250*"), row("Kosten", "900"))
    )
    assert _text(word(tmp_path / "a.docx", body, {"styles": styles})) == (
        "10⁶ m⁻², 1er\n\nH2O\n\nUmsatz | 1.250¹\nKosten | 900\n\nUmsatz | 1.250*\nKosten | 900"
    )
