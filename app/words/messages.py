"""Faults in words: what happened, and what to do about it. The only place that turns codes into sentences.

The sentences stand in `faults.toml`, under the code of each; here are the rules by which facts choose among
them and are made fit to be read. In the window a fault has another sentence wherever its first one names a
command: what to press there, called as it is called there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from app.types import Notice
from app.words.amounts import size_text
from app.words.catalogue import has, row, say, tell, under
from app.words.languages import language_words
from app.words.reasons import detail_words, plain_detail
from engine.errors import Fact, Fault
from rag.language.file_names import name_of, printable

Facts = Mapping[str, Fact]

_AMOUNTS = ("needed", "available", "size", "limit", "largest")  # facts that are bytes
_UNFORESEEN = "internal"
_WINDOW = "window"  # the table of a fault, or of one of its variants, with what is said there

# What sentences of the window name: the keys of a menu and of its line, or of a button.
PRESSED = {
    "models_menu": ("window.menu.models", "models.menu"),
    "matters_menu": ("window.menu.file", "window.file.matters"),
    "unlocking_menu": ("window.menu.file", "settings.keys.menu"),
    "sharing_menu": ("window.menu.file", "sharing.window.menu"),
    "settings_menu": ("window.menu.edit", "settings.menu"),
    "tags_menu": ("window.menu.edit", "tagging.menu.entry"),
    "add_file": ("models.dialog.add_files",),
    "mend": ("window.repair.offer",),
    "own_key": ("matters.key.title",),
}

# Facts that name what a fault is about, the surest first.
_NAMED = {
    _UNFORESEEN: ("sent_code", "code", "detail"),
    "document-unknown": ("document", "passage"),
    "conversation-unknown": ("conversation", "turn"),
}


_in_window = False


def say_in_window(where: bool = True) -> None:
    """Say from now on what to press, or where it is not in the window, what to type in a terminal."""
    global _in_window
    _in_window = where


def notice_of(fault: BaseException) -> Notice:
    """The notice of a fault; one that names the log for anything that is no fault."""
    if isinstance(fault, Fault):
        return notice_for(fault.code, fault.facts)
    return _notice(_UNFORESEEN, {"detail": type(fault).__name__})


def notice_for(code: str, facts: Facts | str) -> Notice:
    """The notice of a code with its facts, or with their JSON as a document of the library keeps it."""
    if isinstance(facts, str):
        try:
            found = json.loads(facts)
        except ValueError:
            found = {}
        facts = found if isinstance(found, dict) else {}
    if has(f"faults.{code}.title"):
        return _notice(code, facts)
    return _notice(_UNFORESEEN, {**facts, "code": code})


def known_codes() -> frozenset[str]:
    """Codes that have words of their own."""
    return frozenset(code for code in under("faults") if has(f"faults.{code}.title")) - {_UNFORESEEN}


def _notice(code: str, facts: Facts) -> Notice:
    told = _Told(code, _VARIANTS.get(code, _no_variant)(facts), facts)
    return Notice(told.part("title"), told.part("sentence"), told.part("remedy"))


class _Told(dict[str, str]):
    """The facts of a fault as they stand in its sentences; those not given in the words for that."""

    def __init__(self, code: str, variant: str, facts: Facts) -> None:
        super().__init__()
        self._absent: list[str] = []  # what stands for facts that were not given
        self._places = (f"{code}.{variant}", code, "phrases") if variant else (code, "phrases")
        readable = _readable(facts)
        if named := next((readable[name] for name in _NAMED.get(code, ()) if name in readable), None):
            readable["named"] = named
        for name, fact in readable.items():
            key = self._key("with", name)
            self[name] = tell(key, {name: fact}) if key else fact

    def part(self, name: str) -> str:
        keys = (
            f"faults.{place}.{told}"
            for place in self._places
            for told in ((f"{_WINDOW}.{name}", name) if _in_window else (name,))
        )
        said = next(tell(key, self) for key in keys if has(key))
        # "its folder does not read as it was written", where no path is told; "box.lan" stays as it is.
        begins = any(said.startswith(one) for one in self._absent if one)
        return said[:1].upper() + said[1:] if begins else said

    def __missing__(self, name: str) -> str:
        if pressed := PRESSED.get(name):
            return row(say(key).replace("&", "").rstrip("…") for key in pressed)
        key = self._key("absent", name)
        bare = key is None and name in _AMOUNTS
        self._absent.append(size_text(None) if bare else say(key or "faults.phrases.unknown"))
        return self._absent[-1]

    def _key(self, table: str, name: str) -> str | None:
        keys = (f"faults.{place}.{table}.{name}" for place in self._places)
        return next((key for key in keys if has(key)), None)


def _readable(facts: Facts) -> dict[str, str]:
    """Facts as text, without those that say nothing, and what is made of them."""
    found = {name: str(fact) for name, fact in facts.items() if fact is not None and fact != ""}
    for name in _AMOUNTS:
        if name in found:
            found[name] = size_text(facts[name])
    if "detail" in found:
        found["detail"] = plain_detail(found["detail"]) if _in_window else detail_words(found["detail"])
        if not found["detail"]:
            del found["detail"]
    if path := found.get("path"):
        found["place"], found["file"] = printable(path), name_of(Path(path)) or printable(path)
    if language := found.get("language"):
        found["language"] = language_words(language)
    if model := found.get("model"):
        found["name"] = model
    if has(why := f"faults.phrases.why.{found.get('reason')}"):
        found["why"] = say(why)
    return found


# --- which of its sentences a fault is told in --------------------------------------------------------------


def _no_variant(_: Facts) -> str:
    return ""


def _by_reason(facts: Facts) -> str:
    return str(facts.get("reason", ""))


def _by_pages(facts: Facts) -> str:
    pages = facts.get("pages")
    return "several" if isinstance(pages, int) and pages > 1 else ""


def _by_what_fits(facts: Facts) -> str:
    form = "form" if facts.get("quantisation") else ""
    if facts.get("instead"):
        return f"never-{form}" if form else "never"
    return form or ("context" if facts.get("context") else "")


_VARIANTS: dict[str, Callable[[Facts], str]] = {
    "model-missing": lambda facts: str(facts.get("why", "")) if facts.get("model") else "any",
    "worker-died": _by_reason,
    "no-sound-device": lambda facts: str(facts.get("kind", "")),
    "file-too-large": lambda facts: next((name for name in ("members", "unpacked") if facts.get(name)), ""),
    "model-does-not-fit": _by_what_fits,
    "no-text": _by_pages,
    "remote-not-allowed": lambda facts: str(facts.get("detail", "")),
    "remote-other-model": lambda facts: str(facts.get("detail", "")),
    "no-evidence": lambda facts: "shared" if facts.get("shared") else "",
    "nothing-to-publish": lambda facts: "name" if facts.get("name") else "",
    "not-a-model": lambda facts: str(facts.get("kind", "")),
    "stick-refused": lambda facts: str(facts.get("kind", "")),
    "sheet-unfit": lambda facts: str(facts.get("reason", "")),
    "set-by-organisation": lambda facts: str(facts.get("rule", "")),
    "policy-unreadable": lambda facts: str(facts.get("reason", "")),
    "setting-unfit": lambda facts: "" if facts.get("values") else "elsewhere",
    "kind-unknown": lambda facts: "file" if facts.get("path") else "",
}
