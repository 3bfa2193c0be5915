"""Recipes in words: their steps, when they are done, on what, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from app.events import RecipesChanged
from app.types import Notice
from app.words.catalogue import apart, count, row, say
from app.words.classifying import question_words
from app.words.messages import notice_for, notice_of
from app.words.summaries import within_words
from rag.language.file_names import name_of, printable
from rag.storing.recipes import Execution, Made, Recipe, Step
from rag.summarising.types import Length

_HORIZON = "12"


def made_words(made: Made, titles: Mapping[int, str] | None = None, *, ended: bool = True) -> str:
    """What a step made, in a line. `titles` are what kept work is called; where they are given, files are
    told by their names alone. `ended`: it is done with all.
    """
    facts = dict(made.facts)
    if titles is not None and "path" in facts:
        facts["path"] = name_of(Path(facts["path"]))
    if made.kind == "failed":
        why = notice_for(facts["code"], facts["facts"]).sentence
        if facts.get("document"):
            return say("recipes.made.failed-document", step=made.step, document=facts["document"], why=why)
        if not made.step:
            return say("recipes.made.failed-all", why=why)
        return say("recipes.made.failed", step=made.step, why=why)
    match made.kind:
        case "run":
            run = (titles or {}).get(int(facts["run"])) or facts["run"]
            if not (ended or facts["whole"] or facts["failed"]):
                return say("recipes.made.going", step=made.step, run=run)
            if facts["failed"]:
                return say("recipes.made.part", step=made.step, run=run, failed=facts["failed"])
            return say("recipes.made.run", step=made.step, run=run)
        case "tags":
            return count("recipes.made.tags", facts["documents"], step=made.step)
        case "file" if facts.get("offered"):
            names = apart(facts["offered"])
            return say("recipes.made.file-offered", step=made.step, path=facts["path"], names=names)
        case "file":
            return say("recipes.made.file", step=made.step, path=facts["path"])
    return say("recipes.made.nothing", step=made.step)


def failed_notice(event: RecipesChanged) -> Notice:
    """That something in a recipe could not be done, or nothing, and why then."""
    if event.reason is None:
        sentence = say("recipes.failed.sentence", name=event.name)
        return Notice(say("recipes.failed.title"), sentence, say("recipes.failed.remedy"))
    why = notice_of(event.reason)
    named = say("recipes.failed.all", name=event.name, why=why.sentence) if event.name else why.sentence
    return Notice(say("recipes.failed.title"), named, why.remedy)


def step_words(step: Step, names: Mapping[tuple[str, str], str]) -> str:
    """What a step does. `names` are what presets are called, by the kind of step and their word in it."""
    what, first = " ".join(step.what), step.what[0] if step.what else ""
    match step.kind:
        case "classify":
            if step.what[1:] == ("tags",):
                return say("recipes.steps.classify-tags", what=question_words(first))
            return say("recipes.steps.classify", what=question_words(first))
        case "summarize":
            kind, length = first or "executive", step.what[1] if len(step.what) > 1 else Length.PAGE
            named = names.get((step.kind, kind), kind)
            return say("recipes.steps.summarize", what=named, length=within_words(Length(length)))
        case "moderate":
            if step.what:
                return say("recipes.steps.moderate-tags", what=what)
            return say("recipes.steps.moderate")
        case "contradictions":
            return say("recipes.steps.contradictions")
        case "look":
            return say("recipes.steps.look")
        case "tag":
            return say("recipes.steps.tag", what=what)
        case "ask":
            return say("recipes.steps.ask", what=what)
        case "extract" | "playbook" | "draft":
            named = names.get((step.kind, what)) or (Path(what).name if Path(what).suffix else what)
            return say(f"recipes.naming.{step.kind}", what=printable(named))
    return _file_words(step) or say("recipes.steps.unknown", what=f"{step.kind} {what}")


def _file_words(step: Step) -> str:
    """Of a step that writes files; "" for another."""
    match step.kind:
        case "redact":
            return say("recipes.steps.redact", folder=printable(" ".join(step.what)))
        case "save":
            folder, form = printable(" ".join(step.what[:-1])), step.what[-1].upper()
            return say("recipes.steps.save", folder=folder, format=form)
        case "forecast":
            *words, last = step.what
            far = last if last.isdigit() and len(words) > 1 else _HORIZON
            *words, form = words if far is last else step.what
            return say(
                "recipes.steps.forecast", folder=printable(" ".join(words)), format=form.upper(), n=far
            )
    return ""


def when_words(recipe: Recipe) -> str:
    """When it begins."""
    kind, _, rest = recipe.at.partition(" ")
    day, _, time = rest.rpartition(" ")
    match kind:
        case "daily":
            words = say("recipes.when.daily", time=time)
        case "weekly":
            words = say("recipes.when.weekly", day=say(f"recipes.days.{day}"), time=time)
        case "monthly":
            words = say("recipes.when.monthly", date=day, time=time)
        case "arriving":
            words = say("recipes.when.arriving")
        case _:
            words = say("recipes.when.hand")
    return f"{words} ({say('recipes.when.paused')})" if recipe.paused else words


def on_words(recipe: Recipe) -> str:
    """Which documents it is over."""
    words = [
        say("recipes.on.collection", name=recipe.collection) if recipe.collection else "",
        say("recipes.on.tag", name=recipe.tag) if recipe.tag else "",
        say("recipes.on.folder", name=printable(recipe.folder)) if recipe.folder else "",
    ]
    found = [one for one in words if one] or [say("recipes.on.all")]
    return row([*found, say("recipes.on.new")] if recipe.new else found)


def outcome_words(execution: Execution, *, going: bool = False) -> str:
    """How it ended."""
    if execution.undone is not None:
        return say("recipes.outcome.undone")
    if execution.ended is None:
        return say("recipes.outcome.going" if going else "recipes.outcome.open")
    failed = sum(
        1 if one.kind == "failed" else int(one.facts.get("failed", 0))
        for one in execution.made
        if one.kind in ("failed", "run")
    )
    if failed:
        return count("recipes.outcome.failed", failed)
    if all(one.kind == "nothing" for one in execution.made):
        return say("recipes.outcome.nothing")
    return say("recipes.outcome.done")
