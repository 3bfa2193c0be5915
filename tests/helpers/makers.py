"""Every maker of runs over a house of fakes, with what its runs are made of: for the suite all must pass."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fakes.generator import FakeGenerator
from fakes.judge import FakeJudge
from fakes.picture_reader import FakePictureReader
from fakes.scan_reader import ScanReader
from fakes.words import LineReader
from house import House

from app.runs.drafts import Order
from app.runs.playbooks import Chosen
from engine.cancel import CancelToken
from engine.errors import Fault
from engine.types import GenerationEvent, Message, Sampling
from rag.drafting.templates import parsed_template
from rag.extracting.fields.schema import parsed
from rag.runs.maker import Maker, Turn
from rag.runs.types import Part, PartState, Point, Result, Run
from rag.storing.documents import DocumentStore
from rag.surveying.types import SurveyKind, SurveyScope
from rag.types import Document
from rag.vetting.playbook import parsed as playbook

SUBJECTS = ("invoices", "contracts", "letters", "payrolls", "permits", "drawings")
RULE = "The {subject} must be kept in the archive for {years} years."
QUESTION = "How long are the letters kept in the archive?"
CHAT = "Who is the keeper of the keys?"


@dataclass(slots=True)
class Script:
    """What the models are asked, in order, and what happens before they answer."""

    asked: list[str] = field(default_factory=list)
    fault: Callable[[str], Fault | None] = lambda _: None
    before: Callable[[str, CancelToken], None] = lambda _, __: None

    def ask(self, text: str, cancel: CancelToken) -> None:
        self.asked.append(text)
        self.before(text, cancel)
        fault = self.fault(text)
        if fault is not None:
            raise fault


class ScriptedGenerator(FakeGenerator):
    """Says the rules that are in front of it."""

    def __init__(self, script: Script) -> None:
        super().__init__(_rules_in)
        self._script = script

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        self._script.ask(messages[-1].text, cancel)
        return super().generate(messages, sampling, cancel)


class ScriptedJudge(FakeJudge):
    """Likes what is read of the archive."""

    def __init__(self, script: Script) -> None:
        super().__init__("judge", "archive")
        self._script = script

    def log_likelihoods(self, before: str, texts: Sequence[str], cancel: CancelToken) -> tuple[float, ...]:
        self._script.ask(texts[0], cancel)
        return super().log_likelihoods(before, texts, cancel)


def _rules_in(messages: Sequence[Message]) -> str:
    said = [rule for rule in map(_rule, SUBJECTS) if rule in messages[-1].text]
    return "\n".join(f"- {rule}" for rule in said) or "Not in your documents."


def _rule(subject: str) -> str:
    return RULE.format(subject=subject, years=3 + SUBJECTS.index(subject))


class WordCounter(Maker):
    """What a new derived result costs: it counts the words of each page of a document."""

    name = "words"
    turn = Turn.FREE

    def __init__(self, documents: DocumentStore) -> None:
        super().__init__(documents)
        self.released = 0
        self.fault: Fault | None = None

    def plan(self, run: Run, cancel: CancelToken) -> Sequence[Result]:
        assert run.document_id is not None
        pages = self._documents.pages(run.document_id)
        return [
            Result(Part(place, run.document_id, run.document, page=page.number, page_end=page.number))
            for place, page in enumerate(pages)
        ]

    def fill(self, run: Run, group: Sequence[Part], cancel: CancelToken) -> list[Result]:
        if self.fault is not None:
            raise self.fault
        return [Result(part, PartState.DONE, (self._counted(part),)) for part in group]

    def release(self) -> None:
        self.released += 1

    def _counted(self, part: Part) -> Point:
        words = self._documents.page(part.document_id, part.page).text.split()
        return Point(f"page {part.page}: {len(words)} words")


@dataclass(frozen=True, slots=True)
class Case:
    """`create` asks for a run over what `add` put into the house. `asks`: part of what is put to a model of
    each part; "" where none is asked.
    """

    id: str
    maker: str
    add: Callable[[House, Path], None]
    create: Callable[[House], Run]
    asks: str = ""
    reader: Callable[[], LineReader] = LineReader
    goes_with_documents: bool = True

    def open(self, home: Path, script: Script) -> House:
        """The house at `home`, with models that follow the script."""
        return House(
            home,
            reader=self.reader(),
            generator=ScriptedGenerator(script),
            seeing=FakePictureReader(name=""),
            judging=ScriptedJudge(script),
            makers=lambda documents: (WordCounter(documents),),
        )


def document(house: House, place: int = 0) -> Document:
    """In the order of their names."""
    return sorted(house.library.documents(), key=lambda one: one.name)[place]


def _put(house: House, folder: Path, **files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    house.library.add(sorted(folder.iterdir()))
    house.library.wait_idle()


def _chapters(house: House, folder: Path) -> None:
    _put(house, folder, rules="\n\n".join(f"# Of {one}\n{_rule(one)}\n{_filler(one)}" for one in SUBJECTS))


def _filler(subject: str) -> str:
    said = f"The registry of the {subject} is checked by the clerk of the {subject} office every spring."
    return "\n".join([" ".join([said] * 5)] * 6)


def _editions(house: House, folder: Path) -> None:
    earlier = "\n".join(f"{number}. {_rule(one)}" for number, one in enumerate(SUBJECTS, 1))
    _put(house, folder, a=earlier, b=earlier.replace("for 5 years", "for 9 years"))


def _many(house: House, folder: Path) -> None:
    _put(house, folder, **{one: f"# Of {one}\n{_rule(one)}" for one in SUBJECTS})


def _scan(house: House, folder: Path) -> None:
    lines = ["0.97 Dear Madam,"]
    for one in SUBJECTS:
        read = f"The {one} are kept in the orchard | The {one} are kept in the archive @ -3.5"
        lines.append(f"0.68 {read}")
    _put(house, folder, letter="\n".join(lines))


def _summary(kind: str) -> Callable[[House], Run]:
    return lambda house: house.summaries.create([document(house).id], kind)[0]


def _of_sections(house: House) -> Run:
    scope = SurveyScope(SurveyKind.SECTIONS, None, (document(house).id,))
    return house.surveys.create("all that is kept in the archive", scope)


def _values(house: House) -> Run:
    columns = [{"name": "years", "type": "period", "question": "How long is it kept in the archive?"}]
    return house.services.extractions.create(parsed(json.dumps({"name": "Keeping", "columns": columns})))


def _letters(house: House) -> Run:
    text = f"{{{{write: {RULE.format(subject='{{subject}}', years='{{years}}')} | Nothing.}}}}"
    rows = tuple((one, str(3 + place)) for place, one in enumerate(SUBJECTS))
    order = Order(
        parsed_template(text, "rules"), documents=(document(house).id,), columns=("subject", "years")
    )
    return house.services.drafts.create(replace(order, rows=rows))


def _labels(house: House) -> Run:
    ids = [one.id for one in house.library.documents()]
    return house.services.classifications.create("helpdesk", ids)


def _moderated(house: House) -> Run:
    return house.services.moderations.create([one.id for one in house.library.documents()])


def _playbook(house: House) -> Run:
    book = playbook('name = "Keeping"\n[[positions]]\nname = "Years"\nwords = ["kept"]\nrequired = true')
    return house.services.playbooks.create(Chosen(book))


def _words(house: House) -> Run:
    return house.kept.create(WordCounter.name, "Words", "{}", document_id=document(house).id)


CASES = (
    Case("summary", "summary", _chapters, _summary("executive"), "# Of "),
    Case("rules", "summary", _chapters, _summary("obligations")),
    Case(
        "comparison",
        "comparison",
        _editions,
        lambda house: house.summaries.compare(document(house).id, document(house, 1).id),
    ),
    Case(
        "documents",
        "survey",
        _many,
        lambda house: house.surveys.create(QUESTION.replace("letters", "papers")),
        "kept in the archive",
        goes_with_documents=False,
    ),
    Case("values", "extraction", _many, _values, "kept in the archive", goes_with_documents=False),
    Case("letters", "draft", _chapters, _letters, "kept in the archive"),
    Case("moderation", "moderation", _many, _moderated, goes_with_documents=False),
    Case("labels", "classification", _many, _labels, goes_with_documents=False),
    Case("playbook", "playbook", _many, _playbook, goes_with_documents=False),
    Case(
        "contradictions",
        "contradictions",
        _editions,
        lambda house: house.services.contradictions.create(),
        goes_with_documents=False,
    ),
    Case("sections", "survey", _chapters, _of_sections, "kept in the archive", goes_with_documents=False),
    Case(
        "second-look",
        "second-look",
        _scan,
        lambda house: house.second_looks.create(document(house).id),
        "kept in the",
        ScanReader,
    ),
    Case("made-up", "words", _chapters, _words),
)
