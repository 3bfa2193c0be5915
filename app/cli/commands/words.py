"""The command words: names and terms that dictation is told of."""

from __future__ import annotations

from pathlib import Path

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import count, say


def grammar(command: Grammar) -> None:
    action = command.actions()
    action("list", say("dictation.cli.list"))
    add = action("add", say("dictation.cli.add"))
    add.add("words", nargs="*", metavar="WORD", help=say("dictation.cli.word"))
    add.add("--from", dest="file", type=Path, metavar="FILE", help=say("dictation.cli.from"))
    remove = action("remove", say("dictation.cli.remove"))
    remove.add("words", nargs="+", metavar="WORD", help=say("dictation.cli.listed"))


def run(session: Session) -> bool:
    """Change the list or show it. Raises `WordUnfit`, `WordUnknown`, `VaultError`s."""
    from app.dictating.word_list import WordList, words_of
    from rag.reading.source import Source
    from rag.reading.text.encodings import decoded
    from rag.storing.dictation import DictationStore

    asked, output = session.arguments, session.output
    with session.services() as services:
        words = WordList(DictationStore(services.vault))
        if asked.action == "remove":
            for one in asked.words:
                taken = words.remove(one)
                output.give({"word": taken, "told": False}, say("dictation.cli.removed", word=taken))
            return True
        if asked.action == "add":
            given = list(asked.words)
            if asked.file is not None:
                given += words_of(decoded(Source(asked.file.expanduser()).load(1_000_000)))
            words.add(given)
        found = words.all()
        for listed in found:
            shown = listed.text if listed.told else say("dictation.left-out", word=listed.text)
            output.give({"word": listed.text, "told": listed.told}, shown)
        left = sum(not one.told for one in found)
        if not found:
            output.note(say("dictation.none"))
        elif left:
            output.note(count("dictation.no-room", left))
    return True


COMMAND = Command("words", run, grammar)
