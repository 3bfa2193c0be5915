"""Which language the program speaks: what the command line asks for, else the environment, else what was
chosen in the settings, else the system's.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from app.paths import resolve
from app.words.catalogue import use
from app.words.languages import fitting, known, system_languages

OPTION = "--ui-language"  # `draft` and `read` have a --language of their documents
VARIABLE = "CONFIDANT_LANGUAGE"


def speak(argv: Sequence[str]) -> None:
    """Speak it from now on. Asked before anything is said, --help too, and so before arguments are parsed."""
    use(language_of(argv))


def language_of(argv: Sequence[str]) -> str:
    """The code of the language for this command line. One that is not spoken is passed over; where the
    command line asks for it, the parser refuses it.
    """
    for asked in (next(_given(OPTION, argv), ""), os.environ.get(VARIABLE, "")):
        if asked in known():
            return asked
    home = next(_given("--home", argv), "")
    kept = _kept(resolve(Path(home) if home else None).settings)
    return fitting([kept, *system_languages()] if kept else system_languages())


def _given(option: str, argv: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(argv):
        if word == "--":
            return
        if word == option and place + 1 < len(argv):
            yield argv[place + 1]
        elif word.startswith(f"{option}="):
            yield word.removeprefix(f"{option}=")


def _kept(settings: Path) -> str:
    """What was chosen. `app.settings` reads the same file, and much else with it."""
    try:
        found = json.loads(settings.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    chosen = found.get("language") if isinstance(found, dict) else None
    return chosen if isinstance(chosen, str) else ""
