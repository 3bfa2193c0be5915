"""How the models of this machine did, as a table to take along."""

from __future__ import annotations

from dataclasses import asdict

from app.exporting.shape import Cell, Paper, Section, Table
from app.models.board.keeping import Kept
from app.models.board.telling import cells, columns, ranked
from app.words.catalogue import say


def board_paper(found: Kept) -> Paper:
    """The comparison as a table that every format can hold."""
    told = columns(found.standings)
    names = (say("board.columns.model"), *(say(f"board.columns.{key}") for key in told))
    rows = tuple(
        (Cell(one.title), *(Cell(text) for text in cells(one, told))) for one in ranked(found.standings)
    )
    return Paper(
        say("board.title"),
        (Section("", (Table(names, rows),)),),
        (say("board.intro", questions=found.questions),),
        made=found.when,
        record=tuple(asdict(one) for one in ranked(found.standings)),
    )
