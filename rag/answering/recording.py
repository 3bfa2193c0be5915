"""What an answer takes from outside itself: noted while it is made, and given again to make it once more."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from engine.cancel import CancelToken
from engine.errors import EngineError
from engine.protocols import Embedder, TextGenerator
from engine.types import Generated, GenerationEvent, Message, Sampling
from rag.answering.along import Along
from rag.answering.answerer import Answerer
from rag.answering.crossing import CrossSearcher
from rag.finding.crossing import Crossing
from rag.prompting.passing import Passing
from rag.prompting.prompts import rules_sha256
from rag.types import Hit, SearchScope
from rag.types.records import Setup, Sought, Taken


class Searches:
    """A search that notes what it finds, or gives what was found before as long as it is asked the same."""

    def __init__(self, search: CrossSearcher) -> None:
        self._search = search
        self._given: list[Sought] = []
        self.made: list[Sought] = []

    def begin(self, given: Sequence[Sought] = ()) -> None:
        """From here on another answer is made."""
        self._given, self.made = list(given), []

    def search(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> list[Hit]:
        if self._given and (self._given[0].question, self._given[0].k) == (question, k):
            found = list(self._given.pop(0).hits)
        else:
            found = self._search.search(question, k, scope, cancel)
        self.made.append(Sought(question, k, tuple(found)))
        return found

    def across(
        self, question: str, k: int, scope: SearchScope | None = None, cancel: CancelToken | None = None
    ) -> Crossing | None:
        """Asked anew each time: what was found in other languages is not noted."""
        return self._search.across(question, k, scope, cancel)

    def respelled(self, question: str) -> str:
        return self._search.respelled(question)

    def documents_named(self, question: str, scope: SearchScope | None = None) -> tuple[int, ...]:
        return self._search.documents_named(question, scope)


class Asked(Passing):
    """A generator that notes whether it was asked to write."""

    def __init__(self, generator: TextGenerator) -> None:
        super().__init__(generator)
        self.asked = False

    def turn_to(self, generator: TextGenerator) -> None:
        """Ask another one from here on."""
        self._generator = generator

    def generate(
        self, messages: Sequence[Message], sampling: Sampling, cancel: CancelToken
    ) -> Iterator[GenerationEvent]:
        self.asked = True
        return super().generate(messages, sampling, cancel)

    def generate_together(
        self, prompts: Sequence[Sequence[Message]], samplings: Sequence[Sampling], cancel: CancelToken
    ) -> tuple[Generated, ...]:
        self.asked = True
        return super().generate_together(prompts, samplings, cancel)


class Recording:
    """What the answer in hand takes from outside, and with what it is made."""

    def __init__(
        self, searches: Searches, along: Along, generator: Asked, answerer: Answerer, embedder: Embedder
    ) -> None:
        self._searches = searches
        self._along = along
        self._generator = generator
        self._answerer = answerer
        self._embedder = embedder
        self._before: tuple[int, ...] = ()

    def begin(self, given: Taken | None = None) -> None:
        """The next answer is what `taken` tells of; with `given` it takes what an earlier one took."""
        self._searches.begin(given.searches if given else ())
        self._along.begin(asks=given is None)
        self._generator.asked = False
        if given is not None:
            self._answerer.read = given.read
        self._before = self._answerer.read

    @property
    def taken(self) -> Taken:
        """What was taken from outside since `begin`."""
        shared = self._along.collections
        return Taken(self._before, tuple(self._searches.made), self._generator.asked, shared)

    def setup(self, program: str, *, asked: bool) -> Setup:
        """With what this `program` makes answers now; with its model where one is `asked`, whose
        `ModelError`s and `WorkerError`s are raised.
        """
        settings = json.dumps(asdict(self._answerer.settings), sort_keys=True)
        model = self._generator.stamp() if asked else None
        return Setup(program, rules_sha256(), settings, self._finding(), model)

    def _finding(self) -> str:
        """The model that finds passages; "" while there is none."""
        try:
            return self._embedder.name
        except EngineError:
            return ""
