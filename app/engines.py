"""What reads, compares, writes and sees for the services: the models of this machine, each in its process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.elsewhere.answering import Elsewhere
from app.elsewhere.opening import standing_in
from app.models.answering import Answering
from app.models.models import Models
from app.models.reading import reader_with
from engine.protocols import Embedder, Reranker, TextGenerator
from engine.types import Task
from rag.looking.second_readers import Judging, Seeing
from rag.reading.reader import DocumentReader
from rag.types import SearchScope


@dataclass(frozen=True, slots=True)
class Engines:
    """What reads, compares, writes and sees for the services; `warm_up` is called before the first text is
    embedded, `rest` once nothing is to be seen for now. `specialists` write in place of the `generator` what
    is their task. `elsewhere` is the engine on the private network that was allowed, if one was.
    """

    reader: DocumentReader
    embedder: Embedder
    generator: TextGenerator
    seeing: Seeing
    judging: Judging
    warm_up: Callable[[], None]
    rest: Callable[[], None]
    specialists: Mapping[Task, TextGenerator] = field(default_factory=dict)
    adapted: Callable[[Task, Mapping[str, float]], TextGenerator] | None = None
    elsewhere: Elsewhere | None = None
    reranker: Reranker | None = None

    def writing(self, task: Task, adapters: Mapping[str, float] | None = None) -> TextGenerator:
        """What writes for a task, with these LoRA adapters (scales by name) where there are some."""
        if adapters and self.adapted is not None:
            return self.adapted(task, adapters)
        return self.specialists.get(task, self.generator)

    def answering(self, answering: Answering, task: Task, scope: SearchScope | None) -> TextGenerator:
        """What writes for a task in a scope: for answers, what was chosen for the collection asked."""
        if task is not Task.ANSWER:
            return self.writing(task)
        collection = answering.collection_of(scope)
        return self.writing(answering.of(collection), answering.adapters(collection))

    @classmethod
    def of(cls, models: Models, elsewhere: Elsewhere | None = None) -> Engines:
        """The models of this machine, each in its process. `elsewhere` takes the place of the one that
        answers.
        """
        generator, embedder = models.generator, models.embedder
        pictures = models.pictures
        rest, special, answers = pictures.unload, models.specialists, elsewhere or generator
        start, adapted = embedder.start, models.adapted
        writers = standing_in(special, generator, elsewhere) if elsewhere else special
        return cls(
            reader_with(models),
            embedder,
            answers,
            pictures,
            generator,
            start,
            rest,
            writers,
            adapted,
            elsewhere,
            models.reranker,
        )
