"""Which program this is and what it runs on, in words: for whoever looks, and for whoever supports them."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Sequence
from contextlib import suppress

from app.program import CHECKOUT, version
from app.types import ModelRow
from app.words.catalogue import named, say
from app.words.models import state_words

# Packages of the engines, with the name that each is known by.
_ENGINES = {
    "llama-cpp-python": "llama.cpp (llama-cpp-python)",
    "onnxruntime": "ONNX Runtime",  # not for people: a name
    "ctranslate2": "CTranslate2",
}


def version_words() -> str:
    """The version and the licence."""
    found = version()
    told = say("doctor.program.checkout") if found == CHECKOUT else found
    return say("window.about.version", version=told)


def made_of(rows: Sequence[ModelRow], qt: str) -> list[tuple[str, str]]:
    """What it runs on, and which of the models `rows` do something: names with what is told of each. Nothing
    of a document, and nothing of who uses it.
    """
    used = [f"{row.model.name} ({state_words(row)})" for row in rows if row.used_for or row.also]
    runs_on = f"Python {platform.python_version()}, Qt {qt}"  # not for people: names
    return [
        (say("window.about.made.system"), f"{platform.system()} {platform.release()}, {platform.machine()}"),
        (say("window.about.made.runs"), runs_on),
        (say("window.about.made.engines"), ", ".join(_engines())),
        (say("window.about.made.models"), "\n".join(used) or say("window.about.made.none")),
    ]


def support_text(rows: Sequence[ModelRow], qt: str) -> str:
    """The same as text that one sends."""
    lines = [named(name, told.replace("\n", ", ")) for name, told in made_of(rows, qt)]
    return "\n".join([f"{say('window.name')}, {version_words()}", *lines])


def _engines() -> list[str]:
    found = []
    for package, name in _ENGINES.items():
        with suppress(importlib.metadata.PackageNotFoundError):
            found.append(f"{name} {importlib.metadata.version(package)}")
    return found
