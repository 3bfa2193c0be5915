"""What is made of documents and kept: lists, summaries, tables; and what works behind the window."""

from __future__ import annotations

from archive import archive_pdf
from scenes.stage import Stage
from summarised import summarise

from app.activity.work import Standing
from engine.errors import ModelMissing
from rag.extracting.fields.schema import preset
from rag.runs.types import RunState
from rag.surveying.types import SurveyKind, SurveyScope
from ui.activity.desk import ActivityDesk
from ui.runs.desk import RunDesk

ORDER = """Order No. 4711 of Tannery Lane Studios

Payment terms: 30 days net
The delivery takes place on 4 April 2024.
"""
CONTRACT = """AGREEMENT

Upon request the Recipient shall return or destroy all materials.

For each breach the Recipient shall pay the sum of $10,000 without proof of loss.
"""
EMPTY = (("kept work", "runs.desk.list"), ("tables", "runs.desk.tables"))


def nothing_yet(stage: Stage) -> None:
    """The lists of what was made, and of what works, where there is nothing."""
    for view, line in EMPTY:
        stage.command(line)
        stage.until(lambda: stage.desk(RunDesk).list._pages.currentIndex() != 0)
        stage.settle()
        stage.show(view, "empty")
        stage.rest()
    activity = stage.desk(ActivityDesk)
    activity.toggle()
    stage.settle()
    stage.show("activity", "empty")
    activity.leave()


def ended(stage: Stage, number: int) -> None:
    """Until so many are kept and none is at work."""
    runs = stage.desk(RunDesk).given.services.runs
    still = (RunState.RUNNING, RunState.QUEUED)
    stage.until(lambda: len(runs.runs()) == number and not any(one.state in still for one in runs.runs()))
    stage.settle()
    stage.qtbot.wait(200)


def summary(stage: Stage) -> None:
    """A summary that cannot be made, one that is being made, and one that is."""
    window, desk = stage.window, stage.desk(RunDesk)
    archive = archive_pdf(stage.folder / "archive.pdf")
    stage.add([archive])
    document = stage.document(archive.name)
    stage.model.fault = ModelMissing(model="none")
    summarise(window, [document])
    stage.until(lambda: any(one.state is RunState.STOPPED for one in desk.given.services.runs.runs()))
    stage.settle()
    stage.qtbot.wait(300)
    stage.show("summary", "error")
    activity(stage, Standing.FAILED, "error")
    stage.model.fault = None
    summarise(window, [document], "key_points")
    stage.until(lambda: any(one.state is RunState.RUNNING for one in desk.given.services.runs.runs()))
    stage.settle()
    stage.qtbot.wait(300)
    stage.show("summary", "busy")
    activity(stage, Standing.WORKING, "busy")
    stage.model.let()
    ended(stage, 2)
    window.banner.hide()
    window.open_run(max(one.id for one in desk.given.services.runs.runs()))
    stage.until(lambda: desk.line.current is not None and desk.line.current.run.state is RunState.DONE)
    stage.settle()
    stage.qtbot.wait(300)
    desk.view.points.text.verticalScrollBar().setValue(0)
    stage.show("summary", "full")
    activity(stage, Standing.FINISHED, "full")
    stage.rest()


def activity(stage: Stage, standing: Standing, state: str) -> None:
    desk = stage.desk(ActivityDesk)
    desk.toggle()
    stage.until(lambda: any(one.work.standing is standing for one in desk.panel.shown))
    stage.settle()
    stage.show("activity", state)
    desk.leave()


def tables(stage: Stage) -> None:
    """A table of answers while it is filled and then; of values, contradictions, points; and the lists."""
    desk = stage.desk(RunDesk)
    for name, text in (
        ("order.txt", ORDER),
        ("invoice.txt", ORDER.replace("30 days", "14 days").replace("4 April", "9 April")),
        ("contract.txt", CONTRACT),
    ):
        (stage.folder / name).write_text(text, encoding="utf-8")
    stage.add([stage.folder / name for name in ("order.txt", "invoice.txt", "contract.txt")])
    ready = [one.id for one in stage.documents if one.name in ("order.txt", "invoice.txt", "contract.txt")]
    asking = desk.asking
    stage.model.door.shut(after=4)
    asking.ask("When does the delivery take place?", SurveyScope(SurveyKind.DOCUMENTS))
    stage.until(lambda: desk.view.answers.rows.rowCount() >= 3)
    stage.qtbot.wait(400)
    stage.show("table of answers", "busy")
    stage.model.door.open()
    ended(stage, 3)
    stage.show("table of answers", "full")
    stage.rest()
    asking.extract(preset("invoice"), ready)
    ended(stage, 4)
    stage.show("table of values", "full")
    stage.rest()
    asking.contradict(ready)
    ended(stage, 5)
    stage.show("contradictions", "full")
    stage.rest()
    for view, line in EMPTY:
        stage.command(line)
        stage.settle()
        stage.show(view, "full")
        stage.rest()
