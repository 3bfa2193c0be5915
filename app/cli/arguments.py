"""Arguments that several commands take, and how their values are read."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from app.cli.command import Grammar
from app.words.catalogue import say

LENGTHS = ("brief", "page", "detailed")


def out(grammar: Grammar) -> None:
    """A file to save what was made in."""
    grammar.add("--out", type=Path, metavar="FILE", help=say("cli.arguments.out"))


def questions(grammar: Grammar, rows: str) -> None:
    """One TEXT or a batch, whose rows are told by `rows`, and where to look."""
    grammar.add("text", nargs="?", metavar="TEXT")
    grammar.add("--batch", type=Path, metavar="FILE.jsonl", help=rows)
    grammar.add("--document", metavar="NAME", help=say("cli.arguments.document"))
    grammar.add("--collection", metavar="C", help=say("cli.arguments.collection"))
    tag(grammar)
    grammar.add("--type", type=_suffix, metavar="T", help=say("cli.arguments.type"))
    grammar.add("--since", type=_day, metavar="DATE", help=say("cli.arguments.since"))


def tag(grammar: Grammar) -> None:
    """A tag that documents must have."""
    grammar.add("--tag", metavar="T", help=say("cli.arguments.tag"))


def wrong_question(arguments: argparse.Namespace) -> str:
    """What is wrong with the arguments of `questions`; "" when nothing is."""
    if (arguments.text is None) == (arguments.batch is None):
        return say("cli.arguments.text-or-batch", command=arguments.command)
    if arguments.text is not None and not arguments.text.strip():
        return say("cli.arguments.empty-question")
    return ""


def wrong_documents(arguments: argparse.Namespace) -> str:
    """What is wrong where documents are named, or a tag that they have; "" when nothing is."""
    there = bool(arguments.documents) or arguments.tag is not None
    return "" if there else say("cli.arguments.document-or-tag", command=arguments.command)


def password(grammar: Grammar) -> None:
    """A file with the password of protected documents."""
    grammar.add("--password-file", type=Path, metavar="F", help=say("cli.arguments.password-file"))


def positive(text: str) -> int:
    """A number from 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(say("cli.arguments.positive"))
    return number


def _suffix(text: str) -> str:
    return f".{text.strip().lstrip('.').lower()}"


def _day(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()  # a day of this machine's calendar
    except ValueError:
        raise argparse.ArgumentTypeError(say("cli.arguments.date")) from None
