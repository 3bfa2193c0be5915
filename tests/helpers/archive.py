"""A document on the archive of an office, a part for each subject, and what an honest model says of it."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path

from files.documents import pdf

from engine.types import Message

SUBJECTS = ("invoices", "contracts", "letters", "payrolls", "permits", "drawings")
RULE = "The {subject} are kept in the archive for {years} years."
FILLER = "The registry of the {subject} is checked by the clerk of the {subject} office every spring."


def text(subjects: Sequence[str] = SUBJECTS) -> str:
    """A document of one section for each subject, each long enough to be a part of its own."""
    return "\n\n".join(
        "\n".join((f"# Of {subject}", rule(subject), *[filler(subject)] * 6)) for subject in subjects
    )


def rule(subject: str) -> str:
    """For how long one is kept."""
    return RULE.format(subject=subject, years=SUBJECTS.index(subject) + 3)


def filler(subject: str) -> str:
    """What says nothing of it."""
    return " ".join([FILLER.format(subject=subject)] * 5)


def contents() -> str:
    """A table of contents, long enough to be a part of its own."""
    return ("# Contents\n" + "\n".join(f"Of {one} ........... {n}" for n, one in enumerate(SUBJECTS))) * 6


def bibliography() -> str:
    """Works cited, long enough to be a part of its own."""
    return "# Bibliography\n" + "\n".join(
        f"Clerk, A. ({1950 + n}). On the keeping of the papers of an office, volume {n}. Archive Press, {n}."
        for n in range(50)
    )


def rule_of(messages: Sequence[Message]) -> str:
    """What an honest model says: the rules in front of it, in its own words."""
    said = [
        f"The {subject} are kept for {years} years in the archive."
        for years, subject in enumerate(SUBJECTS, 3)
        if rule(subject) in " ".join(messages[-1].text.split())
    ]
    return " ".join(said)


def subject_pages() -> list[str]:
    """A page for each subject, each a part of its own."""
    return [
        "\n".join((f"# Of {one}", rule(one), *textwrap.wrap(" ".join([filler(one)] * 10), 90)))
        for one in SUBJECTS
    ]


def archive_pdf(path: Path, *more: str) -> Path:
    """The same as a PDF, a page for each subject; `more` are pages after them."""
    return pdf(path, [*subject_pages(), *more])
