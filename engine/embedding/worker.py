"""The embedding process: serves one sentence-transformers folder to `engine.embedding.embedder`.

Every method takes `texts`; each frame answers some of them, as they are done: header `rows` (their indexes)
and a blob of vectors, float32 little endian, shape (len(rows), dimension). `passages` adds a blob with the
codes of each row's tokens; `question`, of one text, the header `places` and a blob of its tokens' directions,
shape (m, BITS).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from engine.cancel import CancelToken
from engine.embedding.description import NotKnown
from engine.embedding.models import EmbeddingModel, Floats, Tokens
from engine.embedding.token_codes import carrying, directions, encode
from engine.workers.frames import Frame, Json

_log = logging.getLogger(__name__)

_BATCH_TOKENS = 1024  # a batch's padded size: large enough for the matrix units, quick to cancel
_BATCH_TEXTS = 32
# Passages after which torch is worth its start, where it computes faster: those of some hundred pages.
_MANY_PASSAGES = 512


def build(config: Mapping[str, Json]) -> EmbeddingHandler:
    """The factory `engine.workers.child` calls: loads the model at once, from the folder only."""
    return EmbeddingHandler(config)


class EmbeddingHandler:
    def __init__(self, config: Mapping[str, Json]) -> None:
        self._folder = Path(str(config["path"]))
        self._precision = str(config["precision"])
        self._threads = cast("int", config["threads"])
        light = self._light()
        self._model = light or self._heavy()
        self._faster: EmbeddingModel | None = None  # over many texts, once there are so many
        self._may_be_faster = bool(light and config["faster"] and find_spec("sentence_transformers"))
        self._passages = 0  # in requests of several batches
        self._tokens = self._model.tokens  # of one for good: libraries differ in a few characters
        # Each thread has a batch of its own, not its share of every product: threads that share one wait for
        # each other, by spinning. Beside busy programs, on two cores, 512 passages took 29 to 49 s, and
        # 23 to 29 s of processor time; this way 10 to 20 s, and 11 s.
        self._pool = ThreadPoolExecutor(self._threads, "batch")
        # Some models are trained with words before every text ("query: "); their folder names them.
        prompts: dict[str, str] = {**cast("dict[str, str]", config["prompts"])}
        prompts |= {name: words for name, words in self._model.prompts.items() if words}
        question, passage = prompts.get("query", ""), prompts.get("document") or prompts.get("passage", "")
        # Where both sides have one, no text goes without: "query: " stands also before what is compared with
        # its like. An instruction for questions alone is none for texts.
        self._prompts = {_Question: question, _Passages: passage, _Plain: question if passage else ""}

    def handle(
        self, method: str, params: Mapping[str, Json], _blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer one request; see the module for the method."""
        answer = {"embed": _Plain, "passages": _Passages, "question": _Question}[method]
        prompt = self._prompts[answer]
        texts = [prompt + text for text in cast("list[str]", params["texts"])]
        tokens = self._tokens(texts)
        groups = list(batches([len(one.ids) for one in tokens], self._threads))
        model = self._model
        if answer is _Passages and len(groups) > self._threads:
            model = self._of_many(len(texts))

        def computed(rows: Sequence[int]) -> Frame:
            vectors, projected = model.computed(
                [tokens[row].ids for row in rows], projected=answer is not _Plain
            )
            return answer(texts, tokens, rows, len(prompt)).frame(vectors, projected)

        yield from self._in_turn(computed, groups, cancel)

    def _light(self) -> EmbeddingModel | None:
        from engine.embedding.light import LightModel

        try:
            return LightModel(self._folder)
        except NotKnown as reason:
            _log.info("the light runtime does not know %s: %s", self._folder.name, reason)
            return None

    def _heavy(self) -> EmbeddingModel:
        from engine.embedding.heavy import HeavyModel

        return HeavyModel(self._folder, self._precision, self._threads)

    def _of_many(self, passages: int) -> EmbeddingModel:
        """What computes so many passages more. Only what an index keeps: whatever is asked is always computed
        by the same model, to the same bytes.
        """
        self._passages += passages
        if self._may_be_faster and self._faster is None and self._passages > _MANY_PASSAGES:
            self._faster = self._heavy()
        return self._faster or self._model

    def _in_turn(
        self, computed: Callable[[Sequence[int]], Frame], groups: Sequence[list[int]], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Every batch's frame, as they are done; a single batch, such as a question's, gets all threads."""
        if len(groups) == 1:
            cancel.raise_if_cancelled()
            yield computed(groups[0])
            return
        waiting: set[Future[Frame]] = set()
        try:
            for rows in groups:
                cancel.raise_if_cancelled()
                waiting.add(self._pool.submit(computed, rows))
                if len(waiting) > self._threads:  # one lies ready, so that no thread waits for the pipe
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (one.result() for one in done)
            while waiting:
                cancel.raise_if_cancelled()
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        finally:
            for one in waiting:
                one.cancel()


class _Plain:
    """Answers `embed`."""

    def __init__(
        self, texts: Sequence[str], tokens: Sequence[Tokens], rows: Sequence[int], prompt: int
    ) -> None:
        """`prompt` is the length of what stands before every text and is no part of it."""
        self._texts, self._tokens, self.rows, self._prompt = texts, tokens, rows, prompt

    def carrying(self, row: int) -> list[int]:
        """The tokens of a text's own words that carry something."""
        offsets = self._tokens[row].offsets
        return [index for index in carrying(self._texts[row], offsets) if offsets[index][0] >= self._prompt]

    def place(self, row: int, index: int) -> int:
        return int(self._tokens[row].offsets[index][0]) - self._prompt

    def frame(self, vectors: Floats, projected: Floats) -> Frame:
        return Frame({"rows": list(self.rows)}, (_bytes(vectors), *self.blobs(projected)))

    def blobs(self, _projected: Floats) -> Iterator[bytes]:
        yield from ()


class _Passages(_Plain):
    """Answers `passages`."""

    def blobs(self, projected: Floats) -> Iterator[bytes]:
        for place, row in enumerate(self.rows):
            yield encode(projected[place][self.carrying(row)])


class _Question(_Plain):
    """Answers `question`."""

    def frame(self, vectors: Floats, projected: Floats) -> Frame:
        row = self.rows[0]
        kept = self.carrying(row)
        places: list[Json] = [self.place(row, index) for index in kept]
        return Frame(
            {"rows": [row], "places": places}, (_bytes(vectors), _bytes(directions(projected[0][kept])))
        )


def _bytes(vectors: Floats) -> bytes:
    return vectors.astype("<f4", copy=False).tobytes()


def batches(lengths: Sequence[int], threads: int) -> Iterator[list[int]]:
    """Indexes of texts that make good batches, by their lengths in tokens: of like length, longest first, and
    enough of them for all threads.
    """
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    room = min(_BATCH_TOKENS, -(-sum(lengths) // threads))
    batch: list[int] = []
    for index in order:
        longest = lengths[batch[0]] if batch else lengths[index]
        if batch and (len(batch) == _BATCH_TEXTS or longest * (len(batch) + 1) > room):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
