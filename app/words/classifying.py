"""Labels of presets in words."""

from __future__ import annotations

from app.words.catalogue import names, say
from rag.classifying.scope import LANGUAGE, REPLY, ClassifyScope, Verdict


def question_words(question: str) -> str:
    """What is asked, as the head of a column; a preset's name; one of somebody's own stays as it is."""
    return names("classifying.questions").get(question, question)


def label_words(scope: ClassifyScope, axis: str, label: str) -> str:
    """A label as people read it; "none of them" for ""."""
    if not label:
        return say("classifying.none")
    if scope.labels or axis == REPLY:
        return label
    if axis == LANGUAGE:
        return names("classifying.labels.language").get(label, label)
    return names(f"classifying.labels.{axis}").get(label, label)


def why_words(told: Verdict) -> str:
    """Why a label was taken, in a line; "" where nothing more is to be told."""
    match told.why:
        case "words":
            return say("classifying.why.words")
        case "name":
            return say("classifying.why.name")
        case "document":
            return say("classifying.why.document", document=told.about)
        case "example":
            return say("classifying.why.example", text=" ".join(told.about.split())[:80])
    return ""


def told_words(scope: ClassifyScope, told: Verdict) -> tuple[str, str]:
    """A cell of the table, the label with how sure it is, and why it was taken."""
    label = label_words(scope, told.axis, told.label)
    if told.axis == LANGUAGE or told.label in ("", "no-sign"):
        return label, why_words(told) if told.label else ""
    if told.why == "document" and told.confidence == 1.0:
        return label, say("classifying.why.corrected")
    return say("classifying.cell", label=label, percent=round(100 * told.confidence)), why_words(told)
