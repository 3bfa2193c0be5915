"""The pages of documents of every kind, beside the conversation, and the notes on them."""

from __future__ import annotations

from files.documents import docx, pdf
from files.office import eml, pptx, xlsx
from scenes.stage import Stage

from rag.grounding.citations import cited
from rag.types import Colour, Document
from ui.noting.desk import NotesDesk
from ui.noting.dialog import NoteDialog
from ui.reader.desk import ReaderDesk
from ui.reader.kinds import Span

NOTICE = "The Tenant gives notice in writing three months before the end of a calendar quarter."
PAGES = [
    "\n".join(
        (
            f"# {number}. {title}",
            NOTICE if number == 2 else "The rent is due on the third working day of a month.",
            *["The parties have read what is said here and keep a copy of it with their papers."] * 12,
        )
    )
    for number, title in enumerate(("The parties", "Notice", "The deposit", "Repairs"), 1)
]
MARKDOWN = """# Report on the archive

The archive holds **1,204** files in *three* rooms.

- letters of the clerk
- plans of the mill

| Room | Files | Since |
|------|------:|-------|
| East | 420 | 1987 |
| West | 784 | 1994 |

## What is missing

Twelve boxes were lent to the museum and are expected back in May.
"""


def kinds(stage: Stage) -> None:
    """A document of each kind, opened."""
    folder = stage.folder
    outline = [
        (f"{title}", 0, number) for number, title in enumerate(("The parties", "Notice", "Deposit"), 1)
    ]
    report = folder / "report.md"
    report.write_text(MARKDOWN, encoding="utf-8")
    paths = [
        pdf(folder / "Mietvertrag Werkstatt.pdf", PAGES, outline=outline, footer="{page}"),
        report,
        docx(folder / "handbook.docx"),
        xlsx(folder / "budget.xlsx", rows=40),
        pptx(folder / "talk.pptx"),
        eml(folder / "message.eml", {"plan.txt": b"The plan of the mill."}),
    ]
    stage.add(paths)
    for path, state in zip(paths[1:], ("markdown", "word", "sheet", "slides", "mail"), strict=True):
        opened(stage, path.name)
        stage.show("reader", state)
    opened(stage, "lease.txt")
    stage.show("reader", "text")


def pages(stage: Stage) -> None:
    """A PDF: its marked page, found words, its outline, notes on it, and what is shown where it is gone."""
    window, pane = stage.window, stage.window.panes.reader
    name = "Mietvertrag Werkstatt.pdf"
    document = opened(stage, name)
    stage.desk(NotesDesk).load()
    stage.command("notes.menu.list")
    stage.settle()
    stage.show("notes", "empty")
    stage.command("notes.menu.list")
    services = window.desk(ReaderDesk).given.services
    hit = next(hit for hit in services.library.search("notice in writing", 8) if hit.document == name)
    window.cite(cited(hit))
    stage.until(lambda: pane.page.leaf(2) is not None)
    stage.settle()
    stage.qtbot.wait(400)
    stage.show("reader", "marked page")
    pane.toggle_strip()
    pane.strip.tabs.setCurrentIndex(0)
    stage.settle()
    stage.qtbot.wait(300)
    stage.show("reader", "outline")
    pane.toggle_strip()
    pane.begin_finding()
    stage.qtbot.keyClicks(pane.finder.field, "working day")
    stage.settle()
    stage.qtbot.wait(300)
    stage.show("reader", "found")
    pane.end_finding()
    noted(stage, document)
    (stage.folder / name).unlink()
    opened(stage, "lease.txt")
    opened(stage, name)
    stage.qtbot.wait(300)
    stage.show("reader", "error")


def noted(stage: Stage, document: Document) -> None:
    """Marks and notes of one's own, listed; and the dialog that writes one."""
    pane, desk = stage.window.panes.reader, stage.desk(NotesDesk)
    stage.until(lambda: desk._document is not None and desk._document.id == document.id)
    shown = pane.shown
    assert shown is not None
    for words, colour in (("have read", Colour.GREEN), ("keep a copy", Colour.BLUE)):
        if words not in shown.text:
            continue
        at = shown.begin + shown.text.index(words)
        span = Span(at, at + len(words))

        def selected(span: Span = span) -> bool:
            pane.kind.select(span)
            return pane.marked is not None

        stage.until(selected)
        desk.mark(colour)
        stage.settle()
    stage.command("notes.menu.list")
    stage.settle()
    stage.qtbot.wait(400)
    stage.show("notes", "full")
    stage.command("notes.menu.list")
    stage.in_next(NoteDialog, lambda dialog: stage.show("note", "empty", dialog))
    desk.write()
    stage.settle()


def opened(stage: Stage, name: str) -> Document:
    """Open a document beside the conversation."""
    pane, document = stage.window.panes.reader, stage.document(name)
    stage.window.browse(document)
    stage.until(lambda: pane.shown is not None and pane.shown.document.name == name)
    stage.settle()
    stage.qtbot.wait(150)
    return document
