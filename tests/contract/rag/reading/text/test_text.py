"""Plain text, Markdown, HTML and records: what each adds to what every reader promises."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from any_text import fuzzed
from files.reading import read, written
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import (
    FileCorrupt,
)
from rag.reading.formats import SUFFIXES
from rag.reading.source import Source
from rag.reading.text.tables import read as read_table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_text_is_decoded_whatever_its_encoding(encoding: str, tmp_path: Path) -> None:
    text = "Die Prüfung der Größe müsste für alle Straßen gelten, schön wäre das natürlich überall. " * 5
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    _, (page,) = read(path)
    assert page.text == text.rstrip()


def test_what_cannot_be_shown_is_dropped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("A\x01B\u200e 1.3.3\u00a0end\r\nﬁne\x0cnext".encode())
    _, pages = read(path)
    assert [page.text for page in pages] == ["AB 1.3.3 end\nfine", "next"]


def test_letters_are_composed_whatever_wrote_them(tmp_path: Path) -> None:
    _, (page,) = read(written("a.txt", "Pru\u0308fung der Schu\u0308tte, E\u0301cole, Å")(tmp_path))
    assert page.text == "Prüfung der Schütte, École, Å"


@pytest.mark.parametrize("page", ["cp1252", "mac_roman"])
def test_markdown_and_html_without_a_word_on_it_are_decoded_alike(page: str, tmp_path: Path) -> None:
    for name, text in (("a.md", "# Prüfung\n\nGröße: 5 m"), ("a.html", "<h1>Prüfung</h1><p>Größe: 5 m</p>")):
        (tmp_path / name).write_bytes(text.encode(page))
        _, (found,) = read(tmp_path / name)
        assert "Prüfung" in found.text
        assert "Größe: 5 m" in found.text


def test_html_in_latin_1_is_what_browsers_take_it_for(tmp_path: Path) -> None:
    head = '<html><head><meta charset="iso-8859-1"></head><body><p>'
    (tmp_path / "a.html").write_bytes(f"{head}Fee – 5 €</p></body></html>".encode("cp1252"))
    _, (page,) = read(tmp_path / "a.html")
    assert page.text == "Fee – 5 €"


def test_a_long_text_is_parted_into_pages_at_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A line of text that repeats itself.\n" * 10_000, encoding="utf-8")
    _, pages = read(path)
    assert len(pages) > 5
    assert all(page.text.endswith("itself.") for page in pages)


def test_markdown_headings_are_told_without_their_marks(tmp_path: Path) -> None:
    path = written("a.md", "# The *Guide*\n\nText.\n\n```\n# no heading\n```\n\nUse\n---\nMore.")(tmp_path)
    _, (page,) = read(path)
    assert [(heading.level, heading.title) for heading in page.headings] == [(1, "The *Guide*"), (2, "Use")]
    assert page.text.startswith("# The *Guide*\n\nText.")


def test_csv_rows_are_records_named_by_their_header(tmp_path: Path) -> None:
    text = 'Name;City;Note\n"Lovelace; Ada";London;"two\nlines"\nGödel;Wien;\n\n'
    info, pages = read(written("a.csv", text)(tmp_path))
    assert info.page_count == 2
    assert [(page.label, page.text) for page in pages] == [
        ("row 1", "Name: Lovelace; Ada; City: London; Note: two lines"),
        ("row 2", "Name: Gödel; City: Wien"),
    ]


def test_csv_columns_may_be_named_by_years(tmp_path: Path) -> None:
    _, (page,) = read(written("a.csv", "Segment,2023,2022\nMedical,1204,998\n")(tmp_path))
    assert page.text == "Segment: Medical; 2023: 1204; 2022: 998"
    _, pages = read(written("b.csv", "Ada,1815\nKurt,1906\n")(tmp_path))
    assert len(pages) == 2


def test_csv_says_its_delimiter_and_does_not_show_it(tmp_path: Path) -> None:
    for told in ("sep=;\r\n", '"sep=;"\n', "\ufeffSEP=;\n"):
        _, pages = read(written("a.csv", f"{told}Nom;Ville;Montant\nDupont;Orléans;12,50\n")(tmp_path))
        assert [page.text for page in pages] == ["Nom: Dupont; Ville: Orléans; Montant: 12,50"]


def test_csv_keeps_what_stands_above_and_below_its_table(tmp_path: Path) -> None:
    text = (
        "Relevé de compte\nPériode : 01/01/2024 au 31/01/2024\n\nDate;Libellé;Débit;Crédit\n"
        '05/01/2024;Loyer;900,00;\n08/01/2024;"Remboursement ""charges""\nSté Lang";;120,40\n'
        "Total;;900,00;120,40\nÉdité le 1/2/2024\n"
    )
    info, pages = read(written("a.csv", text)(tmp_path))
    assert info.page_count == 5
    assert [(page.label, page.text) for page in pages] == [
        ("above", "Relevé de compte\nPériode : 01/01/2024 au 31/01/2024"),
        ("row 1", "Date: 05/01/2024; Libellé: Loyer; Débit: 900,00"),
        ("row 2", 'Date: 08/01/2024; Libellé: Remboursement "charges" Sté Lang; Crédit: 120,40'),
        ("row 3", "Date: Total; Débit: 900,00; Crédit: 120,40"),
        ("row 4", "Édité le 1/2/2024"),
    ]


def test_csv_below_a_padded_title_is_named_by_its_own_header(tmp_path: Path) -> None:
    text = 'Raport,Q1,\nUtworzono,2024-03-01,\nNazwa,Ilość,Cena,Uwagi\nPompa,2,"1,200.50","a, b"\n'
    _, pages = read(written("a.csv", text)(tmp_path))
    assert [page.text for page in pages] == [
        "Raport | Q1\nUtworzono | 2024-03-01",
        "Nazwa: Pompa; Ilość: 2; Cena: 1,200.50; Uwagi: a, b",
    ]


@pytest.mark.parametrize("blank", ["\n", ";;\n", "\n\n"])
def test_csv_tables_below_blank_lines_have_their_own_headers(blank: str, tmp_path: Path) -> None:
    text = (
        f"Kunde;Umsatz\nMeier;12,5\nHuber;13,0\n{blank}Produkt;Menge;Lager\nSchraube;100;Nord\n{blank}"
        f"Personnes\nNom;Rôle;Ville\nAda;chef;Lyon\nJean;aide;Nice\n{blank}Nota;Fecha\nPago;01/02/2024\n"
    )
    info, pages = read(written("a.csv", text)(tmp_path))
    assert info.page_count == len(pages)
    assert [page.text for page in pages] == [
        "Kunde: Meier; Umsatz: 12,5",
        "Kunde: Huber; Umsatz: 13,0",
        "Produkt: Schraube; Menge: 100; Lager: Nord",
        "Personnes",
        "Nom: Ada; Rôle: chef; Ville: Lyon",
        "Nom: Jean; Rôle: aide; Ville: Nice",
        "Nota: Pago; Fecha: 01/02/2024",
    ]


def test_csv_rows_below_a_blank_line_are_of_the_same_table_unless_they_head_one(tmp_path: Path) -> None:
    text = "Nom,Ville,N\nAda,Paris,1\n\nKurt,Lyon,\nJean,Nice,3\n\nVu par,Anna\n\nTotal,,4\n"
    _, pages = read(written("a.csv", text)(tmp_path))
    assert [page.text for page in pages] == [
        "Nom: Ada; Ville: Paris; N: 1",
        "Nom: Kurt; Ville: Lyon",
        "Nom: Jean; Ville: Nice; N: 3",
        "Vu par; Anna",
        "Nom: Total; N: 4",
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Nazwisko\nKowalski, Jan\nNowak, Anna\n", ["Nazwisko: Kowalski, Jan", "Nazwisko: Nowak, Anna"]),
        ("Uwagi\nZapłacono; brak\nw toku\n", ["Uwagi: Zapłacono; brak", "Uwagi: w toku"]),
        ("Betrag\n12,50\n13,75\n", ["Betrag: 12,50", "Betrag: 13,75"]),
        ("City, State\nLyon, RA\n", ["City: Lyon; State: RA"]),
        ("List\nName, Place, Sum\nAda, Lyon, 5\n", ["List", "Name: Ada; Place: Lyon; Sum: 5"]),
    ],
)
def test_csv_marks_within_the_cells_of_one_column_part_nothing(
    text: str, rows: list[str], tmp_path: Path
) -> None:
    _, pages = read(written("a.csv", text)(tmp_path))
    assert [page.text for page in pages] == rows


@given(st.text(alphabet='a1;,\t|"\n\r =sep.é', max_size=80))
@fuzzed
def test_any_csv_is_read_or_refused(text: str) -> None:
    with suppress(FileCorrupt):
        assert list(read_table(Source(Path("a.csv"), text.encode()), None))


def test_csv_without_a_header_keeps_its_first_row(tmp_path: Path) -> None:
    _, pages = read(written("a.csv", "1,2.5\n3,4.5\n")(tmp_path))
    assert [page.text for page in pages] == ["1; 2.5", "3; 4.5"]


def test_jsonl_records_keep_key_and_label_or_list_their_fields(tmp_path: Path) -> None:
    text = (
        '{"key":"d::1.1","label":"1.1","text":"Scope\\n"}\n{"name":"x","tags":["a","b"],"at":{"page":3}}\n\n'
    )
    _, (first, second) = read(written("a.jsonl", text)(tmp_path))
    assert (first.key, first.label, first.text) == ("d::1.1", "1.1", "Scope")
    assert (second.key, second.label, second.text) == (None, None, "name: x\ntags: a, b\nat.page: 3")


def test_a_broken_record_is_named_by_its_line(tmp_path: Path) -> None:
    with pytest.raises(FileCorrupt) as refused:
        read(written("a.jsonl", '{"text":"a"}\n{"text":\n')(tmp_path))
    assert refused.value.facts["detail"] == "line 2"


def test_json_is_its_records_or_one(tmp_path: Path) -> None:
    _, pages = read(written("a.json", '[{"zähler": 5, "ort": "Keller"},\n {"zähler": 7}]')(tmp_path))
    assert [page.text for page in pages] == ["zähler: 5\nort: Keller", "zähler: 7"]
    _, (page,) = read(written("b.json", '{\n "compteur": {"lieu": "cave", "valeurs": [1, 2]}\n}')(tmp_path))
    assert page.text == "compteur.lieu: cave\ncompteur.valeurs: 1, 2"
    with pytest.raises(FileCorrupt):
        read(written("c.json", '{"a": ')(tmp_path))


def test_xml_says_its_elements_by_name(tmp_path: Path) -> None:
    text = (
        '<?xml version="1.0" encoding="ISO-8859-2"?><!-- no --><umowa nr="88/2024"><strona><imię>Łucja</imię>'
        "<rola>najemca</rola></strona><strona><imię>Jan</imię><rola>właściciel</rola></strona>"
        "<opis>Czynsz <b>900</b> zł.</opis></umowa>"
    )
    (tmp_path / "a.xml").write_bytes(text.encode("iso8859_2"))
    _, (page,) = read(tmp_path / "a.xml")
    assert page.text == (
        "umowa (nr 88/2024)\n\nimię: Łucja\nrola: najemca\n\nimię: Jan\nrola: właściciel\n\n"
        "opis: Czynsz 900 zł."
    )


def test_rst_headings_are_its_underlined_lines(tmp_path: Path) -> None:
    text = "=====\nGuía\n=====\n\nTexto.\n\nUso\n---\n\n- uno\n\nFin\n---\nya\n"
    info, (page,) = read(written("a.rst", text)(tmp_path))
    assert info.title == "Guía"
    assert [(one.level, one.title) for one in page.headings] == [(1, "Guía"), (2, "Uso"), (2, "Fin")]


@given(st.binary(max_size=120), st.sampled_from(["xml", "rst", "json"]))
@fuzzed
def test_any_bytes_are_read_or_refused(data: bytes, kind: str) -> None:
    with suppress(FileCorrupt):
        assert list(SUFFIXES[f".{kind}"].value.reader().read(Source(Path(f"a.{kind}"), data), None))
