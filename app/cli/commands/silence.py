"""The command silence: how much a table can have missed at most, from a sample that a person reads."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.cli import arguments
from app.cli.command import Command, Grammar
from app.cli.output import paragraph
from app.cli.session import Session
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.services import Services
    from rag.runs.types import Result


def grammar(command: Grammar) -> None:
    action = command.actions()
    for name in ("propose", "draw", "show", "mark", "undo", "forget"):
        taken = action(name, say(f"silence.actions.{name}"))
        taken.add("id", type=int, metavar="RUN", help=say("silence.command.run"))
        if name in ("propose", "draw"):
            taken.add("--sample", type=arguments.positive, metavar="N", help=say("silence.command.sample"))
            taken.add("--at-most", type=_share, metavar="PERCENT", help=say("silence.command.at-most"))
            taken.add("--confidence", type=_sure, metavar="PERCENT", help=say("silence.command.confidence"))
        if name == "draw":
            taken.add("--seed", type=int, metavar="N", help=say("silence.command.seed"))
        if name in ("mark", "undo"):
            taken.add("document", metavar="DOCUMENT", help=say("silence.command.document"))
        if name == "mark":
            taken.add("verdict", choices=("nothing", "something"), help=say("silence.command.verdict"))
            taken.add("--quote", default="", metavar="TEXT", help=say("silence.command.quote"))
            taken.add(
                "--page", type=arguments.positive, default=0, metavar="N", help=say("silence.command.page")
            )


def run(session: Session) -> bool:
    """Propose or draw a sample, take what a person says of a document, show what is proved."""
    from app.words.silence import proposal_words
    from rag.runs.elusion import CONFIDENCE, SHARE
    from rag.runs.samples import Judged
    from rag.surveying.rejected import of_parts

    asked = session.arguments
    with session.services() as services:
        silence = services.surveys.silence
        match asked.action:
            case "propose":
                share = asked.at_most or SHARE
                one = silence.propose(asked.id, asked.sample, share, asked.confidence or CONFIDENCE)
                row = {
                    "run": asked.id,
                    "population": one.population,
                    "drawn": one.size,
                    "missed_at_most": one.most,
                    "confidence": one.confidence,
                }
                parts = of_parts(services.runs.get(asked.id))
                session.output.give(row, paragraph(proposal_words(one, parts=parts)))
                return True
            case "draw":
                sure, share = asked.confidence or CONFIDENCE, asked.at_most or SHARE
                silence.draw(asked.id, asked.sample, share=share, seed=asked.seed, confidence=sure)
            case "mark":
                judged = Judged(asked.verdict == "something", asked.quote, asked.page)
                silence.judge(asked.id, _place(services, asked.id, asked.document), judged)
            case "undo":
                silence.judge(asked.id, _place(services, asked.id, asked.document), None)
            case "forget":
                silence.forget(asked.id)
        _show(session, services, asked.id)
    return True


def _show(session: Session, services: Services, run_id: int) -> None:
    from app.exporting.silence import record
    from app.words.silence import part_words, silence_lines

    made, results = services.runs.get(run_id), services.runs.results(run_id)
    sample = services.surveys.silence.sample(run_id)
    if sample is None:
        session.output.give({"run": run_id, "sample": None}, say("silence.none"))
        return
    names = {one.part.place: part_words(one.part) for one in results}
    lines = [paragraph(line) for line in silence_lines(made, results)]
    for number, place in enumerate(sample.drawn, 1):
        judged = sample.judged.get(place)
        key = "waits" if judged is None else "found" if judged.found else "nothing"
        said = say(f"silence.said.{key}")
        lines.append(f"{number:>4}  {names[place]}: {said}")
    session.output.give(record(made, results, sample), "\n".join(lines))


def _place(services: Services, run_id: int, name: str) -> int:
    """The place of one of the sample: of a document, by its name or number in the library; of a part of one,
    by its number in the sample. Raises `NothingDrawn`.
    """
    from app.errors import NothingDrawn

    sample = services.surveys.silence.sample(run_id)
    drawn = sample.drawn if sample is not None else ()
    results: list[Result] = services.runs.results(run_id)
    for one in results:
        part = one.part
        if part.place not in drawn:
            continue
        known = (part.document, str(part.document_id))
        if name in (known if part.end is None else (str(drawn.index(part.place) + 1),)):
            return part.place
    raise NothingDrawn(run=run_id)


def _share(text: str) -> float:
    """A percentage above 0 and below 100, as a share."""
    share = float(text.removesuffix("%")) / 100
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(say("silence.command.no-share"))
    return share


def _sure(text: str) -> float:
    """A percentage from 50 to 99.9, as a share."""
    share = float(text.removesuffix("%")) / 100
    if not 0.5 <= share <= 0.999:
        raise argparse.ArgumentTypeError(say("silence.command.no-confidence"))
    return share


COMMAND = Command("silence", run, grammar)
