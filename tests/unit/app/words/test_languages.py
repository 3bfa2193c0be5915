"""Which language is spoken, and how each writes its numbers, lists and days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.speaking import language_of
from app.words import catalogue
from app.words.catalogue import apart, listed, quoted, say
from app.words.days import day_words
from app.words.directions import bare
from app.words.languages import fitting, known, languages, system_languages
from app.words.places import place_words
from app.words.plurals import RULES


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    catalogue.use(catalogue.ENGLISH)


# From the samples of the CLDR's plural rules.
@pytest.mark.parametrize(
    ("language", "form", "numbers"),
    [
        ("en", "one", (1,)), ("en", "other", (0, 2, 11, 101)),
        ("de", "one", (1,)), ("de", "other", (0, 2, 21, 1_000_000)),
        ("fr", "one", (0, 1)), ("fr", "other", (2, 17, 999_999)), ("fr", "many", (1_000_000, 3_000_000)),
        ("es", "one", (1,)), ("es", "other", (0, 2, 100)), ("es", "many", (1_000_000,)),
        ("it", "one", (1,)), ("it", "other", (0, 16, 1001)), ("it", "many", (2_000_000,)),
        ("ar", "zero", (0,)), ("ar", "one", (1,)), ("ar", "two", (2,)),
        ("ar", "few", (3, 10, 103, 1010)), ("ar", "many", (11, 26, 99, 111, 1011)),
        ("ar", "other", (100, 102, 200, 1000, 1_000_000)),
    ],
)  # fmt: skip
def test_a_number_asks_for_the_form_of_the_cldr(language: str, form: str, numbers: tuple[int, ...]) -> None:
    assert {RULES[language](number) for number in numbers} == {form}


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        (["en_GB.UTF-8"], "en"), (["tlh", "EN-us"], "en"), (["C"], "en"), ([], "en"), (["ru_RU", "xx"], "en"),
    ],
)  # fmt: skip
def test_the_first_language_that_is_spoken_is_taken(wanted: list[str], language: str) -> None:
    assert fitting(wanted) == language


def test_what_the_system_reads_is_told_as_posix_has_it() -> None:
    assert system_languages({"LANG": "de_AT.UTF-8"}, "linux") == ["de_AT.UTF-8"]
    assert system_languages({"LANG": "de_AT.UTF-8", "LC_ALL": "fr_FR"}, "linux") == ["fr_FR"]
    assert system_languages({"LANG": "nl", "LANGUAGE": "nl:de:en"}, "linux") == ["nl", "de", "en", "nl"]
    for nothing in ({}, {"LANG": "C.UTF-8"}, {"LC_ALL": "POSIX", "LANGUAGE": "de"}):
        assert system_languages(nothing, "linux") == []


def test_the_command_line_goes_before_the_environment_and_that_before_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIDANT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    other = next(code for code in known() if code != "en")
    home = ["--home", str(tmp_path)]
    assert language_of(home) == "en"
    (tmp_path / "settings.json").write_text(json.dumps({"language": other}))
    kept = other if other in languages() else "en"
    assert language_of(home) == kept
    assert language_of(["ask", "--", *home]) == "en"
    monkeypatch.setenv("CONFIDANT_LANGUAGE", "en")
    assert language_of(home) == "en"
    assert language_of([*home, f"--ui-language={other}"]) == other
    assert language_of([*home, "--ui-language", "tlh"]) == "en"
    (tmp_path / "settings.json").write_text("[]")
    monkeypatch.setenv("CONFIDANT_LANGUAGE", "")
    assert language_of(home) == "en"


def test_a_language_that_is_not_whole_is_not_offered(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for code, rooms in (("en", ("common", "chat")), ("xx", ("common",)), ("yy", ("common", "chat", "more"))):
        (tmp_path / code).mkdir()
        for room in rooms:
            (tmp_path / code / f"{room}.toml").write_text(f'language = "{code.upper()}"')
    monkeypatch.setattr("app.words.languages.FOLDER", tmp_path)
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue.read.cache_clear()
    languages.cache_clear()
    try:
        assert languages() == {"en": "EN", "yy": "YY"}
        assert known() == ("en", "xx", "yy")
        assert fitting(["xx", "yy"]) == "yy"
    finally:
        catalogue.read.cache_clear()
        languages.cache_clear()


def test_things_stand_in_a_row_as_the_language_has_them() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])] == [
        "", "a", "a and b", "a, b and c",
    ]  # fmt: skip
    assert [apart(["a, b", "c"]), quoted("a"), day_words(date(2026, 3, 1))] == [
        "a, b; c",
        "“a”",
        "1 March 2026",
    ]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("fr", "1er mars 2026", "2 mars 2026"), ("it", "1º marzo 2026", "2 marzo 2026"),
        ("es", "1 de marzo de 2026", "2 de marzo de 2026"), ("de", "1. März 2026", "2. März 2026"),
    ],
)  # fmt: skip
def test_the_first_of_a_month_is_written_as_the_language_has_it(
    language: str, first: str, second: str
) -> None:
    catalogue.use(language)
    assert (day_words(date(2026, 3, 1)), day_words(date(2026, 3, 2))) == (first, second)


def test_a_language_from_right_to_left_keeps_what_is_put_into_it_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = {
        "said": "{name} {n}",
        "direction": "right-to-left",
        "grouped-from": "10000",
        "big": "{n:,} {m:,}",
    }
    monkeypatch.setattr(catalogue, "read", lambda *_: words)
    monkeypatch.setattr(catalogue, "_language", "xx")
    assert say("common.said", name="a.pdf", n=3) == "\u200f\u2068a.pdf\u2069 3"
    assert say("common.said", name="", n=3) == "\u200f 3"
    assert say("common.said", name="مستند", n=3) == "\u200fمستند 3"
    assert say("common.said", name="a\u2069\u202eb", n=3) == "\u200f\u2068a\u202eb\u2069 3"
    assert say("common.said", name=say("common.said", name="a", n=1), n=3).count("\u2069") == 2
    assert bare(say("common.said", name="a.pdf", n=3)) == "a.pdf 3"
    assert say("common.big", n=1234, m=12345) == "\u200f1234 12,345"
    assert catalogue.right_to_left()


@pytest.mark.parametrize(
    ("place", "german"),
    [
        ("page 3", "Seite 3"), ("page 3 (iv)", "Seite 3 (iv)"),
        ("slide 4 (hidden)", "Folie 4 (ausgeblendet)"),
        ("deed.pdf, page 3", "deed.pdf, Seite 3"), ("Sales, rows 201–400", "Sales, Zeilen 201–400"),
        ("Umsatz", "Umsatz"), ("", ""), ("verse 3", "verse 3"),
        ("a.zip, b.pdf, page 2", "a.zip, b.pdf, Seite 2"),
    ],
)  # fmt: skip
def test_a_place_is_said_and_stands_in_the_library_as_before(place: str, german: str) -> None:
    assert place_words(place) == place
    catalogue.use("de")
    assert place_words(place) == german
