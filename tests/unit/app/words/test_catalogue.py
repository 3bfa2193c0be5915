"""The catalogue of words: whole, used, and the only place where sentences for people stand."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from pathlib import Path

import pytest
from catalogues import all_entries, facts_of

from app.types import Appearance, PauseReason
from app.words import catalogue
from rag.summarising.types import Length
from rag.types import LineKind, PageUnit

ROOT = Path(__file__).resolve().parents[4]
SAYING = {"say", "count", "names", "has", "tell", "under"}

# Rooms whose sentences are still in the code. Only ever shortened.
NOT_YET: tuple[str, ...] = ()


def sources(*floors: str) -> list[Path]:
    return [path for floor in floors or ("app", "ui") for path in sorted((ROOT / floor).rglob("*.py"))]


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


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


def test_what_falls_back_to_english_is_counted_as_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    english = {"pages": {"one": "{n} page", "other": "{n} pages"}}
    monkeypatch.setattr(catalogue, "read", lambda language, _: english if language == "en" else {})
    monkeypatch.setattr(catalogue, "_language", "xx")
    monkeypatch.setitem(catalogue.PLURALS, "xx", lambda number: "one" if number < 2 else "other")
    assert catalogue.count("tested.pages", 0) == "0 pages"


def test_an_enumeration_that_is_translated_by_half_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {"xx": {"ways": {"stop": "Halt"}}, "en": {"ways": {"go": "Go on", "stop": "Stop"}}}
    monkeypatch.setattr(catalogue, "read", lambda language, _: words[language])
    monkeypatch.setattr(catalogue, "_language", "xx")
    assert catalogue.names("tested.ways") == {"go": "Go on", "stop": "Halt"}


def test_numbers_are_written_as_the_language_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    english = {
        "size": "{amount:,.1f} of {name}",
        "pages": {"one": "{n} page", "other": "{n:,} pages"},
        "thousands": ",",
        "decimal": ".",
    }
    words = {"xx": {**english, "thousands": ".", "decimal": ","}, "en": english}
    monkeypatch.setattr(catalogue, "read", lambda language, _: words[language])
    for language, size, pages in (
        ("en", "1,234.5 of a.b,c", "1,204 pages"),
        ("xx", "1.234,5 of a.b,c", "1.204 pages"),
    ):
        monkeypatch.setattr(catalogue, "_language", language)
        assert catalogue.say("tested.size", amount=1234.5, name="a.b,c") == size
        assert catalogue.count("tested.pages", 1204) == pages


def test_a_language_that_is_not_there_is_english() -> None:
    catalogue.use("tlh")
    assert catalogue._language == catalogue.ENGLISH


def test_every_entry_is_a_sentence_or_has_its_forms() -> None:
    for key, value in english().items():
        texts = value.values() if isinstance(value, dict) else (value,)
        assert all(isinstance(text, str) for text in texts), key
        # What stands in place of a fact that is not known may be nothing.
        assert all(str(text).strip() for text in texts) or ".absent." in key, key
        assert all(name.isidentifier() for name in facts_of(value)), key
        assert not isinstance(value, dict) or set(value) >= {"one", "other"}, key


# --- its use in the code ------------------------------------------------------------------------------------


def key_pattern(node: ast.expr) -> str | None:
    """What keys an argument can be: one that is written out, or all that an f-string fits."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.escape(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^.]+" for part in node.values
        )
    return None


def said_in(tree: ast.AST) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call that says a key which can be seen: which function, and what keys it can be."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            pattern = key_pattern(node.args[0]) if node.args else None
            if pattern is not None:
                yield node, node.func.id, pattern


def wrongly_said(tree: ast.Module) -> list[str]:
    """Calls for which there is no entry, none of the right kind, or one with other facts."""
    wrong = []
    for node, by, pattern in said_in(tree):
        if by in ("names", "has", "under", "tell"):
            if not any(re.match(rf"{pattern}(\.|$)", key) for key in english()):
                wrong.append(f"line {node.lineno}: there is nothing under {ast.unparse(node.args[0])}")
            continue
        meant = {key: value for key, value in english().items() if re.fullmatch(pattern, key)}
        if not meant:
            wrong.append(f"line {node.lineno}: there is no {ast.unparse(node.args[0])}")
        given = {word.arg for word in node.keywords}
        for key, value in meant.items():
            if isinstance(value, dict) is not (by == "count"):
                wrong.append(f"line {node.lineno}: {key} is said by {by}")
            elif None not in given and not facts_of(value) <= given:
                wrong.append(f"line {node.lineno}: {key} lacks {sorted(facts_of(value) - given)}")
            elif None not in given and len(meant) == 1 and facts_of(value) != given:
                wrong.append(
                    f"line {node.lineno}: {key} does not tell {sorted(map(str, given - facts_of(value)))}"
                )
    return wrong


def english() -> dict[str, object]:
    return all_entries(catalogue.ENGLISH)


def test_a_key_that_is_said_wrongly_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = {"r.a": "{x}", "r.b.c": "yes", "r.n": {"one": "{n} {x}", "other": "{n} {x}"}}
    monkeypatch.setattr(f"{__name__}.all_entries", lambda _: entries)
    right = 'say("r.a", x=1)\nsay("r.a", **k)\ncount("r.n", 2, x=1)\nsay(f"r.b.{c}")\nhas("r.b")\nsay(key)\n'
    assert not wrongly_said(ast.parse(right))
    wrong = (
        'say("r.z")\nsay("r.a")\nsay("r.a", x=1, y=2)\nsay("r.n", x=1)\ncount("r.a", 2)\ncount("r.n", 2)\n'
        'say(f"r.{q}.d")\nnames("r.q")\n'
    )
    assert len(wrongly_said(ast.parse(wrong))) == 8


def test_every_key_that_is_said_is_there_with_its_facts() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}, {what}" for path in sources() for what in wrongly_said(tree_of(path))
    ]
    assert not wrong, "\n".join(wrong)


# Names that keys are put together with: each has its sentence.
ENUMERATED: dict[str, type[StrEnum]] = {
    "coverage.run": PageUnit,
    "checking.place": PageUnit,
    "checking.place-among": PageUnit,
    "library.pause": PauseReason,
    "library.reading": PageUnit,
    "reader.go": PageUnit,
    "scans.line": LineKind,
    "scans.unreliable": LineKind,
    "summaries.length": Length,
    "window.appearance": Appearance,
}


@pytest.mark.parametrize("key", ENUMERATED)
def test_every_name_of_an_enumeration_has_its_sentence(key: str) -> None:
    assert set(catalogue.under(key)) == set(ENUMERATED[key])


def test_what_keys_do_outside_the_menus_has_its_keys() -> None:
    assert catalogue.under("window.shortcuts.keys") == catalogue.under("window.shortcuts.elsewhere")


def test_what_documents_are_divided_into_can_be_counted() -> None:
    assert set(PageUnit) <= set(catalogue.under("units"))


# Rooms whose keys are put together from what the code below gives; their tests stand in files of their own.
PUT_TOGETHER = ("faults", "reasons")


def unused(keys: list[str], trees: list[ast.Module]) -> list[str]:
    """Keys that are neither written out in a string, nor fit one that is put together, nor stand under a
    name that is said as a whole.
    """
    written, fitting = set(), []
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                written.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                fitting.append(key_pattern(node) or "")
        fitting += [rf"{pattern}\..+" for _, by, pattern in said_in(tree) if by in ("names", "under")]
    whole = re.compile("|".join(rf"(?:{one})" for one in fitting if re.match(r"[a-z_]+\\\.", one)) or r"(?!)")
    return [key for key in keys if key not in written and not whole.fullmatch(key)]


def test_an_unused_sentence_is_found() -> None:
    tree = ast.parse('X = {1: "r.a"}\nsay(f"r.b.{c}.d")\nnames("r.e")\nhas("r.g")\nf"r.h.{i}: it"\n')
    keys = ["r.a", "r.b.x.d", "r.e.x", "r.b.x", "r.b.x.y.d", "r.g.x", "r.h.x", "q.a"]
    assert unused(keys, [tree]) == keys[3:]


def test_no_sentence_of_the_catalogue_is_unused() -> None:
    marks = {"common.thousands", "common.decimal", "common.grouped-from"}  # read by their names
    about_the_language = {"common.language", *marks}
    rooms = tuple(f"{room}." for room in PUT_TOGETHER)
    keys = [key for key in english() if not key.startswith(rooms) and key not in about_the_language]
    assert not unused(
        keys,
        [tree_of(path) for path in sources()],
    )


# --- sentences outside it -----------------------------------------------------------------------------------

# Two words beside each other, or one that begins like a sentence: somebody will read it.
SENTENCE = re.compile(r"[^\W\d_]{2,}[,:;.]?\s+[^\W\d_]{2,}|^[A-Z][a-z]+(?:…|\.|:|\?|!)?$")
# Between the facts of a sentence that is put together, one word is enough.
BETWEEN_FACTS = re.compile(r"(?:\s|[“(·])[^\W\d_]{2,}|[^\W\d_]{2,}[,:;.”)]?\s")
TAG = re.compile(r"</?[a-zA-Z!][^>]*>")  # of HTML: what stands between is read
MARK = re.compile(r"#\s*not for people\b")
LOGGING = {"getLogger", "debug", "info", "warning", "error", "exception", "critical"}
PATTERNS = {"compile", "sub", "match", "search", "findall", "finditer", "fullmatch", "split"}
NAMING = {"setObjectName", "TypeVar", "cast", "Signal", "removeprefix", "removesuffix", "encode"}


def is_unread(call: ast.Call) -> bool:
    """Whether what is given to a call is read by nobody: a log, a pattern, a name."""
    if not isinstance(call.func, ast.Attribute):
        name = getattr(call.func, "id", "")
        return name in NAMING or name in SAYING
    name, of = call.func.attr, call.func.value
    owner = of.id if isinstance(of, ast.Name) else getattr(of, "attr", "")
    if name in LOGGING:
        return owner in ("_log", "logging")
    if name in PATTERNS:
        return owner == "re" or owner.lstrip("_").isupper()
    return name in NAMING or name == "execute"


def literals(tree: ast.Module) -> Iterator[tuple[ast.Constant, bool]]:
    """String constants that may be read by people, and whether each stands between facts: neither docstrings,
    nor logged, nor patterns, nor annotations.
    """
    passed_over: set[int] = set()
    between: set[int] = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and body:
            passed_over.update(id(one.value) for one in body if isinstance(one, ast.Expr))
        unread: list[ast.AST | None] = []
        if isinstance(node, ast.Call) and is_unread(node):
            unread += node.args
        if isinstance(node, ast.Assert):
            unread.append(node.msg)
        if isinstance(node, ast.AnnAssign | ast.arg):
            unread.append(node.annotation)
        if isinstance(node, ast.FunctionDef):
            unread.append(node.returns)
        passed_over.update(id(inner) for one in unread if one is not None for inner in ast.walk(one))
        if isinstance(node, ast.JoinedStr):
            between.update(id(part) for part in node.values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node, id(node) in between


def phrases() -> set[str]:
    """Reasons, which are their own keys."""
    return {phrase for key in english() for room, _, phrase in [key.partition(".")] if room == "reasons"}


def sentences_in(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    reasons = {phrase.partition(".")[2] for phrase in phrases()}
    return [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value!r}"
        for node, between in literals(tree_of(path))
        if SENTENCE.search(text := TAG.sub("", str(node.value))) or (between and BETWEEN_FACTS.search(text))
        if node.value not in reasons
        if not any(MARK.search(line) for line in lines[node.lineno - 1 : node.end_lineno])
    ]


def test_a_sentence_in_the_code_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    file = tmp_path / "widget.py"
    read_by_people = (
        'label("Your library")', 'button(f"{n} pages read")', 'button("Stop")', 'f"{done} of {total}"',
        'f"{size} free"', 'f"{name} (scanned)"', 'parser.error("no such file")', 'shown = ("Done?",)',
        'QMessageBox.warning(self, "Not now", "It is locked.")', 'library.search("all of them")',
        'box(text="Try again")', 'setProperty("text", "Hello there")',
    )  # fmt: skip
    for line in read_by_people:
        file.write_text(f'"""About it."""\n{line}\n')
        tree_of.cache_clear()
        assert sentences_in(file), line
    file.write_text(
        '"""About it."""\n_log.info("it is read")\nsay("chat.stop")\nfont("Segoe UI")  # not for people\n'
        'key = f"chat.{name}"\n_WORDS.sub("a b", "c d")\nvalue: "Thing" = made()\n'
        'db.execute("SELECT a FROM b")\n'
    )
    tree_of.cache_clear()
    assert not sentences_in(file)


def is_in(path: Path, room: str) -> bool:
    place = path.relative_to(ROOT).as_posix()
    return place == room or place.startswith(f"{room}/")


def test_no_sentence_for_people_stands_outside_the_catalogue() -> None:
    done = [path for path in sources() if not any(is_in(path, room) for room in NOT_YET)]
    outside = [sentence for path in done for sentence in sentences_in(path)]
    assert not outside, "\n".join(outside)


@pytest.mark.parametrize("room", NOT_YET)
def test_a_room_that_is_done_is_taken_off_the_list(room: str) -> None:
    assert any(sentences_in(path) for path in sources() if is_in(path, room))
