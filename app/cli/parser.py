"""The command line's grammar: commands, options, and the words of --help."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

PROGRAM = "confidant"
_LENGTHS = ("brief", "page", "detailed")


def parser() -> argparse.ArgumentParser:
    """Global options are accepted before and after the command.

    They have no defaults (SUPPRESS): a command's own parser would otherwise overwrite what stood before it.
    """
    shared = _shared()
    top = argparse.ArgumentParser(
        prog=PROGRAM,
        parents=[shared],
        description="A private assistant that reads your documents and never goes online."
        " Without a command it opens the window, or a chat in the terminal where there is no display.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    add = commands.add_parser("add", parents=[shared], help="read files and folders into the library")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--collection", default="", metavar="C", help="the group of documents to put them in")
    _password(add)

    library = commands.add_parser("library", parents=[shared], help="list the library")
    library.add_argument("--collection", default=None, metavar="C")
    library.add_argument("--coverage", action="store_true", help="also which pages gave no text, and why")

    remove = commands.add_parser("remove", parents=[shared], help="take documents out, with every trace")
    remove.add_argument("names", nargs="+", metavar="NAME", help="file name, path, or number in the library")

    _folders(commands.add_parser("folders", parents=[shared], help="folders that are kept current"), shared)

    search = commands.add_parser("search", parents=[shared], help="find passages")
    _questions(search, "TEXT", 'rows {"qid", "question"}, optional "document"')
    search.add_argument("-k", type=_positive, default=10, metavar="N", help="how many passages (10)")

    ask = commands.add_parser("ask", parents=[shared], help="answer from the documents, with citations")
    _questions(ask, "TEXT", 'rows {"id", "question"}, optional "document"')
    every = ask.add_mutually_exclusive_group()
    every.add_argument(
        "--every-document", action="store_true", help="put the question to each document: a table of answers"
    )
    every.add_argument(
        "--every-section",
        action="store_true",
        help="list what TEXT asks for from every part of the --document, none left out",
    )
    ask.add_argument("--csv", type=Path, metavar="FILE", help="save that table")

    _summaries(commands, shared)

    _scans(commands, shared)

    read = commands.add_parser("read", parents=[shared], help="show what files say, without keeping it")
    read.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    _password(read)

    models = commands.add_parser("models", parents=[shared], help="models on this machine")
    actions = models.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", parents=[shared], help="every model, and which are installed")
    get = actions.add_parser("get", parents=[shared], help="fetch models; this alone goes online")
    get.add_argument("ids", nargs="+", metavar="ID")
    get.add_argument("--from", dest="folder", type=Path, metavar="DIR", help="look in this folder first")
    add = actions.add_parser("add", parents=[shared], help="copy your own models into the models folder")
    add.add_argument(
        "paths",
        nargs="+",
        type=Path,
        metavar="PATH",
        help="a GGUF file (with its mmproj file), an ONNX line recogniser, or a sentence-transformers folder",
    )
    use = actions.add_parser("use", parents=[shared], help="answer, search or read pictures with this model")
    use.add_argument("id", metavar="ID", help="built-in: read scans with what comes with the program")
    verify = actions.add_parser("verify", parents=[shared], help="compare files with their fingerprints")
    verify.add_argument("ids", nargs="*", metavar="ID", help="all installed ones when none is named")

    commands.add_parser("doctor", parents=[shared], help="what works here, and what to do about the rest")
    return top


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Arguments of a command line. Exits with status 2 for one that is wrong, as argparse does."""
    top = parser()
    arguments = top.parse_args(argv)
    if arguments.command in ("search", "ask") and (arguments.text is None) == (arguments.batch is None):
        top.error(f"{arguments.command} takes either a TEXT or --batch FILE.jsonl")
    if arguments.command in ("search", "ask") and arguments.text is not None and not arguments.text.strip():
        top.error("the question is empty")
    if arguments.command == "ask":
        _check_every(top, arguments)
    return arguments


def _check_every(top: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    every = arguments.every_document or arguments.every_section
    if every and arguments.batch is not None:
        top.error("a batch cannot be put to every document: ask one TEXT at a time")
    if arguments.every_section and arguments.document is None:
        top.error("--every-section needs --document NAME")
    if arguments.csv is not None and not every:
        top.error("--csv goes with --every-document or --every-section")


def _shared() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    group = shared.add_argument_group("options of every command")
    group.add_argument("--home", type=Path, metavar="DIR", help="folder of the library and the settings")
    group.add_argument("--models", type=Path, metavar="DIR", help="folder of the models")
    group.add_argument("--model", metavar="ID", help="the model that answers")
    group.add_argument("--passphrase-file", type=Path, metavar="F", help="its first line opens the library")
    group.add_argument("--json", action="store_true", help="write JSON, one object a line")
    return shared


def _folders(folders: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    actions = folders.add_subparsers(dest="action", metavar="ACTION", required=True)
    add = actions.add_parser("add", parents=[shared], help="watch folders, and read what is in them")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--collection", default="", metavar="C", help="the group to put their documents in")
    actions.add_parser("list", parents=[shared], help="which folders are watched, and how they stand")
    remove = actions.add_parser("remove", parents=[shared], help="watch no longer; the documents stay")
    remove.add_argument("names", nargs="+", metavar="PATH", help="path, name, or number in the list")
    sync = actions.add_parser("sync", parents=[shared], help="follow what has changed in them")
    sync.add_argument("names", nargs="*", metavar="PATH", help="all of them when none is named")


def _summaries(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
) -> None:
    make = commands.add_parser("summarize", parents=[shared], help="summarise documents, with their pages")
    make.add_argument(
        "documents", nargs="+", metavar="PATH", help="a file, which is read first, or a name in the library"
    )
    make.add_argument("--kind", default="executive", metavar="K", help="see: summaries kinds (executive)")
    make.add_argument("--length", choices=_LENGTHS, default="page", help="how much to write (page)")
    make.add_argument(
        "--words", type=_positive, metavar="N", help="about how many words, instead of a length"
    )
    make.add_argument("--seed", type=int, default=0, metavar="N", help="another one gives another text (0)")
    _out(make)

    compare = commands.add_parser("compare", parents=[shared], help="what changed between two editions")
    compare.add_argument("earlier", metavar="EARLIER", help="a file, or a name in the library")
    compare.add_argument("later", metavar="LATER")
    _out(compare)

    kept = commands.add_parser("summaries", parents=[shared], help="summaries that were made")
    actions = kept.add_subparsers(dest="action", metavar="ACTION")
    actions.add_parser("list", parents=[shared], help="all of them, the newest first")
    actions.add_parser("kinds", parents=[shared], help="what a document can be summarised to")
    search = actions.add_parser("search", parents=[shared], help="those that hold every word of TEXT")
    search.add_argument("text", metavar="TEXT")
    for name, about in (
        ("show", "read one"),
        ("delete", "take one out, with every trace"),
        ("resume", "go on with one that was stopped"),
        ("again", "make one anew, with today's model"),
    ):
        action = actions.add_parser(name, parents=[shared], help=about)
        action.add_argument("id", type=int, metavar="ID")
        if name != "delete":
            _out(action)
        if name == "again":
            action.add_argument("--kind", metavar="K")
            action.add_argument("--length", choices=_LENGTHS)


def _scans(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], shared: argparse.ArgumentParser
) -> None:
    scans = commands.add_parser("scans", parents=[shared], help="what was read from pictures of pages")
    actions = scans.add_subparsers(dest="action", metavar="ACTION", required=True)
    for name, about in (
        ("list", "the pages that were read from pictures, and how surely"),
        ("show", "their lines, each with its number and how sure it is"),
        ("correct", "write TEXT in place of a line"),
        ("look-again", "let the language model, and a vision model where there is one, weigh doubtful lines"),
        ("export", "save as .txt, .md, .docx, .pdf (to search) or .xml (ALTO)"),
    ):
        action = actions.add_parser(name, parents=[shared], help=about)
        action.add_argument("document", metavar="DOC", help="file name, path, or number in the library")
        if name in ("show", "correct"):
            action.add_argument("--page", type=_positive, metavar="N", required=name == "correct")
        if name == "correct":
            action.add_argument("--line", type=_positive, metavar="K", required=True, help="as shown")
            action.add_argument("text", metavar="TEXT")
        if name == "export":
            action.add_argument("file", type=Path, metavar="FILE")


def _out(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, metavar="FILE", help="save it as .md, .docx or .pdf")


def _questions(command: argparse.ArgumentParser, name: str, rows: str) -> None:
    command.add_argument("text", nargs="?", metavar=name)
    command.add_argument("--batch", type=Path, metavar="FILE.jsonl", help=rows)
    command.add_argument("--document", metavar="NAME", help="look into this file only")
    command.add_argument("--collection", metavar="C", help="look into this group only")
    command.add_argument("--type", type=_suffix, metavar="T", help="look into files of this type only: pdf")
    command.add_argument(
        "--since", type=_day, metavar="DATE", help="look into files changed since then only: 2026-01-31"
    )


def _password(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--password-file", type=Path, metavar="F", help="its first line opens protected files"
    )


def _suffix(text: str) -> str:
    return f".{text.strip().lstrip('.').lower()}"


def _day(text: str) -> float:
    try:
        return datetime.fromisoformat(text).timestamp()  # a day of this machine's calendar
    except ValueError:
        raise argparse.ArgumentTypeError("must be a date such as 2026-01-31") from None


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
