"""Recording: before it begins, while the microphone is open, in a pause, and when it is over. And asking
hands-free.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from fakes.hearer import FakeHearer
from fakes.microphone import NOTICE, FakeMicrophone, spoken
from pausing import pause
from scenes.stage import Stage

from app.dictating.dictation import Dictation
from app.words.catalogue import say
from rag.types import Colour
from ui.chat.dictating_desk import DictatingDesk
from ui.chat.hands_free_desk import HandsFreeDesk, State
from ui.dictating.words import WordsDialog
from ui.noting.dialog import NoteDialog
from ui.recording.desk import RecordingDesk
from ui.recording.panel import Stage as Recorded
from ui.scans.desk import ScanDesk


def recording(stage: Stage) -> None:
    """All of them, and what is discarded at the end."""
    desk = stage.desk(RecordingDesk)
    desk.recordings.microphone = FakeMicrophone(spoken(), speed=20)
    desk.show()
    stage.show("recording", "empty")
    desk.panel.begin.click()
    stage.until(lambda: desk._seconds > 3)
    stage.show("recording", "busy")
    desk.panel.pause.click()
    stage.until(lambda: desk.panel.stage is Recorded.PAUSED)
    stage.show("recording", "paused")
    desk.panel.stop.click()
    stage.until(lambda: desk.panel.stage is Recorded.ENDED)
    stage.show("recording", "full")
    desk._discard()
    stage.until(lambda: desk.panel.stage is Recorded.READY)


def corrected(stage: Stage) -> None:
    """The words of a recording: as they were heard, dictated over, corrected, and a name of them offered; the
    list of such words, and a note that is dictated.
    """
    stage.add([Path(shutil.copy(NOTICE, stage.folder / "Inspection of hall 3.opus"))])
    desk, dictating = stage.desk(ScanDesk), stage.desk(DictatingDesk)
    desk.open(stage.document("Inspection of hall 3.opus"))
    stage.until(lambda: desk.view.lines.rows.rowCount() > 1)
    stage.show("correct words", "full")
    dictating.dictation = Dictation(FakeHearer(("Mrs.", "Kowalczyk", "agreed.")), FakeMicrophone(spoken()))
    editor = desk.view.lines.editor
    assert editor is not None
    editor.dictation.turn()
    stage.until(lambda: "agreed" in editor.field.toPlainText())
    stage.show("correct words", "busy")
    editor.dictation.discard()
    line = desk.model.lines[0]
    desk.model.correct(line.place, line.text.replace("controller", "Thyssengas"))
    stage.settle()
    stage.show("correct words", "corrected")
    desk.leave()
    dialog = WordsDialog(stage.window, dictating.words, stage.window._tasks)
    dialog.show()
    stage.settle()
    stage.show("words for dictation", "empty", dialog)
    dictating.words.add(
        f"Featherstonehaugh {one}" for one in ("Ltd.", "& Sons", "Holdings", *map(str, range(9)))
    )
    dialog._do(lambda: None)
    stage.until(lambda: dialog.rows.count() > 9)
    stage.show("words for dictation", "full", dialog)
    dialog.reject()
    place = f"Inspection.opus, {say('reader.place.minute', number=1)}"
    note = NoteDialog(
        stage.window, place, "72 hours", "", Colour.RED, stage.window._palette, needs_words=True,
    )  # fmt: skip
    dictating.serve(note.dictation, note.refuse)
    note.show()
    note.dictation.turn()
    stage.until(lambda: "agreed" in note.text)
    stage.show("note", "busy", note)
    note.reject()


def hands_free(stage: Stage) -> None:
    """While somebody is listened to, and while the documents are looked into."""
    desk = stage.desk(HandsFreeDesk)
    stage.desk(DictatingDesk).dictation.microphone = FakeMicrophone()
    stage.desk(DictatingDesk).dictation._ready = lambda: None
    desk.turn()
    pause(300)
    stage.show("hands-free", "busy")
    desk._show(State.THINKS)  # what was said is asked: nobody is listened to
    stage.window.panes.composer.dictation.discard()
    desk._show(State.SPEAKS)
    stage.show("hands-free", "full")
    desk.end()
