"""Saving a run as a Word file with tracked changes, where it has some."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.errors import FileUnwritable
from app.exporting import register
from app.exporting.register import Format
from app.exporting.runs import paper_of, save_run
from app.runs import playbooks
from rag.comparing.maker import ComparisonMaker
from rag.runs.types import PartState, Report, RunState
from rag.storing.documents import DocumentStore

SUFFIX = "docx"


def is_tracked(report: Report) -> bool:
    """Whether a run is changes to one document: a comparison, or one contract held against a playbook."""
    if report.run.maker == ComparisonMaker.name:
        return report.run.state is RunState.DONE
    if report.run.maker in playbooks.MADE_BY:
        return len(report.results) == 1 and report.results[0].state is PartState.DONE
    return False


def save_tracked(path: Path, store: DocumentStore, report: Report) -> None:
    """Write the document of such a run with its changes. Raises `FileUnwritable`, `DocumentUnknown`,
    `VaultError`s.
    """
    from app.exporting.tracked.editions import editions
    from app.exporting.tracked.vetted import vetted

    made = report.run.updated
    if report.run.maker == ComparisonMaker.name:
        data = editions(store, report, made)
    else:
        data = vetted(store, report.run, report.results[0], made)
    try:
        path.expanduser().write_bytes(data)
    except OSError as error:
        raise FileUnwritable(path=str(path), detail=error.strerror or "") from error


def save_shown(
    path: Path, store: DocumentStore, report: Report, form: Format, remind: int | None = None
) -> None:
    """Save a run: what is changes to one document as Word file with tracked changes, any other as ever;
    of a calendar with alarms so many days before. Raises `FileUnwritable`, `NothingDated`, `VaultError`s.
    """
    if form.suffix == SUFFIX and is_tracked(report):
        save_tracked(path, store, report)
    elif remind is None:
        save_run(path, report, form)
    else:
        register.save(path, replace(paper_of(report), remind=remind), form)
