"""Pictures that are written into a web page: read where they stand, resumed like those of Office files."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from files import pictures
from files.reading import read, written

from rag.reading.course import Course, PageBegun
from rag.reading.detection import steps_of
from rag.reading.shown import Pictures
from rag.types import Page

SAID = ("La prueba 4711 ha sido superada.", "Medido el 12 de abril de 2031.")


def page(path: Path, *lines: tuple[str, ...]) -> Path:
    shown = ""
    for some in lines:
        stream = io.BytesIO()
        pictures.page(some, (900, 260), 36, (40, 50)).save(stream, "PNG")
        data = base64.b64encode(stream.getvalue()).decode()
        shown += f'<img src="data:image/png;base64,{data}"><p>Tras la imagen.</p>'
    return written("a.html", f"<title>Acta</title><p>Antes de la imagen.</p>{shown}")(path)


def test_a_picture_written_into_the_page_is_read_where_it_stands(tmp_path: Path) -> None:
    info, (only,) = read(page(tmp_path, SAID))
    assert info.title == "Acta"
    text = " ".join(only.text.split())
    assert text.index("Antes de la imagen.") < text.index("Picture: La prueba 4711") < text.index("Tras la")
    assert not only.unread


def test_a_picture_that_ends_the_process_costs_itself(tmp_path: Path) -> None:
    path = page(tmp_path, SAID, ("Plazo hasta el 30 de junio de 2032",))
    keys = [step.number for step in steps_of(path, None, Course()) if isinstance(step, PageBegun)]
    again = steps_of(path, None, Course().after_end(0, keys[0]))
    (only,) = (step for step in again if isinstance(step, Page))
    assert only.unread == ("picture not read: the reader ended at it and went on after it",)
    assert "4711" not in only.text
    assert "30 de junio de 2032" in only.text


def test_a_picture_for_which_memory_runs_out_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def runs_out(_self: Pictures, _part: str) -> list[str]:
        raise MemoryError

    monkeypatch.setattr(Pictures, "_said", runs_out)
    _, (only,) = read(page(tmp_path, SAID))
    assert only.unread == ("picture not read: too large",)


def test_a_damaged_picture_and_a_small_one_leave_the_page(tmp_path: Path) -> None:
    text = (
        '<p>Texto.</p><img src="data:image/png;base64,iVBORw0KGgo=">'
        f'<img src="data:image/png;base64,{base64.b64encode(b"x" * 4000).decode()}">'
    )
    _, (only,) = read(written("b.html", text)(tmp_path))
    assert only.text == "Texto."
