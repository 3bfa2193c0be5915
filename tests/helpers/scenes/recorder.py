"""Recording: before it begins, while the microphone is open, in a pause, and when it is over."""

from __future__ import annotations

from fakes.microphone import FakeMicrophone, spoken
from scenes.stage import Stage

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
