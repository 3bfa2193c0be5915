"""The command bench: what the models of this machine are worth. Opens no library, but for its questions."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.progress import ProgressBar
from app.cli.session import Session, interruptible
from app.words.catalogue import say
from engine.errors import Cancelled, ModelMissing

if TYPE_CHECKING:
    from app.models.board.measuring import Standing
    from rag.types import Turn


def grammar(command: Grammar) -> None:
    action = command.actions()
    models = action("models", say("board.command.models"))
    models.add("ids", nargs="*", metavar="ID", help=say("board.command.model"))
    models.add("--own", action="store_true", help=say("board.command.own"))
    models.add("--out", type=Path, metavar="FILE", help=say("board.command.out"))
    graphics = action("graphics", say("board.command.graphics"))
    graphics.add("use", nargs="?", choices=("auto", "off"), help=say("board.command.graphics-use"))
    memory = action("memory", say("board.command.memory"))
    memory.add("use", nargs="?", choices=("auto", "little", "much"), help=say("board.command.memory-use"))


def run(session: Session) -> bool:
    """Compare the models, try the graphics card, or say how much memory models may take."""
    return {"graphics": _graphics, "memory": _memory, "models": _models}[session.arguments.action](session)


def _memory(session: Session) -> bool:
    from app.models.sparing import MemoryUse, Sparing

    sparing = Sparing(session.paths.models)
    if session.arguments.use:
        sparing.switch(MemoryUse(session.arguments.use))
    row = {"use": sparing.use.value, "sparing": sparing.is_on, "error": None}
    session.output.give(row, say(f"board.memory.{'little' if sparing.is_on else 'much'}"))
    return True


def _graphics(session: Session) -> bool:
    from dataclasses import asdict

    from app.events import EventBus
    from app.models.graphics import graphics_of, trial_words
    from app.models.models import Models
    from app.settings import Settings

    shelf = Models(session.paths.models, Settings(session.paths.settings), EventBus())
    try:
        choice = shelf.generator.choice()
        graphics = graphics_of(choice)
        if session.arguments.use:
            graphics.switch(off=session.arguments.use == "off")
        if not graphics.is_there or graphics.is_off:
            off = graphics.is_off
            row = {"model": choice.id, "verdict": "off" if off else "none", "error": None}
            session.output.give(row, say("board.graphics.off") if off else say("board.graphics.none"))
            return True
        trial = graphics.trial(choice)
    finally:
        shelf.close()
    row = asdict(trial)
    text = trial_words(trial, shelf.title(choice.id))
    session.output.give({"model": choice.id, **row, "error": None}, text)
    return True


def _models(session: Session) -> bool:
    """Ask the models, one row each as it is known. False where one could not be asked."""
    from app.cli.making import form_of
    from app.events import EventBus
    from app.exporting.board import board_paper
    from app.exporting.register import save
    from app.models.board.board import Board
    from app.models.models import Models
    from app.settings import Settings

    arguments, whole = session.arguments, True
    form = form_of(arguments.out)
    with ExitStack() as stack:
        shelf = Models(session.paths.models, Settings(session.paths.settings), EventBus())
        stack.callback(shelf.close)
        board = Board(shelf, session.paths.models)
        rows = board.candidates()
        for wanted in arguments.ids:
            if wanted not in {row.model.id for row in rows}:
                raise ModelMissing(model=wanted)
        chosen = [row for row in rows if not arguments.ids or row.model.id in arguments.ids]
        if not chosen:
            session.output.note(say("board.nothing"))
            return False
        bar = ProgressBar(session.output.err)
        with interruptible() as cancel:
            try:
                turns = _turns(session) if arguments.own else []
                for one in board.measured(
                    chosen,
                    turns,
                    lambda at: bar.show(
                        at.title,
                        at.done,
                        at.total,
                        say("board.asking", title=at.title, done=at.done, total=at.total),
                    ),
                    cancel,
                ):
                    bar.clear()
                    whole = whole and not one.fault
                    _give(session, one)
            except Cancelled:
                bar.clear()
                session.output.note(say("board.stopped"))
                return False
        found = board.last()
        if found is not None and form is not None:
            save(arguments.out, board_paper(found), form)
            session.output.note(say("board.saved", name=arguments.out.name))
    return whole


def _turns(session: Session) -> list[Turn]:
    with session.services() as services:
        return services.chats.every_turn()


def _give(session: Session, one: Standing) -> None:
    from dataclasses import asdict

    from app.models.board.telling import cells, columns, fault_words

    if one.fault:
        text = say("board.failed", title=one.title, reason=fault_words(one))
    else:
        keys = columns([one])
        told = zip(keys, cells(one, keys), strict=True)
        text = one.title + "".join(f"\n    {say(f'board.columns.{key}'):<34} {cell}" for key, cell in told)
    session.output.give({**asdict(one), "error": one.fault or None}, text)


COMMAND = Command("bench", run, grammar)
