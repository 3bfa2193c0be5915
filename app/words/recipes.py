"""Recipes in words: their steps, when they are done, on what, and what came of it."""

from __future__ import annotations

from app.events import RecipesChanged
from app.types import Notice
from app.words.catalogue import count, say
from app.words.messages import notice_for, notice_of
from rag.storing.recipes import Made


def made_words(made: Made) -> str:
    """What a step made, in a line."""
    facts = dict(made.facts)
    if made.kind == "failed":
        why = notice_for(facts["code"], facts["facts"]).sentence
        if facts.get("document"):
            return say("recipes.made.failed-document", step=made.step, document=facts["document"], why=why)
        return say("recipes.made.failed" if made.step else "recipes.made.failed-all", step=made.step, why=why)
    match made.kind:
        case "run" if facts["failed"]:
            return say("recipes.made.part", step=made.step, run=facts["run"], failed=facts["failed"])
        case "run":
            return say("recipes.made.run", step=made.step, run=facts["run"])
        case "tags":
            return count("recipes.made.tags", facts["documents"], step=made.step)
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
