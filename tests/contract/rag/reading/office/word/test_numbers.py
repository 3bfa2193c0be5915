"""DOCX: the numbers that paragraphs are printed with."""

from __future__ import annotations

from pathlib import Path

from files.reading import read
from files.word import definition, item, level, listed, para, row, run, table, word


def _lines(path: Path) -> list[str]:
    _, pages = read(path)
    return [line for page in pages for line in page.text.split("\n") if line]


def test_a_list_that_begins_anew_has_its_own_numbers(tmp_path: Path) -> None:
    numbering = (
        definition(4, level(0, "decimal", "%1)"), level(1, "upperLetter", "%1.%2"))
        + listed(1, 4)
        + listed(2, 4, "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>")
        + listed(3, 4, "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride>")
    )
    body = (
        item("Der Mieter zahlt die Miete.", 1) + item("Fällig am Dritten.", 1, 1) + item("Er heizt.", 1)
        + item("Der Vermieter streicht.", 2) + item("Er mahnt.", 2) + item("Schriftlich.", 2, 1)
        + item("Anlage Grundriss.", 3) + item("Anlage Protokoll.", 3) + item("Noch eine Pflicht.", 1)
    )  # fmt: skip
    assert _lines(word(tmp_path / "a.docx", body, {"numbering": numbering})) == [
        "1) Der Mieter zahlt die Miete.", "1.A Fällig am Dritten.", "2) Er heizt.",
        "1) Der Vermieter streicht.", "2) Er mahnt.", "2.A Schriftlich.",
        "7) Anlage Grundriss.", "8) Anlage Protokoll.", "9) Noch eine Pflicht.",
    ]  # fmt: skip


def test_a_level_can_be_replaced_in_one_list(tmp_path: Path) -> None:
    own = f"<w:lvlOverride w:ilvl='0'>{level(0, 'upperRoman', 'Titre %1', start=3)}</w:lvlOverride>"
    numbering = definition(1, level(0, "decimal", "%1.")) + listed(1, 1) + listed(2, 1, own)
    body = item("Objet du bail", 2) + item("Durée", 2)
    assert _lines(word(tmp_path / "a.docx", body, {"numbering": numbering})) == [
        "Titre III Objet du bail",
        "Titre IV Durée",
    ]


def test_levels_that_are_legal_show_plain_digits(tmp_path: Path) -> None:
    numbering = definition(
        1,
        level(0, "upperRoman", "ARTÍCULO %1", start=4),
        level(1, "decimalZero", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%1.%2.%3", "<w:isLgl w:val='0'/>"),
    ) + listed(1, 1)
    body = item("Precio", 1) + item("El precio es fijo.", 1, 1) + item("Sin impuestos.", 1, 2)
    assert _lines(word(tmp_path / "a.docx", body, {"numbering": numbering})) == [
        "ARTÍCULO IV Precio",
        "4.1 El precio es fijo.",
        "IV.01.a Sin impuestos.",
    ]


def test_a_level_starts_again_only_where_it_says_so(tmp_path: Path) -> None:
    numbering = definition(
        1,
        level(0, "decimal", "Rozdział %1"),
        level(1, "decimal", "Art. %2.", "<w:lvlRestart w:val='0'/>"),
        level(2, "lowerLetter", "%3)", "<w:lvlRestart w:val='1'/>"),
    ) + listed(1, 1)
    body = (
        item("Wstęp", 1) + item("Cel", 1, 1) + item("pierwszy", 1, 2) + item("Zakres", 1, 1)
        + item("drugi", 1, 2) + item("Koszty", 1) + item("Opłaty", 1, 1) + item("nowy", 1, 2)
    )  # fmt: skip
    assert _lines(word(tmp_path / "a.docx", body, {"numbering": numbering})) == [
        "Rozdział 1 Wstęp", "Art. 1. Cel", "a) pierwszy", "Art. 2. Zakres", "b) drugi",
        "Rozdział 2 Koszty", "Art. 3. Opłaty", "a) nowy",
    ]  # fmt: skip


def test_styles_bring_their_list_and_their_level(tmp_path: Path) -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Titel1'><w:name w:val='heading 1'/><w:pPr><w:numPr>"
        "<w:numId w:val='5'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Titel2'><w:name w:val='heading 2'/>"
        "<w:basedOn w:val='Titel1'/><w:pPr>"
        "<w:numPr><w:ilvl w:val='1'/><w:numId w:val='5'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Absatz'><w:name w:val='Absatz'/><w:pPr><w:numPr>"
        "<w:numId w:val='5'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='Fett'><w:basedOn w:val='Absatz'/></w:style>"
    )
    numbering = definition(
        2,
        level(0, "decimal", "§ %1", "<w:pStyle w:val='Titel1'/>"),
        level(1, "decimal", "%1.%2", "<w:pStyle w:val='Titel2'/>"),
        level(2, "decimal", "(%3)", "<w:pStyle w:val='Absatz'/>"),
    ) + listed(5, 2)

    def styled(name: str, text: str, more: str = "") -> str:
        return para(text, f"<w:pStyle w:val='{name}'/>{more}")

    body = (
        styled("Titel1", "Geltung") + styled("Absatz", "Es gilt deutsches Recht.")
        + styled("Fett", "Auch im Ausland.") + styled("Titel1", "Preise") + styled("Titel2", "Netto")
        + styled("Absatz", "Ohne Steuer.")
        + styled("Absatz", "Ohne Nummer.", "<w:numPr><w:numId w:val='0'/></w:numPr>")
        + styled("Absatz", "Auf oberster Ebene.", "<w:numPr><w:ilvl w:val='0'/></w:numPr>")
    )  # fmt: skip
    path = word(tmp_path / "a.docx", body, {"numbering": numbering, "styles": styles})
    assert _lines(path) == [
        "§ 1 Geltung", "(1) Es gilt deutsches Recht.", "(2) Auch im Ausland.", "§ 2 Preise", "2.1 Netto",
        "(1) Ohne Steuer.", "Ohne Nummer.", "§ 3 Auf oberster Ebene.",
    ]  # fmt: skip


def test_list_styles_lend_their_levels(tmp_path: Path) -> None:
    numbering = (
        definition(8, "<w:styleLink w:val='Bijlagen'/>", level(0, "decimal", "Bijlage %1"))
        + definition(9, "<w:numStyleLink w:val='Bijlagen'/>")
        + definition(10, "<w:numStyleLink w:val='Kring'/>")
        + listed(1, 8)
        + listed(2, 9)
        + listed(3, 10)
    )
    styles = (
        "<w:style w:type='numbering' w:styleId='Bijlagen'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr>"
        "</w:pPr></w:style><w:style w:type='numbering' w:styleId='Kring'><w:pPr><w:numPr>"
        "<w:numId w:val='3'/></w:numPr></w:pPr></w:style>"
    )
    body = item("Plattegrond", 2) + item("Begroting", 1) + item("In een kring", 3)
    path = word(tmp_path / "a.docx", body, {"numbering": numbering, "styles": styles})
    assert _lines(path) == ["Bijlage 1 Plattegrond", "Bijlage 2 Begroting", "In een kring"]


def test_numbers_of_ones_own_form_and_none(tmp_path: Path) -> None:
    own = (
        "<mc:AlternateContent><mc:Choice Requires='w14'>"
        "<w:numFmt w:val='custom' w:format='001, 002, 003, ...'/></mc:Choice>"
        "<mc:Fallback><w:numFmt w:val='decimal'/></mc:Fallback></mc:AlternateContent>"
    )
    plain = f"<w:lvl w:ilvl='0'>{own}<w:lvlText w:val='Rif. %1'/></w:lvl>"
    numbering = (
        definition(1, plain) + definition(2, level(0, "none", "Nota:")) + listed(1, 1) + listed(2, 2)
    )  # fmt: skip
    body = item("planimetria", 1) + item("preventivo", 1) + item("salvo errori", 2)
    assert _lines(word(tmp_path / "a.docx", body, {"numbering": numbering})) == [
        "Rif. 001 planimetria",
        "Rif. 002 preventivo",
        "Nota: salvo errori",
    ]


def test_a_column_of_numbers_is_counted_in_its_table(tmp_path: Path) -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + listed(1, 1)
    rows = (row("Lp.", "Pozycja", "Kwota"), *(
        row(f"<w:tc>{item('', 1)}</w:tc>", name, amount)
        for name, amount in (("Czynsz", "1.200,00"), ("Prąd", "310,50"))
    ))  # fmt: skip
    _, (page,) = read(word(tmp_path / "a.docx", table(*rows), {"numbering": numbering}))
    assert "Lp.: 1.; Pozycja: Czynsz; Kwota: 1.200,00" in page.text
    assert "Lp.: 2.; Pozycja: Prąd; Kwota: 310,50" in page.text


def test_what_is_hidden_or_deleted_has_no_number(tmp_path: Path) -> None:
    numbering = definition(1, level(0, "decimal", "%1.")) + listed(1, 1)
    place = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>"
    body = (
        item("erste", 1)
        + para(run("geheim", "<w:vanish/>"), f"{place}<w:rPr><w:vanish/></w:rPr>")
        + para(f"<w:del>{run('gestrichen')}</w:del>", f"{place}<w:rPr><w:del/></w:rPr>")
        + item("zweite", 1)
    )
    path = word(tmp_path / "a.docx", body, {"numbering": numbering})
    assert _lines(path) == ["1. erste", "[hidden: geheim]", "2. zweite"]


def test_bullets_that_are_boxes_are_boxes(tmp_path: Path) -> None:
    font = "<w:rPr><w:rFonts w:ascii='Wingdings'/></w:rPr>"
    numbering = (
        definition(1, level(0, "bullet", "\uf0a8", font)) + definition(2, level(0, "bullet", "\uf0fe", font))
        + definition(3, level(0, "bullet", "☐")) + definition(4, level(0, "bullet", "\uf0b7", font))
        + "".join(listed(number, number) for number in (1, 2, 3, 4))
    )  # fmt: skip
    body = item("Ausweis", 1) + item("Vollmacht", 2) + item("Quittung", 3) + item("Sonstiges", 4)
    path = word(tmp_path / "a.docx", body, {"numbering": numbering})
    assert _lines(path) == ["[ ] Ausweis", "[x] Vollmacht", "[ ] Quittung", "• Sonstiges"]
