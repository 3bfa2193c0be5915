"""The command recipes: chains of work, run by hand or by the clock, each execution kept and undoable."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.session import Session, interruptible
from app.words.catalogue import count, say

if TYPE_CHECKING:
    from app.cli.rows import Row
    from app.recipes.recipes import Recipes
    from rag.storing.recipes import Execution, Recipe


def grammar(command: Grammar) -> None:
    action = command.actions()
    action("list", say("cli.recipes.list"))
    add = action("add", say("cli.recipes.add"))
    add.add("name", metavar="NAME")
    add.add("--step", action="append", default=[], metavar="STEP", help=say("cli.recipes.step"))
    add.add("--collection", default="", metavar="C", help=say("cli.recipes.collection"))
    add.add("--tag", default="", metavar="T", help=say("cli.recipes.tag"))
    add.add("--folder", default="", metavar="PATH", help=say("cli.recipes.folder"))
    add.add("--new", action="store_true", help=say("cli.recipes.new"))
    add.add("--at", default="", metavar="WHEN", help=say("cli.recipes.at"))
    for one in (
        action("run", say("cli.recipes.run")),
        action("pause", say("cli.recipes.pause")),
        action("resume", say("cli.recipes.resume")),
    ):
        one.add("name", metavar="NAME")
    action("again", say("cli.recipes.again")).add("number", type=int, metavar="NUMBER")
    due = action("due", say("cli.recipes.due"))
    which = due.either()
    which.add_argument("--run", action="store_true", help=say("cli.recipes.due-run"))
    which.add_argument("--skip", action="store_true", help=say("cli.recipes.due-skip"))
    action("show", say("cli.recipes.show")).add("number", nargs="?", type=int, metavar="NUMBER")
    undo = action("undo", say("cli.recipes.undo"))
    undo.add("number", type=int, metavar="NUMBER")
    undo.add("--files", action="store_true", help=say("cli.recipes.undo-files"))
    undo.add("--runs", action="store_true", help=say("cli.recipes.undo-runs"))
    action("remove", say("cli.recipes.remove")).add("name", metavar="NAME")


def run(session: Session) -> bool:
    """Do what was asked of recipes; False where a step failed."""
    from app.recipes.recipes import Recipes

    actions: dict[str, Callable[[Session, Recipes], bool]] = {
        "list": _list,
        "add": _add,
        "run": _run,
        "again": _again,
        "pause": _pause,
        "resume": _pause,
        "due": _due,
        "show": _show,
        "undo": _undo,
        "remove": _remove,
    }
    with session.services() as services:
        return actions[session.arguments.action](session, Recipes(services))


def _list(session: Session, recipes: Recipes) -> bool:
    found = recipes.all()
    for one in found:
        _tell(session, one)
    if not found:
        session.output.tell(say("cli.recipes.none"))
    return True


def _add(session: Session, recipes: Recipes) -> bool:
    from rag.storing.recipes import Recipe, Step

    asked = session.arguments
    steps = tuple(
        Step(words[0].lower(), tuple(words[1:])) for words in (one.split() for one in asked.step) if words
    )
    made = Recipe(asked.name, steps, asked.collection, asked.tag, asked.folder, asked.new, asked.at)
    _tell(session, recipes.add(made))
    return True


def _run(session: Session, recipes: Recipes) -> bool:
    return _execute(session, recipes, recipes.named(session.arguments.name))


def _again(session: Session, recipes: Recipes) -> bool:
    return _go_on(session, recipes, recipes.again(session.arguments.number))


def _execute(session: Session, recipes: Recipes, recipe: Recipe) -> bool:
    return _go_on(session, recipes, recipes.begin(recipe))


def _go_on(session: Session, recipes: Recipes, number: int) -> bool:
    from app.words.recipes import made_words

    with interruptible() as cancel:
        execution = recipes.go_on(number, cancel, lambda made: session.output.note(made_words(made)))
    _told(session, execution)
    return not execution.failed


def _pause(session: Session, recipes: Recipes) -> bool:
    paused = session.arguments.action == "pause"
    _tell(session, recipes.pause(recipes.named(session.arguments.name), paused=paused))
    return True


def _due(session: Session, recipes: Recipes) -> bool:
    """What is due; done or let be where that is wished, each turn once."""
    done = True
    for one in recipes.due():
        if not (session.arguments.run or session.arguments.skip):
            _tell(session, one)
        elif session.arguments.skip:
            recipes.claim(one)
        elif (number := recipes.take_turn(one)) is not None:
            done = _go_on(session, recipes, number) and done
    return done


def _show(session: Session, recipes: Recipes) -> bool:
    number = session.arguments.number
    found = recipes.executions() if number is None else [recipes.execution(number)]
    for one in found:
        _told(session, one)
    if not found:
        session.output.tell(say("cli.recipes.never"))
    return True


def _undo(session: Session, recipes: Recipes) -> bool:
    asked = session.arguments
    undone = recipes.undo(asked.number, files=asked.files, runs=asked.runs)
    row: Row = {
        "documents": undone.documents,
        "deleted": list(undone.files),
        "left": list(undone.left),
        "runs": list(undone.runs),
    }
    lines = [count("cli.recipes.untagged", undone.documents)]
    lines += [say("cli.recipes.deleted", path=one) for one in undone.files]
    lines += [say("cli.recipes.left", path=one) for one in undone.left]
    lines += [count("cli.recipes.deleted-runs", len(undone.runs))] if undone.runs else []
    session.output.give(row, "\n".join(lines))
    return True


def _remove(session: Session, recipes: Recipes) -> bool:
    gone = recipes.remove(session.arguments.name).recipe
    session.output.give({"recipe": gone.name}, say("cli.recipes.removed", name=gone.name))
    return True


def _tell(session: Session, recipe: Recipe) -> None:
    where = {name: value for name in ("collection", "tag", "folder") if (value := getattr(recipe, name))}
    steps = [" ".join((one.kind, *one.what)) for one in recipe.steps]
    row: Row = {
        "recipe": recipe.name,
        "steps": steps,
        "where": where,
        "new": recipe.new,
        "at": recipe.at or None,
        "due": recipe.due,
        "paused": recipe.paused,
    }
    at = f"  ({recipe.at})" if recipe.at else ""
    at += f"  ({say('cli.recipes.is-paused')})" if recipe.paused else ""
    session.output.give(row, f"{recipe.name}{at}: {'; '.join(steps)}")


def _told(session: Session, execution: Execution) -> None:
    from app.words.recipes import made_words

    row: Row = {
        "id": execution.id,
        "recipe": execution.name,
        "begun": execution.begun,
        "ended": execution.ended,
        "undone": execution.undone is not None,
        "made": [{"step": one.step, "kind": one.kind, **one.facts} for one in execution.made],
    }
    lines = [say("cli.recipes.execution", id=execution.id, name=execution.name)]
    lines += [f"    {made_words(one)}" for one in execution.made]
    session.output.give(row, "\n".join(lines))


COMMAND = Command("recipes", run, grammar)
