"""The languages that the program speaks, and which of them this computer's user speaks.

Read before the seal is drawn and before Qt is there, with the standard library alone.
"""

from __future__ import annotations

import locale
import os
import plistlib
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from app.words.catalogue import ENGLISH, FOLDER, has, read, say

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # as POSIX has them, the strongest first
_NONE = ("", "C", "POSIX")


@cache
def languages() -> dict[str, str]:
    """Languages to choose from by their codes, each with its name in itself ("de": "Deutsch"), in the order
    of these names. One whose catalogue lacks a whole file is left out; `CONFIDANT_LANGUAGE` speaks it too.
    """
    rooms = _rooms(ENGLISH)
    whole = (code for code in known() if _rooms(code) >= rooms)
    named = {code: str(read(code, "common")["language"]) for code in whole}
    return dict(sorted(named.items(), key=lambda one: one[1].casefold()))


def language_words(code: str) -> str:
    """What a language is called in the one that is spoken; its code where it has no name."""
    key = f"common.languages.{code}"
    return say(key) if has(key) else code


def known() -> tuple[str, ...]:
    """Every language of which there are words."""
    return tuple(sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir()))


def fitting(wanted: Iterable[str]) -> str:
    """The first of these languages that the program speaks ("de_AT.UTF-8" is German), else English."""
    codes = (one.replace("-", "_").split(".")[0].split("_")[0].lower() for one in wanted)
    return next((code for code in codes if code in languages()), ENGLISH)


def system_languages(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> list[str]:
    """What the system's user reads, the dearest first, as the system writes it."""
    if platform == "win32":
        return _of_windows()
    named = next((environ[name] for name in _VARIABLES if environ.get(name)), "")
    if named.split(".")[0] not in _NONE:
        return [*filter(None, environ.get("LANGUAGE", "").split(":")), named]
    return _of_macos() if platform == "darwin" and not named else []


def _of_windows() -> list[str]:
    if sys.platform == "win32":
        import ctypes

        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return [locale.windows_locale[number]] if number in locale.windows_locale else []
    return []


def _of_macos() -> list[str]:
    """A program that Finder opens has no variables; what was chosen stands in a file."""
    file = Path.home() / "Library/Preferences/.GlobalPreferences.plist"
    try:
        found = plistlib.loads(file.read_bytes()).get("AppleLanguages", [])
    except (OSError, ValueError, plistlib.InvalidFileException):
        return []
    return [str(one) for one in found]


def _rooms(code: str) -> set[str]:
    return {file.stem for file in (FOLDER / code).glob("*.toml")}
