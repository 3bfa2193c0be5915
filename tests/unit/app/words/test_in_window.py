"""What the window says names what is pressed there, and no command that is typed in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from app.cli.commands import COMMANDS
from app.words import catalogue
from app.words.catalogue import read, say, under, use
from app.words.languages import known
from app.words.messages import PRESSED, known_codes, notice_for, say_in_window

_COMMAND = re.compile(rf"confidant ({'|'.join(sorted(COMMANDS))})\b|(?<!\w)--[a-z]|CONFIDANT_")
# Rooms of words that commands alone say.
_OF_COMMANDS = ("cli", "doctor", "guards", "faults", "querying")
_PARTS_OF_COMMANDS = ("command", "people", "others")


@pytest.fixture(params=sorted(known()))
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use(request.param)
    say_in_window()
    yield request.param
    use(catalogue.ENGLISH)


def variants(code: str) -> Iterator[Mapping[str, str]]:
    """Facts that lead to each of a fault's sentences."""
    yield {}
    for name in under(f"faults.{code}"):
        yield from ({fact: name} for fact in ("reason", "detail", "kind", "rule"))
    yield {"name": "a b", "setting": "models", "shared": "yes"}


def test_no_fault_names_a_command(language: str) -> None:
    for code in sorted(known_codes()):
        for facts in variants(code):
            told = notice_for(code, facts)
            for part in (told.title, told.sentence, told.remedy):
                assert not _COMMAND.search(part), (code, facts, part)
                assert "{" not in part


def test_a_terminal_is_told_its_commands() -> None:
    assert "confidant models get tiny" in notice_for("model-missing", {"model": "tiny"}).remedy
    say_in_window()
    assert notice_for("model-missing", {"model": "tiny"}).remedy == (
        "Get it under Models, Get and choose models."
    )


def test_no_line_of_a_menu_has_the_name_of_its_menu(language: str) -> None:
    """“under Models, Models…” tells nobody where to press."""
    for keys in PRESSED.values():
        said = [say(key).replace("&", "").rstrip("…").casefold() for key in keys]
        assert len(set(said)) == len(said), said


def test_without_any_model_the_command_names_one_that_there_is() -> None:
    assert "“confidant models get starter”" in notice_for("model-missing", {"model": ""}).remedy


def test_what_is_pressed_is_called_as_it_is_called(language: str) -> None:
    for fact, keys in PRESSED.items():
        assert all(say(key) for key in keys), fact


def test_no_other_sentence_of_the_window_names_a_command(language: str) -> None:
    found = {
        key
        for room in under_all()
        for key, text in sentences(room, read(language, room))
        if _COMMAND.search(text) and not set(key.split(".")) & set(_PARTS_OF_COMMANDS)
    }
    assert not found


def under_all() -> list[str]:
    rooms = sorted(path.stem for path in (catalogue.FOLDER / catalogue.ENGLISH).glob("*.toml"))
    return [room for room in rooms if room not in _OF_COMMANDS]


def sentences(key: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, found in table.items():
        if isinstance(found, Mapping):
            yield from sentences(f"{key}.{name}", found)
        elif isinstance(found, str):
            yield f"{key}.{name}", found


def test_a_model_that_no_list_has_is_not_to_be_fetched(language: str) -> None:
    told = notice_for("model-missing", {"model": "nope", "why": "unlisted"})
    assert "nope" in told.sentence
    assert "models get" not in told.remedy


# What libraries and the system call their own faults, as readers and engines hand it on.
_RAW = (
    ("file-corrupt", "XMLSyntaxError", "its inner structure is broken"),
    ("file-corrupt", "BadZipFile", "its packing is broken"),
    ("file-corrupt", "CompDocError", ""),
    ("file-corrupt", "PdfiumError", ""),
    ("file-corrupt", "error", ""),
    ("file-unreadable", "Permission denied", "you have no right to it"),
    ("model-invalid", "llama_model_load: error loading model: vocab mismatch", ""),
    ("model-invalid", "mtmd_helper_eval_chunks answered 3", ""),
    ("keyring-unavailable", "keyring.backends.fail", ""),
    ("keyring-unavailable", "NoKeyringError", ""),
    ("internal", "KeyError", ""),
)


@pytest.mark.parametrize(("code", "detail", "plain"), _RAW)
def test_nothing_is_told_in_the_words_of_a_library(code: str, detail: str, plain: str) -> None:
    """“lease.docx is damaged and could not be read (XMLSyntaxError)” helped nobody in the window."""
    use(catalogue.ENGLISH)
    say_in_window()
    told = notice_for(code, {"path": "/home/lease.docx", "detail": detail})
    said = f"{told.title} {told.sentence} {told.remedy}"
    assert detail not in said
    assert (f" ({plain})" in told.sentence) == bool(plain), said
    assert "()" not in said


def test_a_terminal_tells_whoever_supports_it_what_a_library_said() -> None:
    say_in_window(False)
    assert "(XMLSyntaxError)" in notice_for("file-corrupt", {"detail": "XMLSyntaxError"}).sentence
    assert "(KeyError)" in notice_for("internal", {"detail": "KeyError"}).sentence


def test_what_a_person_wrote_or_chose_is_told_in_the_window_too() -> None:
    say_in_window()
    for detail in ("no columns of that name", "page_number", "FirstName", "Bibliothek", "tokenizer.json"):
        assert detail in notice_for("asked-wrongly", {"detail": detail}).sentence
