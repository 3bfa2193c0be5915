"""What the command line understands, and which kinds of files are read, as JSON: for its manual page, for its
completion, and for desktops. Run with the packages of the set-up: `python -m release.grammar`.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any


def told(parser: argparse.ArgumentParser) -> dict[str, Any]:
    """Commands with what each does and their options; below each those of its own."""
    commands: dict[str, Any] = {}
    options: list[dict[str, str]] = []
    for action in parser._actions:  # noqa: SLF001 - argparse tells it in no other way
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            abouts = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001
            for name, below in action.choices.items():
                commands[name] = {"about": abouts.get(name, ""), **told(below)}
        elif action.option_strings and action.help != argparse.SUPPRESS:
            about = (action.help or "") % {"default": action.default, "prog": parser.prog}
            value = "" if action.nargs == 0 else str(action.metavar or action.dest.upper())
            options.append({"names": " ".join(action.option_strings), "value": value, "about": about})
    return {"commands": commands, "options": options}


if __name__ == "__main__":
    from app.cli.parser import parser as program
    from app.speaking import speak
    from rag.reading.formats import Format
    from rag.reading.mime_types import all_types

    speak(["--ui-language", "en"])
    suffixes = sorted({suffix for one in Format for suffix in one.value.suffixes})
    sys.stdout.write(json.dumps(told(program()) | {"types": all_types(), "suffixes": suffixes}))
