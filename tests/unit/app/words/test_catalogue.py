"""The catalogue of words: whole, used, and the only place where sentences for people stand."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.words import catalogue

ROOT = Path(__file__).resolve().parents[4]
LANGUAGES = sorted(folder.name for folder in catalogue.FOLDER.iterdir())
ROOMS = sorted(file.stem for file in (catalogue.FOLDER / catalogue.ENGLISH).glob("*.toml"))
SAYING = {"say", "count", "names", "has"}

# Rooms whose sentences are still in the code. Only ever shortened.
NOT_YET: tuple[str, ...] = ("app", "ui")


def sources() -> list[Path]:
    return [path for floor in ("app", "ui") for path in sorted((ROOT / floor).rglob("*.py"))]


def entries(table: object, path: str) -> Iterator[tuple[str, object]]:
    """Keys with their sentence, or with the forms of what is counted."""
    assert isinstance(table, dict), path
    if table and set(table) <= {"zero", "one", "two", "few", "many", "other"}:
        yield path, table
        return
    for name, value in table.items():
        key = f"{path}.{name}"
        yield from entries(value, key) if isinstance(value, dict) else ((key, value),)


def all_entries(language: str) -> dict[str, object]:
    return {key: value for room in ROOMS for key, value in entries(catalogue.read(language, room), room)}


def facts_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# --- the catalogue ------------------------------------------------------------------------------------------


def test_what_is_counted_has_the_form_for_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    table = {"pages": {"one": "{n} page of {name}", "other": "{n:,} pages of {name}"}, "plain": "Read."}
    monkeypatch.setattr(catalogue, "read", lambda *_: table)
    assert catalogue.count("tested.pages", 1, name="a.pdf") == "1 page of a.pdf"
    assert catalogue.count("tested.pages", 1204, name="a.pdf") == "1,204 pages of a.pdf"
    assert catalogue.say("tested.plain") == "Read."
    with pytest.raises(KeyError):
        catalogue.say("tested.absent")
    with pytest.raises(KeyError):
        catalogue.say("tested.pages")


def test_a_language_falls_back_to_english_key_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"xx": {"stop": "Halt"}, "en": {"stop": "Stop", "go": "Go on"}}
    monkeypatch.setattr(catalogue, "read", lambda language, _: words[language])
    monkeypatch.setattr(catalogue, "_language", "xx")
    assert [catalogue.say("tested.stop"), catalogue.say("tested.go")] == ["Halt", "Go on"]


def test_a_language_that_is_not_there_is_english() -> None:
    catalogue.use("tlh")
    assert catalogue._language == catalogue.ENGLISH


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_a_sentence_or_has_its_forms(language: str) -> None:
    for key, value in all_entries(language).items():
        if isinstance(value, dict):
            assert "other" in value, key
            assert all(isinstance(form, str) and form.strip() for form in value.values()), key
        else:
            assert isinstance(value, str), key
            assert value.strip(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_facts_of_english(language: str) -> None:
    english = all_entries(catalogue.ENGLISH)
    for key, value in all_entries(language).items():
        assert key in english, key
        assert type(value) is type(english[key]), key
        if isinstance(value, str):
            assert facts_of(value) == facts_of(str(english[key])), key


# --- its use in the code ------------------------------------------------------------------------------------


def keys_in(tree: ast.AST) -> Iterator[tuple[str, set[str] | None, str]]:
    """Every key said in a file, with the facts given where they can be seen, and by which function."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING):
            continue
        if node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
            open_ended = any(word.arg is None for word in node.keywords)
            given = None if open_ended else {word.arg for word in node.keywords if word.arg is not None}
            yield node.args[0].value, given, node.func.id


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_that_is_said_is_there_with_its_facts(path: Path) -> None:
    english = all_entries(catalogue.ENGLISH)
    for key, given, by in keys_in(ast.parse(path.read_text(encoding="utf-8"))):
        if by in ("names", "has"):
            assert any(one == key or one.startswith(f"{key}.") for one in english), key
            continue
        assert key in english, key
        value = english[key]
        assert isinstance(value, dict) is (by == "count"), key
        if given is not None:
            needed = (
                facts_of(str(value["other"])) - {"n"} if isinstance(value, dict) else facts_of(str(value))
            )
            assert needed <= given, key


def test_no_sentence_of_the_catalogue_is_unused() -> None:
    """Used by its whole key, or by one that ends in a part known when it is said: f"faults.{code}.title"."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    begun = tuple(re.findall(r'f"([a-z_]+(?:\.[\w-]+)*\.)\{', text))
    whole = set(re.findall(r'"([a-z_]+(?:\.[\w-]+)+)"', text))
    unused = [
        key
        for key in all_entries(catalogue.ENGLISH)
        if key not in {*whole, "common.language"}
        and not key.startswith(begun)
        and not any(key.startswith(f"{one}.") for one in whole)
    ]
    assert not unused


# --- sentences outside it -----------------------------------------------------------------------------------

# Two words beside each other, or one that begins like a sentence: somebody will read it.
SENTENCE = re.compile(r"[^\W\d_]{2,}[,:;.]?\s+[^\W\d_]{2,}|^[A-Z][a-z]+(?:…|\.|:)?$")
MARK = re.compile(r"#\s*not for people\b")
PATTERNS = {"compile", "sub", "match", "search", "findall", "finditer", "fullmatch", "strftime", "execute"}
LOGGING = {"getLogger", "debug", "info", "warning", "error", "exception", "critical"}
NAMING = {
    "setObjectName",
    "setProperty",
    "TypeVar",
    "cast",
    "Signal",
    "removeprefix",
    "removesuffix",
    "encode",
}
UNREAD_CALLS = PATTERNS | LOGGING | NAMING


def literals(tree: ast.Module) -> Iterator[ast.Constant]:
    """String constants that may be read by people: neither docstrings, nor logged, nor patterns."""
    passed_over: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and body:
            passed_over.update(id(one.value) for one in body if isinstance(one, ast.Expr))
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in UNREAD_CALLS or name in SAYING:
                passed_over.update(id(inner) for one in node.args for inner in ast.walk(one))
        if isinstance(node, ast.Assert) and node.msg is not None:
            passed_over.update(id(inner) for inner in ast.walk(node.msg))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node


def sentences_in(path: Path) -> list[str]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for node in literals(ast.parse(source))
        if SENTENCE.search(str(node.value))
        and not any(MARK.search(line) for line in lines[node.lineno - 1 : node.end_lineno])
    ]


def test_a_sentence_in_the_code_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    file = tmp_path / "widget.py"
    file.write_text(
        '"""About it."""\nlabel("Your library")\nbutton(f"{n} pages read")\nbutton("Stop")\n'
        '_log.info("it is read")\nsay("chat.stop")\nfont("Segoe UI")  # not for people\n'
    )
    assert len(sentences_in(file)) == 3


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_sentence_for_people_stands_outside_the_catalogue(path: Path) -> None:
    place = path.relative_to(ROOT).as_posix()
    if any(place.startswith(f"{room}/") for room in NOT_YET):
        pytest.skip("its sentences are still in the code")
    assert not sentences_in(path)
