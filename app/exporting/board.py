"""How the models of this machine did, as a table to take along."""

from __future__ import annotations

from dataclasses import asdict

from app.exporting.shape import Cell, Paper, Section, Table
from app.models.board.keeping import Kept
from app.models.board.telling import COLUMNS, cells, ranked
from app.words.catalogue import say


def board_paper(found: Kept) -> Paper:
    """The comparison as a table that every format can hold."""
    names = (say("board.columns.model"), *(say(f"board.columns.{key}") for key in COLUMNS))
    rows = tuple((Cell(one.title), *(Cell(text) for text in cells(one))) for one in ranked(found.standings))
    return Paper(
        say("board.title"),
        (Section("", (Table(names, rows),)),),
        (say("board.intro", questions=found.questions),),
        made=found.when,
        record=tuple(asdict(one) for one in ranked(found.standings)),
    )
