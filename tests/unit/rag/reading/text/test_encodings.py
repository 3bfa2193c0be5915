"""Bytes become the text that somebody wrote, whatever code page they are in and however few they are."""

from __future__ import annotations

import unicodedata

import pytest
from any_text import fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.language.code_pages.pages import FAMILIES, Origin
from rag.language.code_pages.ranking import code_page
from rag.reading.text.encodings import codec_of, decoded

_WESTERN = ("cp1252", "iso8859_15", "cp850", "mac_roman")
_SHORT = [
    *((text, "cp1252") for text in (
        "a dash – costs £40", "12 m², ½ full", "36 °C", "§ 5 Abs. 2", "© 2020 Smith", "5 € pro m²", "Müller",
        "Straße", "¿Dónde está?", "l’été à Paris", "„Prüfung“ – so heißt’s", "Größe: 12 m", "crème brûlée",
    )),
    *((text, page) for page in _WESTERN for text in (
        "Prüfung der Gebäude in Köln", "Année 2023 : société générale à Orléans", "São Paulo, inspeção",
        "Årsredovisning för räkenskapsåret 2023, Göteborg", "Hygiejneprøver på køkkenet",
        "Perché la città è più grande", "Tämä on hyvä päivä työhön", "PRÜFUNG DER TÜREN",
    )),
    *((text, page) for page in ("cp1250", "iso8859_2", "cp852") for text in (
        "Umowa najmu lokalu użytkowego, Łódź", "Příliš žluťoučký kůň", "Smlouva o dílo, cena 500 Kč",
        "Az épület műszaki ellenőrzése", "Pogodba ne važi več, člen 5", "Zażółć gęślą jaźń",
    )),
    *((text, page) for page in ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic") for text in (
        "Договор аренды помещения", "Привет", "Акт осмотра лифта № 5" if page == "cp1251" else "Акт осмотра",
    )),
    *(("Договір оренди приміщення, ціна їжі", page) for page in ("cp1251", "koi8_u")),
    *(("Συμβόλαιο μίσθωσης", page) for page in ("cp1253", "iso8859_7", "cp737")),
    *(("Değişiklik için başvuru, yangın söndürücü", page) for page in ("cp1254", "iso8859_9", "cp857")),
    *(("Sutartis dėl šildymo sistemos", page) for page in ("cp1257", "iso8859_13")),
    *(("חוזה שכירות", page) for page in ("cp1255", "iso8859_8", "cp862")),
    *(("تقرير الفحص", page) for page in ("cp1256", "iso8859_6")),
    *(("合同 房屋租赁，租金每月三千元。", page) for page in ("gb18030",)),
    *(("租賃合約，每月三千元。", page) for page in ("big5",)),
    *(("賃貸契約書です。", page) for page in ("cp932", "euc_jp", "iso2022_jp")),
    *(("임대차 계약서", page) for page in ("cp949", "euc_kr")),
    ("สัญญาเช่า", "cp874"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "page"), _SHORT)
def test_short_texts_are_read_in_their_code_page(text: str, page: str) -> None:
    assert decoded(text.encode(page)) == text


@pytest.mark.parametrize("page", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "text", ["Hello wörld, a test", "Привет, мир", "合同审查报告", "契約書", "계약서 검토"]
)
def test_wide_characters_are_told_without_a_mark(text: str, page: str) -> None:
    assert decoded(text.encode(page)) == text


def test_a_few_broken_bytes_do_not_spoil_a_text_in_utf_8() -> None:
    text = "Prüfung für die Größe der Straßen; Gerät überprüft, Fläche geändert. "
    assert decoded(text.encode() + b"caf\xe9") == text + "café"
    assert decoded((text + "ü").encode()[:-1]).startswith(text)


def test_where_the_letters_stand_far_down_does_not_matter() -> None:
    text = "nothing but plain words here, " * 50_000 + "naïve café"
    assert decoded(text.encode("cp1252")) == text


def test_names_of_encodings_mean_what_their_writers_mean() -> None:
    assert codec_of("ISO-8859-1") == codec_of("us-ascii") == "cp1252"
    assert (codec_of("GB2312"), codec_of('"Shift_JIS"'), codec_of("x-sjis")) == ("gb18030", "cp932", "cp932")
    assert (codec_of("utf-8"), codec_of("hex"), codec_of("no-such-page")) == ("utf-8", None, None)


def test_an_archiver_writes_names_in_the_page_of_dos() -> None:
    name = "Größe"
    assert name.encode("cp437").decode(code_page(name.encode("cp437"), Origin.ARCHIVER)) == name


def test_every_page_named_is_a_codec() -> None:
    names = [name for family in FAMILIES for name, _ in family.candidates(Origin.PROGRAM)]
    assert all("ASCII".encode(name) == b"ASCII" for name in names)


@given(st.binary(max_size=300))
@fuzzed
def test_any_bytes_are_some_text(data: bytes) -> None:
    assert isinstance(decoded(data), str)


@given(st.text(max_size=80))
@fuzzed
def test_what_is_utf_8_stays_so(text: str) -> None:
    if not any(unicodedata.category(letter) == "Cc" for letter in text) and text[:1] != "\ufeff":
        assert decoded(text.encode("utf-8", "replace")) == text.encode("utf-8", "replace").decode()
