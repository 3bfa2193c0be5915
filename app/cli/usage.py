"""What argparse itself says, in the language of the program."""

from __future__ import annotations

import argparse

from app.words.catalogue import say

_MESSAGE, _WHAT, _VALUE = "%(message)s", "%s", "%(value)r"


def speak_usage() -> None:
    """Let argparse look for its sentences here: it asks gettext, which has none."""
    vars(argparse)["_"] = lambda text: _sentences().get(text, text)


def _sentences() -> dict[str, str]:
    """Each as argparse has it, with the facts that it puts in."""
    error = say("cli.usage.error", program="%(prog)s", message=_MESSAGE)
    argument = say("cli.usage.argument", argument="%(argument_name)s", message=_MESSAGE)
    choice = say("cli.usage.choice", value=_VALUE, choices="%(choices)s")
    # The keys are argparse's own.
    return {
        "usage: ": f"{say('cli.usage.usage')} ",
        "options": say("cli.usage.options"),
        "positional arguments": say("cli.usage.arguments"),  # not for people
        "show this help message and exit": say("cli.usage.help"),  # not for people
        "%(prog)s: error: %(message)s\n": f"{error}\n",
        "argument %(argument_name)s: %(message)s": argument,
        "unrecognized arguments: %s": say("cli.usage.unknown", what=_WHAT),  # not for people
        "not allowed with argument %s": say("cli.usage.not-with", what=_WHAT),  # not for people
        "the following arguments are required: %s": say("cli.usage.required", what=_WHAT),  # not for people
        "one of the arguments %s is required": say("cli.usage.one-of", what=_WHAT),  # not for people
        "expected one argument": say("cli.usage.one"),  # not for people
        "expected at least one argument": say("cli.usage.at-least-one"),  # not for people
        "invalid %(type)s value: %(value)r": say("cli.usage.value", value=_VALUE),
        "invalid choice: %(value)r (choose from %(choices)s)": choice,  # not for people
    }
