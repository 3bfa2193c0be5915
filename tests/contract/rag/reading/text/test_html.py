"""HTML: what a page says, what of it is struck or hidden, its forms and how its lists count."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.reading import read, written
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.text.html.counters import Counters
from rag.reading.text.html.selectors import parsed
from rag.reading.text.html.styles import Styles


def said(folder: Path, source: str) -> str:
    """What a page says whose body is `source`."""
    return "\n".join(page.text for page in read(written("a.html", source)(folder))[1])


def test_html_shows_what_a_reader_sees(tmp_path: Path) -> None:
    source = """<html><head><title>T &amp; C</title><style>p{}</style></head><body>
    <nav><a href=x>Home</a></nav><script>alert(1)</script><template>gone</template>
    <h2>Fees</h2><p>Pay <b>on</b>
    time.<!-- note --> Always.</p><ol start=3><li>third</li><li>fourth</li></ol>
    <table><tr><th>Case</th><th>Fee</th></tr><tr><td>A</td><td><p>10 %</p></td></tr></table>
    <pre>x = 1
    y = 2</pre></body></html>"""
    info, (page,) = read(written("a.html", source)(tmp_path))
    assert info.title == "T & C"
    assert page.text == (
        "Fees\n\nPay on time. Always.\n\n3. third\n4. fourth\n\n"
        "Case | Fee\n\nCase: A; Fee: 10 %\n\nx = 1\n    y = 2"
    )
    assert [(heading.level, heading.title) for heading in page.headings] == [(2, "Fees")]


def test_html_nested_without_end_is_read(tmp_path: Path) -> None:
    _, pages = read(written("a.html", "<div>" * 20_000 + "deep" + "</div>" * 20_000)(tmp_path))
    assert pages


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Die Miete beträgt <s>800 €</s> <b>850 €</b>.", "Die Miete beträgt [struck: 800 €] 850 €."),
        ("<p><strike>Art. 4</strike> <del>entfällt</del> neu", "[struck: Art. 4 entfällt] neu"),
        (
            '<p>a <span style="TEXT-DECORATION: underline LINE-THROUGH red">b <i>c</i></span> d',
            "a [struck: b c] d",
        ),
        (
            "<p><span hidden>est</span> <i style=visibility:hidden>de <b style=visibility:visible>9</b></i>",
            "[hidden: est de] 9",
        ),
        (
            '<div style="display:none !important"><p>uno<p>dos</div><p>tres',
            "[hidden: uno]\n\n[hidden: dos]\n\ntres",
        ),
        ("<del><p>One [sic</p><ul><li>two</ul></del>", "[struck: One (sic]\n\n• [struck: two]"),
        (
            "<table><tr><th>Frist<th>Tage<tr><td><s>alt</s><td>10</table>",
            "Frist | Tage\n\nFrist: [struck: alt]; Tage: 10",
        ),
    ],
)
def test_struck_and_hidden_text_is_kept_and_marked(source: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, source) == text


@pytest.mark.parametrize(
    ("sheet", "body", "text"),
    [
        (
            ".alt{color:red;text-decoration:line-through}",
            '<p>Frist <i class="x alt">10</i> 14',
            "Frist [struck: 10] 14",
        ),
        (
            "p.a>span , #n{text-decoration-line:line-through}",
            "<p class=a><span>1</span><b><span>2</span></b>",
            "[struck: 1]2",
        ),
        (
            "/* } */ @media print{.p{display:none}} .q{display:none}",
            "<p class=p>hier<p class=q>dort",
            "hier\n\n[hidden: dort]",
        ),
        (
            "@media (max-width:9px){.w{display:none}} @media screen and (min-width:48em){.n{display:none}}",
            "<p class=w>large<p class=n>étroit",
            "large\n\n[hidden: étroit]",
        ),
        (
            ".tab{display:none}.tab.on{display:block}",
            '<div class=tab>uno</div><div class="tab on">dos</div>',
            "[hidden: uno]\n\ndos",
        ),
        (".d{display:none!important}.d{display:block}", "<p class=d>ukryte", "[hidden: ukryte]"),
        (".d{display:none!important}", '<p class=d style="display:block">x', "[hidden: x]"),
        (".d{display:none}", '<p class=d style="display:block">widoczne', "widoczne"),
        ("a:hover,.menu:not(.open){display:none}", "<p class=menu>visible", "visible"),
        (
            'i[data-state="old"]{text-decoration:line-through}',
            "<p><i data-state=old>a</i> <i>b</i>",
            "[struck: a] b",
        ),
        ("h2+p{visibility:collapse}", "<h2>T</h2><p>eins<p>zwei", "T\n\n[hidden: eins]\n\nzwei"),
        (".r{display:block}", "<div><span class=r>A</span><span class=r>B</span></div>", "A\n\nB"),
        ("@keyframes x{b{visibility:hidden}} @font-face{font-family:x}", "<b>a</b>", "a"),
    ],
)
def test_style_sheets_say_what_is_struck_and_hidden(sheet: str, body: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, f"<style>{sheet}</style>{body}") == text


def test_a_heading_that_is_struck_begins_no_section(tmp_path: Path) -> None:
    _, (page,) = read(written("a.html", "<h1><s>Alt</s></h1><h2>Neu <del>1</del></h2>")(tmp_path))
    assert [heading.title for heading in page.headings] == ["Neu [struck: 1]"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('<p><label for=n>Nom</label> <input id=n value="Dupré"><p>x', "Nom: Dupré\n\nx"),
        ('<p>Name: <input type=text value="Żółć">, Ort', "Name: Żółć, Ort"),
        ("<label>Betrag<input type=number value=12,5></label>", "Betrag: 12,5"),
        (
            "<div><label for=a>Fecha:</label></div><div><input id=a type=date value=2024-05-01></div>",
            "Fecha:\n\nFecha: 2024-05-01",
        ),
        ("<input aria-label=IBAN value=DE02>", "IBAN: DE02"),
        ("<p>by<input value=bank>on", "by bank on"),
        ("<p>a<input type=hidden value=t0ken><input type=password value=p><input type=submit value=Go>", "a"),
        ("<p>Ja <input type=radio checked> Nein <input type=radio>", "Ja [x] Nein [ ]"),
        (
            "<label><input type=checkbox CHECKED=''>Écoles</label><label><input type=checkbox>Hôtels</label>",
            "[x] Écoles [ ] Hôtels",
        ),
        (
            "<p><i role=checkbox aria-checked=true></i>sí <i role=radio aria-checked=false></i>no",
            "[x] sí [ ] no",
        ),
        (
            "<label>Klasse <select><option>niedrig<option selected>hoch<option>mittel</select></label>",
            "Klasse: hoch",
        ),
        ("<p>Kraj: <select><option disabled>wybierz<option>Polska<option>Niemcy</select>", "Kraj: Polska"),
        (
            "<p>Arten: <select multiple><option selected>A<option>B<option selected label=C></select>",
            "Arten: A, C",
        ),
        (
            "<label for=t>Bemerkung</label><textarea id=t>Zeile 1\nZeile 2</textarea> Ende",
            "Bemerkung: Zeile 1 Zeile 2 Ende",
        ),
        (
            "<table><tr><td>Nr.<td><input value=7><tr><td>Ort<td><select><option>Köln</select></table>",
            "Nr. | 7\nOrt | Köln",
        ),
        ("<p><s>a <input value=b></s>", "[struck: a b]"),
    ],
)
def test_a_form_says_what_was_filled_in_beside_its_label(source: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<ol type=a start=3><li>c<li>d</ol>", "c. c\nd. d"),
        ("<ol type=I><li>x<li value=4>y<li>z</ol>", "I. x\nIV. y\nV. z"),
        ("<ol reversed><li>drei<li>zwei<li>eins</ol>", "3. drei\n2. zwei\n1. eins"),
        ('<ol style="list-style-type:upper-latin"><li>x</ol>', "A. x"),
        ("<ol type=1><li>x<li type=i>y</ol>", "1. x\nii. y"),
        ("<ol><li>a<ol type=a><li>b<li>c</ol><li>d</ol>", "1. a\n\na. b\nb. c\n2. d"),
        (
            "<style>ol.law{list-style:none}</style><ol class=law><li>(1) Satz<li>(2) Satz</ol>",
            "(1) Satz\n\n(2) Satz",
        ),
        (
            "<table><tr><td>Pflichten<td><ol><li>heizen<li>kehren</ol></table><p>Ende",
            "Pflichten | 1. heizen 2. kehren\n\nEnde",
        ),
        ("<ol start=-1><li>x<li>y</ol>", "-1. x\n0. y"),
        ("<li>lose", "• lose"),
    ],
)
def test_lists_count_as_they_are_shown(source: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, source) == text


@given(st.text(alphabet="ab.#[]=\"'>+~ *:,\\é{}@;(", max_size=40))
def test_any_selector_and_sheet_can_be_told(text: str) -> None:
    parsed(text)
    Styles([text, f"{text}{{display:none}}", f"@media {text}{{a{{display:none}}}}"])
    look = {"counter-reset": text, "counter-increment": text, "before-content": f"counter({text}) {text}"}
    Counters().begin(1, look, {})


def test_a_page_with_more_rules_than_can_be_tried_is_read(tmp_path: Path) -> None:
    rules = "".join(f".a .b .c{number} , .a {{display:none}}" for number in range(9_000))
    page = f"<style>{rules}</style><div class='a b'>{'<p class=a>x</p>' * 1_000}<p>end</div>"
    assert "end" in said(tmp_path, page)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Zins <math><mi>p</mi><mo>/</mo><mn>100</mn></math> je Jahr", "Zins p/100 je Jahr"),
        (
            (
                "<p>E <span style=display:none><math><semantics><msup><mi>c</mi><mn>2</mn></msup>"
                "<annotation>c^2</annotation></semantics></math></span><img> fin"
            ),
            "E c^2 fin",
        ),
        ("<p hidden>a <math><mi>x</mi></math> b", "[hidden: a x b]"),
        ("<p>a <s><math><mi>x</mi></math></s> b", "a [struck: x] b"),
    ],
)
def test_formulas_are_said_in_their_line(source: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, source) == text


@pytest.mark.parametrize(
    ("sheet", "body", "text"),
    [
        (
            (
                "ol{list-style:none;counter-reset:item} li{counter-increment:item} "
                'li::before{content:counters(item,".") " "}'
            ),
            "<ol><li>Miete<ol><li>fällig<li>Frist</ol><li>Kaution<ol><li>Höhe</ol></ol>",
            "1 Miete\n\n1.1 fällig\n\n1.2 Frist\n\n2 Kaution\n\n2.1 Höhe",
        ),
        (
            (
                "body{counter-reset:s 4}h2{counter-reset:c}h2:before{counter-increment:s;content:'\\00a7 "
                "'counter(s) ' '}"
                "p.c::before{counter-increment:c;content:'(' counter(c, lower-roman) ')'}"
            ),
            "<h2>Zakres</h2><p class=c>uno<p class=c>dos<h2>Opłaty</h2><p class=c>tres",
            "§5 Zakres\n\n(i) uno\n\n(ii) dos\n\n§6 Opłaty\n\n(i) tres",
        ),
        (
            "a::before{content:'» '} b::after{counter-increment:x;content:counter(x)}",
            "<a>lien</a> <b>x</b>",
            "lien x",
        ),
        ("li{display:block}", "<ul><li>sin punto</ul>", "sin punto"),
    ],
)
def test_numbers_that_a_style_sheet_counts_are_said(sheet: str, body: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, f"<style>{sheet}</style><body>{body}") == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "<h3><button aria-expanded=true>¿Cuánto?</button></h3><p>50 €<button>Copiar</button>",
            "¿Cuánto?\n\n50 €",
        ),
        (
            (
                "<p>Umsatz<svg><title>Icon</title><defs><text>x</text></defs><g><text>Nord</text>"
                "<text>12</text></g></svg>"
            ),
            "Umsatz\n\nNord\n\n12",
        ),
    ],
)
def test_headings_that_open_and_labels_of_drawings_are_said(source: str, text: str, tmp_path: Path) -> None:
    assert said(tmp_path, source) == text


def test_raised_figures_are_no_part_of_the_number_before_them(tmp_path: Path) -> None:
    source = "<p>10<sup>6</sup> kWh auf 12 m<sup>2</sup>, 1<sup>er</sup> mai<sup><a href=#f>3</a></sup>"
    assert said(tmp_path, source) == "10⁶ kWh auf 12 m², 1er mai³"


def test_raised_marks_with_brackets_are_no_part_of_the_number_before_them(tmp_path: Path) -> None:
    source = "<p>Umsatz 1.250<sup>1)</sup> und 340<sup>2, 3</sup>, je 90<sup>(4)</sup> €, n<sup>o</sup> 7</p>"
    assert said(tmp_path, source) == "Umsatz 1.250¹⁾ und 340²,³, je 90⁽⁴⁾ €, no 7"


def test_cells_that_the_page_calls_labels_name_no_columns(tmp_path: Path) -> None:
    source = (
        "<table><tr><th>Mieter<td>Adler<tr><th>Miete<td>900 €<tr><th>Kaution<td>1.800 €</table>"
        "<table><tr><th>Poste<th>Montant<tr><th>Loyer<td>900 €<tr><th>Charges<td>90 €</table>"
    )
    assert said(tmp_path, source) == (
        "Mieter | Adler\nMiete | 900 €\nKaution | 1.800 €\n\nPoste | Montant\n\n"
        "Poste: Loyer; Montant: 900 €\n\nPoste: Charges; Montant: 90 €"
    )


def test_bars_are_said_beside_their_neighbours(tmp_path: Path) -> None:
    text = (
        "<p>Postęp<progress value='70' max='100'>70%</progress>gotowe</p>"
        "<p><label>Auslastung <meter value='0.4'></meter></label></p>"
        "<p>Étapes<meter value='3' max='5'></meter>faites</p><p>Leer <progress></progress></p>"
    )
    _, (page,) = read(written("a.html", text)(tmp_path))
    assert page.text == "Postęp 70% gotowe\n\nAuslastung: 40 %\n\nÉtapes 3/5 faites\n\nLeer"


def test_pictures_say_their_words_unless_the_page_does(tmp_path: Path) -> None:
    text = (
        "<p>Plan:<img src='a.png' alt='Lageplan mit zwei Ausgängen'>siehe oben</p>"
        "<table><tr><th>Ort</th><th>Stan</th></tr>"
        "<tr><td>Łódź</td><td><img alt='zaliczone'></td></tr></table>"
        "<p><a><img alt='Accueil'></a> Accueil</p><p>a<img alt=''>b<img alt='IMG_1.jpg'></p>"
        "<p>c<img alt='suivi' width='1' height='1'><img alt='deko' role='presentation'></p>"
    )
    _, (page,) = read(written("a.html", text)(tmp_path))
    assert page.text.startswith("Plan: Lageplan mit zwei Ausgängen siehe oben\n\nOrt")
    assert "zaliczone" in page.text
    assert page.text.endswith("Accueil\n\nab\n\nc")


def test_what_is_for_readers_without_scripts_is_read_where_nothing_else_is(tmp_path: Path) -> None:
    alone = "<body><div id='app'></div><noscript><h1>Avviso</h1><p>Chiuso il 3 maggio.</p></noscript></body>"
    _, (page,) = read(written("a.html", alone)(tmp_path))
    assert page.text == "Avviso\n\nChiuso il 3 maggio."
    _, (page,) = read(written("b.html", alone.replace("<div", "<p>Aperto</p><div"))(tmp_path))
    assert page.text == "Aperto"


def test_old_and_rare_blocks_part_words(tmp_path: Path) -> None:
    """`center` ran the words around it together: "NoticeAll flats"."""
    source = (
        "Notice<center>All flats</center><marquee>Soon</marquee><hgroup>Name</hgroup><search>Look</search>end"
    )
    assert said(tmp_path, source).split("\n\n") == ["Notice", "All flats", "Soon", "Name", "Look", "end"]
