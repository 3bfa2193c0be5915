"""The embedding process: serves one sentence-transformers folder to `engine.embedding.embedder`.

Every method takes `texts`; each frame answers some of them, as they are done: header `rows` (their indexes)
and a blob of vectors, float32 little endian, shape (len(rows), dimension). `passages` adds a blob with the
codes of each row's tokens; `question`, of one text, the header `places` and a blob of its tokens' directions,
shape (m, BITS).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, cast

from engine.cancel import CancelToken
from engine.embedding.token_codes import carrying, directions, encode, rotation
from engine.errors import ModelInvalid
from engine.workers.frames import Frame, Json

_BATCH_TOKENS = 1024  # a batch's padded size: large enough for the matrix units, quick to cancel
_BATCH_TEXTS = 32
_LENGTH_STEP = 8  # padded lengths are multiples: fewer shapes, so fewer kernels to prepare


def build(config: Mapping[str, Json]) -> EmbeddingHandler:
    """The factory `engine.workers.child` calls: loads the model at once, from the folder only."""
    return EmbeddingHandler(config)


class EmbeddingHandler:
    def __init__(self, config: Mapping[str, Json]) -> None:
        os.environ["TOKENIZERS_PARALLELISM"] = "false"  # the compute threads have the cores
        os.environ["TRANSFORMERS_NO_ADVISORY_WARNINGS"] = "1"
        import torch
        from sentence_transformers import SentenceTransformer

        self._torch: Any = torch
        self._threads = cast("int", config["threads"])
        torch.set_num_threads(self._threads)
        folder = str(config["path"])
        dtype = torch.bfloat16 if config["precision"] == "bf16" else torch.float32
        try:
            self._model: Any = SentenceTransformer(
                folder,
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"dtype": dtype, "use_safetensors": True},
            )
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise ModelInvalid(path=folder, detail=type(error).__name__) from error
        self._model.eval()
        self._longest = int(self._model.max_seq_length or 512)
        # Each thread has a batch of its own, not its share of every product: threads that share one wait for
        # each other, by spinning. Beside busy programs, on two cores, 512 passages took 29 to 49 s, and
        # 23 to 29 s of processor time; this way 10 to 20 s, and 11 s.
        self._pool = ThreadPoolExecutor(self._threads, "batch", initializer=self._alone)
        # Some models are trained with words before every text ("query: "); their folder names them.
        prompts: dict[str, str] = {**cast("dict[str, str]", config["prompts"])}
        prompts |= {name: words for name, words in (self._model.prompts or {}).items() if words}
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
        encoded = self._model.tokenizer(
            texts, truncation=True, max_length=self._longest, return_offsets_mapping=answer is not _Plain
        )
        offsets = encoded.pop("offset_mapping", None)
        lengths = [len(ids) for ids in encoded["input_ids"]]

        def computed(rows: Sequence[int]) -> Frame:
            vectors, tokens = self._vectors(encoded, rows)
            projected = None if answer is _Plain else self._projected(tokens)
            return answer(texts, offsets, rows, len(prompt)).frame(vectors, projected)

        yield from self._in_turn(computed, list(batches(lengths)), cancel)

    def _alone(self) -> None:
        """A thread of the pool computes by itself; what the others may use stays as it is."""
        self._torch.set_num_threads(1)

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

    def _projected(self, tokens: Any) -> Any:
        """Token vectors, a tensor of shape (rows, tokens, hidden), as an array of (rows, tokens, BITS)."""
        # By torch, whose threads are awake: a second pool of threads, NumPy's, would fight with them.
        with self._torch.inference_mode():
            return (tokens.float() @ self._torch.from_numpy(rotation(tokens.shape[-1]))).numpy()

    def _vectors(self, encoded: Any, rows: Sequence[int]) -> tuple[bytes, Any]:
        """The rows' vectors, and their tokens' vectors as a tensor of shape (rows, tokens, hidden)."""
        torch = self._torch
        features = self._model.tokenizer.pad(
            {key: [values[row] for row in rows] for key, values in encoded.items()},
            pad_to_multiple_of=_LENGTH_STEP,
            return_tensors="pt",
        )
        with torch.inference_mode():
            output = self._model(dict(features))
            vectors = torch.nn.functional.normalize(output["sentence_embedding"].float(), dim=1)
        return vectors.numpy().astype("<f4", copy=False).tobytes(), output["token_embeddings"]


class _Plain:
    """Answers `embed`."""

    def __init__(self, texts: Sequence[str], offsets: Any, rows: Sequence[int], prompt: int) -> None:
        """`prompt` is the length of what stands before every text and is no part of it."""
        self._texts, self._offsets, self.rows, self._prompt = texts, offsets, rows, prompt

    def carrying(self, row: int) -> list[int]:
        """The tokens of a text's own words that carry something."""
        offsets = self._offsets[row]
        return [index for index in carrying(self._texts[row], offsets) if offsets[index][0] >= self._prompt]

    def place(self, row: int, index: int) -> int:
        return int(self._offsets[row][index][0]) - self._prompt

    def frame(self, vectors: bytes, tokens: Any) -> Frame:
        return Frame({"rows": list(self.rows)}, (vectors, *self.blobs(tokens)))

    def blobs(self, _tokens: Any) -> Iterator[bytes]:
        yield from ()


class _Passages(_Plain):
    """Answers `passages`."""

    def blobs(self, tokens: Any) -> Iterator[bytes]:
        for place, row in enumerate(self.rows):
            yield encode(tokens[place][self.carrying(row)])


class _Question(_Plain):
    """Answers `question`."""

    def frame(self, vectors: bytes, tokens: Any) -> Frame:
        row = self.rows[0]
        kept = self.carrying(row)
        places: list[Json] = [self.place(row, index) for index in kept]
        found = directions(tokens[0][kept]).astype("<f4", copy=False)
        return Frame({"rows": [row], "places": places}, (vectors, found.tobytes()))


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indexes of texts, in tokens, that make good batches: of like length, longest first."""
    order = sorted(range(len(lengths)), key=lambda index: -lengths[index])
    batch: list[int] = []
    for index in order:
        longest = lengths[batch[0]] if batch else lengths[index]
        if batch and (len(batch) == _BATCH_TEXTS or longest * (len(batch) + 1) > _BATCH_TOKENS):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
