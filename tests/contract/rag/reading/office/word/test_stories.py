"""DOCX: what stands beside the body: comments, notes, headers and footers, text boxes, inserted files."""

from __future__ import annotations

import zipfile
from pathlib import Path

from files.reading import read
from files.word import (
    BREAK,
    cell,
    drawn_box,
    field,
    item,
    para,
    row,
    run,
    section,
    strict,
    table,
    word,
)


def _text(path: Path) -> str:
    _, pages = read(path)
    return "\n\f\n".join(page.text for page in pages)


def _referring(kind: str, name: str) -> str:
    return f"<w:r><w:{kind}Reference w:id='{name}'/></w:r>"


def test_comments_tell_who_said_them_when_and_whether_they_are_settled(tmp_path: Path) -> None:
    comments = (
        "<w:comment w:id='1' w:author='M. Łukasik' w:date='2025-03-02T09:00:00Z'>"
        f"<w:p w14:paraId='0A'>{run('Klient nie zgadza się na kaucję.')}</w:p></w:comment>"
        "<w:comment w:id='2' w:author='Žana Ozola' w:date='2025-03-03T10:00:00Z'>"
        f"<w:p w14:paraId='0B'>{run('Poprawione.')}</w:p>{para('Zob. § 4.')}</w:comment>"
        f"<w:comment w:id='3'>{para('Bez miejsca.')}</w:comment>"
    )
    more = "<w15:commentEx w15:paraId='0B' w15:done='1'/><w15:commentEx w15:paraId='0A' w15:done='0'/>"
    body = (
        para(run("Kaucja wynosi 3000 zł.") + _referring("comment", "1") + _referring("comment", "1"))
        + table(row("Czynsz", cell(para(run("1200 zł") + _referring("comment", "2")))), row("Prąd", "80 zł"))
    )  # fmt: skip
    path = word(tmp_path / "a.docx", body, {"comments": comments, "commentsExtended": more})
    assert _text(path) == (
        "Kaucja wynosi 3000 zł.\n\nComment (M. Łukasik, 2025-03-02): Klient nie zgadza się na kaucję.\n\n"
        "Czynsz | 1200 zł\nPrąd | 80 zł\n\nComment (Žana Ozola, 2025-03-03, resolved): Poprawione. Zob. § 4."
        "\n\nComment: Bez miejsca."
    )


def test_headers_and_footers_are_said_once_and_without_page_numbers(tmp_path: Path) -> None:
    stories = {
        "header1": para("Amtsgericht Lüneburg, Az. 12 C 98/24"),
        "header2": para("Amtsgericht Lüneburg, Az. 12 C 98/24"),
        "header3": para("Anlage K 7"),
        "footer1": para(
            run("Kanzlei Möller") + "<w:r><w:tab/></w:r>" + run("Seite ") + field("PAGE", run("2"))
            + run(" von ") + field("NUMPAGES \\* MERGEFORMAT", run("9"))
        ),
        "footer2": para("<w:fldSimple w:instr=' PAGE '><w:r><w:t>3</w:t></w:r></w:fldSimple>"),
    }  # fmt: skip
    first = section(more="<w:headerReference w:type='default' r:id='header1'/>"
                    "<w:footerReference w:type='default' r:id='footer1'/>")  # fmt: skip
    second = section(more="<w:headerReference w:type='default' r:id='header2'/>"
                     "<w:footerReference w:type='default' r:id='footer2'/>")  # fmt: skip
    last = section(more="<w:headerReference w:type='default' r:id='header3'/>")
    body = (
        para("Die Klägerin beantragt Zahlung.") + para("", first) + para("Der Beklagte bestreitet.", second)
        + para("Quittung vom 3. Mai.") + last
    )  # fmt: skip
    assert _text(word(tmp_path / "a.docx", body, stories)) == (
        "Header: Amtsgericht Lüneburg, Az. 12 C 98/24\n\nDie Klägerin beantragt Zahlung.\n\n"
        "Footer: Kanzlei Möller\n\f\nDer Beklagte bestreitet.\n\f\nHeader: Anlage K 7\n\nQuittung vom 3. Mai."
    )


def test_only_headers_that_are_printed_are_said(tmp_path: Path) -> None:
    references = "".join(
        f"<w:headerReference w:type='{kind}' r:id='header{place}'/>"
        for place, kind in enumerate(("first", "default", "even"), 1)
    )
    stories = {
        "header1": para("Page de garde"),
        "header2": table(row("Cabinet Dupré", "Réf. 2024-117")),
        "header3": para("Côté gauche"),
    }
    body = para(run("Objet") + BREAK + run("Suite"))
    plain = _text(word(tmp_path / "a.docx", body + section(more=references), stories))
    assert plain == "Header: Cabinet Dupré | Réf. 2024-117\n\nObjet\n\f\nSuite"
    titled = section(more=f"{references}<w:titlePg/>")
    stories["settings"] = "<w:evenAndOddHeaders/>"
    assert _text(word(tmp_path / "b.docx", body + titled, stories)) == (
        "Header: Page de garde\n\nHeader: Côté gauche\n\nObjet\n\f\n"
        "Header: Cabinet Dupré | Réf. 2024-117\n\nSuite"
    )


def test_notes_stand_near_what_refers_to_them_with_the_numbers_they_are_printed_with(tmp_path: Path) -> None:
    stories = {
        "footnotes": f"<w:footnote w:type='separator' w:id='0'>{para('---')}</w:footnote>"
        f"<w:footnote w:id='7'>{para('Sans la taxe.')}</w:footnote>"
        f"<w:footnote w:id='4'>{para('Estimation du cabinet.')}{para('Voir annexe.')}</w:footnote>"
        f"<w:footnote w:id='5'>{para('* Sous réserve.')}</w:footnote>",
        "endnotes": f"<w:endnote w:id='3'>{para('Dossier 88.')}</w:endnote>",
    }
    own = "<w:r><w:footnoteReference w:customMarkFollows='1' w:id='5'/><w:t>*</w:t></w:r>"
    body = (
        para(run("Le loyer est fixe") + _referring("footnote", "7") + run(", voir")
             + _referring("endnote", "3"))
        + table(
            row("Poste", "2023", "2024"),
            row("Loyer", cell(para(run("9 800") + _referring("footnote", "4"))), "10 200"),
            row("Charges", "1 150", cell(para(run("1 200") + own))),
        )
        + para("Fin.")
    )  # fmt: skip
    assert _text(word(tmp_path / "a.docx", body, stories)) == (
        "Le loyer est fixe[1], voir[i]\n\n[1] Sans la taxe.\n\nPoste | 2023 | 2024\n\n"
        "Poste: Loyer; 2023: 9 800 [2]; 2024: 10 200\n\n[2] Estimation du cabinet. Voir annexe.\n\n"
        "Poste: Charges; 2023: 1 150; 2024: 1 200*\n\n* Sous réserve.\n\nFin.\n\n[i] Dossier 88."
    )


def test_a_mark_of_a_note_keeps_a_figure_a_figure(tmp_path: Path) -> None:
    notes = f"<w:footnote w:id='2'>{para('Inkl. 40.000 von Dritten.')}</w:footnote>"
    body = table(
        row("Umsatz", cell(para(run("1.250.000") + _referring("footnote", "2")))),
        row("Kosten", "900.000"),
    )
    text = _text(word(tmp_path / "a.docx", body, {"footnotes": notes}))
    assert text == "Umsatz | 1.250.000 [1]\nKosten | 900.000\n\n[1] Inkl. 40.000 von Dritten."


def test_notes_begin_again_where_the_document_says_so(tmp_path: Path) -> None:
    notes = "".join(f"<w:footnote w:id='{name}'>{para(f'nota {name}')}</w:footnote>" for name in (1, 2, 3))
    again = "<w:footnotePr><w:numFmt w:val='upperLetter'/><w:numRestart w:val='eachPage'/></w:footnotePr>"
    body = (
        para(run("Uno") + _referring("footnote", "1") + run(" dos") + _referring("footnote", "2"))
        + para(BREAK + run("Tres") + _referring("footnote", "3")) + section(more=again)
    )  # fmt: skip
    text = _text(word(tmp_path / "a.docx", body, {"footnotes": notes}))
    assert text == "Uno[A] dos[B]\n\n[A] nota 1\n\n[B] nota 2\n\f\nTres[A]\n\n[A] nota 3"


def test_text_boxes_are_paragraphs_of_their_own_read_once(tmp_path: Path) -> None:
    old = (
        "<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r>"
    )
    controlled = f"<w:sdt><w:sdtPr/><w:sdtContent>{para('Cita del perito')}</w:sdtContent></w:sdt>"
    inner = drawn_box(para("Dentro de otra"))
    body = (
        para(
            run("La visita fue el 3 de mayo")
            + drawn_box(para("¡Urgente!"), controlled)
            + run(" por la tarde.")
        )
        + para(run("Vedi il riquadro") + old.format(para(run("Pressione 9,5 bar") + inner)))
        + para("<w:r><w:pict><v:shape><v:textpath string='ENTWURF'/></v:shape></w:pict></w:r>")
        + para(drawn_box(table(row("Zone", "Nord"), row("Débit", "fort"))))
    )
    assert _text(word(tmp_path / "a.docx", body)) == (
        "La visita fue el 3 de mayo por la tarde.\n\n¡Urgente!\n\nCita del perito\n\n"
        "Vedi il riquadro\n\nPressione 9,5 bar\n\nDentro de otra\n\nENTWURF\n\nZone | Nord\nDébit | fort"
    )


def test_of_alternatives_the_first_that_says_something_is_read(tmp_path: Path) -> None:
    drawn = "<mc:Choice Requires='cx'><w:drawing/></mc:Choice>"
    words = f"<mc:Fallback>{run('tableau remplacé')}</mc:Fallback>"
    body = para(run("Voir: ") + f"<mc:AlternateContent>{drawn}{words}</mc:AlternateContent>")
    outer = (
        f"<mc:AlternateContent><mc:Choice Requires='w14'>{para('Haupt')}</mc:Choice>"
        f"<mc:Fallback>{para('Ersatz')}</mc:Fallback></mc:AlternateContent>"
    )
    assert _text(word(tmp_path / "a.docx", body + outer)) == "Voir: tableau remplacé\n\nHaupt"


def test_inserted_files_are_read_where_they_stand(tmp_path: Path) -> None:
    inner = word(tmp_path / "inner.docx", para("Aus der Anlage."))
    body = para("Davor.") + "<w:altChunk r:id='a'/>" + para("Danach.") + "<w:altChunk r:id='b'/>"
    more = {"a": "<html><body><p>Aus dem Bericht.</p></body></html>", "b": inner.read_bytes()}
    path = word(tmp_path / "a.docx", body, None, **more)
    assert _text(path) == "Davor.\n\nAus dem Bericht.\n\nDanach.\n\nAus der Anlage."
    _, pages = read(word(tmp_path / "b.docx", body, None, a=more["a"], b=b"PK\3\4 not a document"))
    assert pages[0].text == "Davor.\n\nAus dem Bericht.\n\nDanach."
    assert pages[0].unread == ("inserted file not read: damaged",)


def test_a_damaged_part_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", item("Bleibt.", 1), {"comments": para("x"), "numbering": ""})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/comments.xml"] = b"<w:comments"
    parts["word/numbering.xml"] = b"\0\1"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    _, (page,) = read(path)
    assert page.text == "Bleibt."
    assert page.unread == ("numbering not read: damaged", "comments not read: damaged")


def test_strict_documents_say_the_same(tmp_path: Path) -> None:
    notes = f"<w:footnote w:id='2'>{para('Zie bijlage.')}</w:footnote>"
    rows = (row(f"Post {number}", f"{number * 7} EUR") for number in range(4000))
    body = para(run("De huur is vast") + _referring("footnote", "2")) + table(*rows) + section()
    usual = word(tmp_path / "a.docx", body, {"footnotes": notes})
    assert _text(strict(tmp_path / "b.docx", usual)) == _text(usual)
    assert "Post 3999 | 27993 EUR" in _text(usual)


def test_charts_and_diagrams_say_what_they_were_drawn_from(tmp_path: Path) -> None:
    def points(name: str, *values: str) -> str:
        inner = "".join(
            f"<c:pt idx='{place}'><c:v>{value}</c:v></c:pt>" for place, value in enumerate(values)
        )
        return f"<c:{name}><c:strRef><c:strCache>{inner}</c:strCache></c:strRef></c:{name}>"

    series = points("tx", "Umsatz") + points("cat", "Kiel", "Ulm") + points("val", "12", "31")
    title = "<c:title><c:tx><c:rich><a:p><a:r><a:t>Nach Ort</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    stories = {
        "chart1": f"<c:chart>{title}<c:plotArea><c:ser>{series}</c:ser></c:plotArea></c:chart>",
        "diagramData1": "<a:p><a:r><a:t>Antrag</a:t></a:r></a:p><a:p><a:r><a:t>Bescheid</a:t></a:r></a:p>",
    }
    drawing = (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></wp:inline>"
        "</w:drawing></w:r>"
    )
    body = (
        para(run("Siehe Bild.") + drawing.format("<c:chart r:id='chart1'/>"))
        + para(drawing.format("<dgm:relIds r:dm='diagramData1' r:lo='x'/>"))
        + para(drawing.format("<c:chart r:id='none'/>"))
    )
    assert _text(word(tmp_path / "a.docx", body, stories)) == (
        "Siehe Bild.\n\nNach Ort\n\n | Umsatz\nKiel | 12\nUlm | 31\n\nAntrag\n\nBescheid"
    )
