"""OpenDocument texts: numbers, headers, comments, forms, and what is struck or hidden."""

from __future__ import annotations

from pathlib import Path

import pytest
from files import office
from files.reading import read
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from rag.reading.office.opendocument.numbering import Numbering
from rag.reading.office.opendocument.paragraphs import Paragraphs

_NUMBER = '<text:list-level-style-number text:level="{}" style:num-format="{}" {}/>'


def style(name: str, properties: str, more: str = 'style:family="text"') -> str:
    return f'<style:style style:name="{name}" {more}>{properties}</style:style>'


def items(*contents: str, more: str = "") -> str:
    inside = "".join(f"<text:list-item>{content}</text:list-item>" for content in contents)
    return f"<text:list {more}>{inside}</text:list>"


def p(text: str, more: str = "") -> str:
    return f"<text:p {more}>{text}</text:p>"


def said(folder: Path, body: str, styles: str = "", common: str = "") -> str:
    """What a text says whose body is `body`."""
    path = office.opendocument(folder / "a.odt", "text", body, styles, common=common)
    return "\f".join(page.text for page in read(path)[1])


_ARTICLES = (
    '<text:list-style style:name="L1">'
    + _NUMBER.format(1, "I", 'style:num-prefix="Artikel " style:num-suffix="."')
    + _NUMBER.format(2, "1", 'text:display-levels="2" style:num-suffix=")"')
    + _NUMBER.format(3, "a", 'style:num-letter-sync="true" text:start-value="26" style:num-prefix="lit. "')
    + '</text:list-style><text:list-style style:name="L2">'
    + _NUMBER.format(1, "1", 'text:start-value="5" loext:num-list-format="(%1%)"')
    + '</text:list-style><text:list-style style:name="B">'
    + '<text:list-level-style-bullet text:level="1" text:bullet-char="–"/></text:list-style>'
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            items(
                p("Miete") + items(p("fällig") + items(p("bar"), p("per Bank")), p("Frist")),
                p("Kaution") + items(p("Höhe")),
                more='text:style-name="L1"',
            ),
            (
                "Artikel I. Miete\n\nI.1) fällig\n\nlit. z bar\nlit. aa per Bank\nI.2) Frist\nArtikel II. "
                "Kaution\n\n"
                "II.1) Höhe"
            ),
        ),
        (
            items(p("uno"), p("dos"), more='text:style-name="L2"')
            + p("entre")
            + items(p("tres"), more='text:style-name="L2" text:continue-numbering="true"')
            + items(p("cinco"), more='text:style-name="L2"'),
            "(5) uno\n(6) dos\n\nentre\n\n(7) tres\n\n(5) cinco",
        ),
        (
            items(p("a"), more='text:style-name="L2" xml:id="one"')
            + items(p("x"), more='text:style-name="B"')
            + items(p("b"), more='text:style-name="L2" text:continue-list="one"'),
            "(5) a\n\n• x\n\n(6) b",
        ),
        (
            (
                '<text:list text:style-name="L2"><text:list-header><text:p>Titre</text:p></text:list-header>'
                '<text:list-item text:start-value="9"><text:p>neuf</text:p><text:p>suite</text:p>'
                "</text:list-item>"
                "<text:list-item><text:p/></text:list-item><text:list-item><text:p>onze</text:p>"
                "</text:list-item>"
                '<text:list-item text:style-override="B"><text:p>puce</text:p></text:list-item></text:list>'
            ),
            "Titre\n\n(9) neuf\n\nsuite\n(11) onze\n• puce",
        ),
        (
            items(p("Kopf"), more='text:style-name="L1"')
            + p("Text")
            + items(
                items(p("weiter")), p("nächster"), more='text:style-name="L1" text:continue-numbering="true"'
            ),
            "Artikel I. Kopf\n\nText\n\nI.1) weiter\n\nArtikel II. nächster",
        ),
        (
            items(p("durch den Absatz", 'text:style-name="P"')),
            "(5) durch den Absatz",
        ),
        (
            (
                '<text:numbered-paragraph text:list-id="n" text:style-name="L2"><text:p>pierwszy</text:p>'
                '</text:numbered-paragraph><text:numbered-paragraph text:list-id="n" text:style-name="L2">'
                "<text:p>drugi</text:p></text:numbered-paragraph>"
            ),
            "(5) pierwszy\n(6) drugi",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>Pflichten</text:p></table:table-cell>"
            "<table:table-cell>"
            + items(p("heizen"), p("kehren"), more='text:style-name="L2"')
            + "</table:table-cell></table:table-row></table:table>",
            "Pflichten | (5) heizen (6) kehren",
        ),
    ],
)
def test_items_have_the_numbers_they_are_printed_with(body: str, text: str, tmp_path: Path) -> None:
    styles = _ARTICLES + '<style:style style:name="P" style:family="paragraph" style:list-style-name="L2"/>'
    assert said(tmp_path, body, styles) == text


def test_headings_are_numbered_by_the_outline(tmp_path: Path) -> None:
    level = '<text:outline-level-style text:level="{}" style:num-format="{}" {}/>'
    outline = (
        '<office:styles><text:outline-style style:name="Outline">'
        + level.format(1, "1", 'style:num-prefix="Rozdział "')
        + level.format(2, "1", 'text:display-levels="2" style:num-prefix="§ "')
        + level.format(3, "", "")
        + "</text:outline-style></office:styles>"
    )
    heading = '<text:h text:outline-level="{}" {}>{}</text:h>'
    body = "".join(
        heading.format(*one)
        for one in (
            (1, "", "Zakres"),
            (2, "", "Cel"),
            (2, "", "Strony"),
            (1, 'text:is-list-header="true"', "Uwaga"),
            (1, "", "Opłaty"),
            (2, "", "Stawki"),
            (3, "", "Wyjątki"),
            (1, 'text:restart-numbering="true" text:start-value="7"', "Koniec"),
            (2, "", "Data"),
        )
    )
    _, (page,) = read(office.opendocument(tmp_path / "a.odt", "text", body, common=outline))
    assert [(item.level, item.title) for item in page.headings] == [
        (1, "Rozdział 1 Zakres"),
        (2, "§ 1.1 Cel"),
        (2, "§ 1.2 Strony"),
        (1, "Uwaga"),
        (1, "Rozdział 2 Opłaty"),
        (2, "§ 2.1 Stawki"),
        (3, "Wyjątki"),
        (1, "Rozdział 7 Koniec"),
        (2, "§ 7.1 Data"),
    ]


def test_headers_and_footers_of_the_pages_in_use_are_said_once(tmp_path: Path) -> None:
    common = (
        '<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Bail n° 88/2024'
        '<text:tab/>Tour B</text:p></style:header><style:header-left style:display="false">'
        "<text:p>no</text:p>"
        "</style:header-left><style:footer><text:p>page <text:page-number>1</text:page-number> sur "
        "<text:page-count>3</text:page-count></text:p></style:footer></style:master-page>"
        '<style:master-page style:name="Quer" style:next-style-name="Nach"><style:header><text:p>Bail n° '
        "88/2024 "
        "Tour B</text:p></style:header><style:footer><text:p>Étude Martin, page "
        "<text:page-number>1</text:page-number> du dossier</text:p></style:footer></style:master-page>"
        '<style:master-page style:name="Nach"><style:footer><text:p><text:s/>–</text:p></style:footer>'
        '</style:master-page><style:master-page style:name="Umschlag"><style:header><text:p>ALT</text:p>'
        "</style:header></style:master-page></office:master-styles>"
    )
    styles = style("Q", "", 'style:family="paragraph" style:master-page-name="Quer"')
    text = said(tmp_path, p("Un.") + p("Deux.", 'text:style-name="Q"'), styles, common)
    assert text == "Un.\n\nHeader: Bail n° 88/2024 Tour B\n\nFooter: Étude Martin, page du dossier\fDeux."


_LINE = '<style:text-properties style:text-line-through-style="{}" {}/>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            p('Miete <text:span text:style-name="S"><text:s/>800 €</text:span> 850 €'),
            "Miete  [struck: 800 €] 850 €",
        ),
        (
            p(
                '<text:span text:style-name="Child">a<text:span text:style-name="Not">b</text:span>'
                "</text:span>"
            ),
            "[struck: a]b",
        ),
        (p("tachado", 'text:style-name="PS"'), "[struck: tachado]"),
        (p('a <text:span text:style-name="H">interno</text:span>'), "a [hidden: interno]"),
        (
            (
                '<text:section text:display="none"><text:h text:outline-level="1">Alt</text:h>'
                "<text:p>weg</text:p>"
                "</text:section>"
            ),
            "[hidden: Alt]\n\n[hidden: weg]",
        ),
        (
            p('<text:hidden-text text:is-hidden="true" text:string-value="ukryte"/>widoczne'),
            "[hidden: ukryte]widoczne",
        ),
        (p('<text:hidden-paragraph text:is-hidden="true"/>caché'), "[hidden: caché]"),
        (items(p('<text:span text:style-name="S">weg</text:span>')), "• [struck: weg]"),
    ],
)
def test_struck_and_hidden_text_is_kept_and_marked(body: str, text: str, tmp_path: Path) -> None:
    styles = (
        style("S", _LINE.format("solid", 'style:text-line-through-type="double"'))
        + style("Not", _LINE.format("none", ""))
        + style("Child", "", 'style:family="text" style:parent-style-name="S"')
        + style("PS", _LINE.format("dash", ""), 'style:family="paragraph"')
        + style("H", '<style:text-properties text:display="none"/>')
        + style("Loop", "", 'style:family="text" style:parent-style-name="Loop"')
    )
    _, pages = read(office.opendocument(tmp_path / "a.odt", "text", body, styles))
    assert pages[0].text == text
    assert not pages[0].headings


def test_comments_notes_and_boxes_are_read_wherever_they_are_anchored(tmp_path: Path) -> None:
    remark = (
        "<office:annotation loext:resolved='true'><dc:creator>J. Nowak</dc:creator>"
        "<dc:date>2024-03-05T10:00:00"
        "</dc:date><text:p>Za nisko.</text:p><text:list><text:list-item><text:p>Sprawdzić.</text:p>"
        "</text:list-item></text:list></office:annotation>"
    )
    note = (
        '<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>'
        "<text:p>Bez VAT.</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>PILNE</text:p></draw:text-box></draw:frame>"
    shape = f"<draw:g><draw:rect>{p('A')}</draw:rect><draw:ellipse>{p('B')}</draw:ellipse></draw:g>"
    body = (
        p(f"Cena{remark} brutto{box}.")
        + p(f"Plan{shape}.")
        + f"<table:table><table:table-row><table:table-cell>{p(f'100{note}{remark}')}</table:table-cell>"
        f"<table:table-cell>{p(f'x{box}')}</table:table-cell></table:table-row></table:table>"
    )
    about = "Comment (J. Nowak, 2024-03-05, resolved): Za nisko. Sprawdzić."
    assert said(tmp_path, body) == (
        f"Cena brutto.\n\n{about}\n\nPILNE\n\nPlan.\n\nA\n\nB\n\n100[i] | x PILNE\n\ni Bez VAT.\n\n{about}"
    )


def test_forms_say_what_is_ticked_filled_in_and_chosen(tmp_path: Path) -> None:
    forms = (
        '<office:forms><form:form><form:checkbox xml:id="c1" form:id="c1" form:label="Schulen" '
        'form:current-state="checked"/><form:checkbox form:id="c2" form:state="unchecked" '
        'form:label="Hotels"/>'
        '<form:radio form:id="r" form:label="Ja" form:current-selected="true"/>'
        '<form:text form:id="t" form:value="alt" form:current-value="Müller GmbH"/>'
        '<form:textarea form:id="a"><text:p>Zeile 1</text:p><text:p>Zeile 2</text:p></form:textarea>'
        '<form:listbox form:id="l"><form:option form:label="niedrig"/><form:option form:label="hoch" '
        'form:current-selected="true"/></form:listbox><form:password form:id="p" form:value="geheim"/>'
        "</form:form></office:forms>"
    )
    control = '<draw:control draw:control="{}"/>'
    mark = '<field:fieldmark field:type="vnd.oasis.opendocument.field.FORM{}">{}</field:fieldmark>'
    param = '<field:param field:name="{}" field:value="{}"/>'
    entries = param.format("Dropdown_ListEntry", "A") + param.format("Dropdown_ListEntry", "B")
    body = forms + "".join(
        p(text)
        for text in (
            f"{control.format('c1')} {control.format('c2')} {control.format('r')}",
            f"Name: {control.format('t')}, {control.format('a')}, {control.format('l')}{control.format('p')}",
            (
                f"Wahl: {mark.format('DROPDOWN', entries + param.format('Dropdown_Selected', '1'))} "
                f"{mark.format('CHECKBOX', param.format('Checkbox_Checked', 'true'))} ja "
                f"{mark.format('CHECKBOX', '')} no"
            ),
            (
                '<loext:content-control loext:checkbox="true" '
                'loext:checked="true">☒</loext:content-control> sí '
                '<loext:content-control loext:checkbox="true">☐</loext:content-control> no '
                '<loext:content-control loext:showing-place-holder="true">Choose</loext:content-control>'
                '<loext:content-control loext:dropdown="true">rojo</loext:content-control>'
            ),
        )
    )
    assert said(tmp_path, body) == (
        "[x] Schulen [ ] Hotels [x] Ja\n\nName: Müller GmbH, Zeile 1 Zeile 2, hoch\n\nWahl: B [x] ja [ ] "
        "no\n\n"
        "[x] sí [ ] no rojo"
    )


def test_boxes_that_a_font_draws_are_ticks(tmp_path: Path) -> None:
    styles = (
        style("W", '<style:text-properties style:font-name="Wingdings1"/>')
        + style("F", "<style:text-properties fo:font-family=\"'Wingdings 2'\"/>")
        + style("N", '<style:text-properties style:font-name="Arial"/>')
        + '<text:list-style style:name="C"><text:list-level-style-bullet text:level="1" '
        'text:bullet-char="☐"/></text:list-style>'
    )
    span = '<text:span text:style-name="{}">{}</text:span>'
    on = span.format("W", "\uf0fe" + span.format("N", " þ"))
    off, other = span.format("W", "\uf0a8"), span.format("F", "R")
    text = f"Amianto: {on} sí {off} no {other}"
    body = p(text) + items(p("ouvert"), more='text:style-name="C"')
    assert said(tmp_path, body, styles) == "Amianto: [x] þ sí [ ] no [x]\n\n[ ] ouvert"


def test_pages_end_where_styles_say_so(tmp_path: Path) -> None:
    styles = style(
        "After", '<style:paragraph-properties fo:break-after="page"/>', 'style:family="paragraph"'
    ) + style("T", '<style:table-properties fo:break-before="page"/>', 'style:family="table"')
    table = (
        '<table:table table:style-name="T"><table:table-row><table:table-cell><text:p>c</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    assert said(tmp_path, p("a", 'text:style-name="After"') + p("b") + table, styles) == "a\fb\fc"


_TAGS = st.sampled_from(
    ["span", "note", "list", "list-item", "p", "s", "frame", "annotation", "content-control"]
)


@given(st.recursive(st.just(""), lambda inner: st.tuples(_TAGS, st.lists(inner, max_size=3)), max_leaves=30))
def test_any_tree_of_elements_can_be_read(tree: object) -> None:
    def built(node: object) -> etree._Element:
        name, children = node if isinstance(node, tuple) else ("p", [])
        element = etree.Element(f"{{urn:x}}{name}", {"{urn:x}level": "x", "{urn:x}start-value": "²"})
        element.text = element.tail = "t"
        element.extend([built(child) for child in children])
        return element

    element = built(tree)
    Paragraphs().said(element)
    numbering = Numbering.parse(element)
    numbering.begin(element, "")
    numbering.mark(element)
    numbering.alone(element)
    assert numbering.heading(element, 1) == ""


_MATH = (
    '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow>{}</mrow>'
    "<annotation>x</annotation></semantics></math>"
)


def test_formulas_and_charts_that_are_embedded_are_read(tmp_path: Path) -> None:
    frame = '<draw:frame><draw:object xlink:href="./Object {}"/><draw:image/></draw:frame>'
    fraction = _MATH.format("<mfrac><mi>N</mi><mn>100</mn></mfrac>")
    rows = "".join(
        "<table:table-row>" + "".join(f"<table:table-cell>{p(cell)}</table:table-cell>" for cell in row)
        + "</table:table-row>" for row in (("", "2023", "2024"), ("Nord", "12", "14"), ("Süd", "9", "8"))
    )  # fmt: skip
    chart = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0"><office:body><office:chart>'
        "<chart:chart>"
        f"<chart:title>{p('Umsatz')}</chart:title><table:table>{rows}</table:table></chart:chart>"
        f"</office:chart>"
        "</office:body></office:document-content>"
    )
    parts = {"Object 1/content.xml": fraction, "Object 2/content.xml": chart, "Object 3/content.xml": "<no"}
    body = p(f"Strafe: {frame.format(1)} je Tag{frame.format(3)}.") + p(frame.format(2))
    _, (page,) = read(office.opendocument(tmp_path / "a.odt", "text", body, parts=parts))
    assert page.text.startswith("Strafe: N/100 je Tag.\n\nUmsatz\n\n")
    assert "Nord; 2023: 12; 2024: 14" in page.text


def test_raised_figures_are_no_part_of_the_number_before_them(tmp_path: Path) -> None:
    styles = style("U", '<style:text-properties style:text-position="super 58%"/>')
    styles += style("D", '<style:text-properties style:text-position="sub 58%"/>')
    span = '<text:span text:style-name="{}">{}</text:span>'
    body = p(f"10{span.format('U', '6')} kWh, CO{span.format('D', '2')}, m{span.format('U', '2')}")
    assert said(tmp_path, body, styles) == "10⁶ kWh, CO2, m²"
