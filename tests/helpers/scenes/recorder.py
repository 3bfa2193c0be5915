"""Recording: before it begins, while the microphone is open, in a pause, and when it is over. And asking
hands-free.
"""

from __future__ import annotations

from fakes.microphone import FakeMicrophone, spoken
from pausing import pause
from scenes.stage import Stage

from ui.chat.dictating_desk import DictatingDesk
from ui.chat.hands_free_desk import HandsFreeDesk, State
from ui.recording.desk import RecordingDesk
from ui.recording.panel import Stage as Recorded


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
