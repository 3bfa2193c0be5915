"""What a llama.cpp context holds of keys and values, sequence by sequence, and decoding into it.

All sequences share the context's cells; what two have in common at their start is kept once.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from engine.cancel import CancelToken
from engine.errors import ModelError

# Tokens decoded at once: as fast as 512 on two cores (296 and 287 tokens a second, 0.5B, in turn). What two
# prompts share is kept in whole batches, so that a second question over the same sources finds more.
BATCH = 256
SEQUENCES = 4  # that are generated together at most
_ABORTED = 2
_FOREIGN = -1  # in place of a token: a position of a picture


class PromptCache:
    """The sequences of one context; lives no longer than it."""

    def __init__(self, api: Any, context: Any, length: int, batch: int = BATCH) -> None:
        """`length` is how many tokens fit, those of all sequences together; `batch`, how many are decoded
        at once.
        """
        self._api = api
        self._context = context
        self._memory = api.llama_get_memory(context)
        self.length = length
        self.sequences = int(api.llama_n_seq_max(context))
        self._held: list[list[int]] = [[] for _ in range(self.sequences)]
        # Where the batches end that sequence 0 begins with, as they would be decoded anew; None once others
        # held any of its cells.
        self._marks: list[int] | None = []
        self._size = batch
        self._tokens = (api.llama_token * batch)()
        self._places = (api.llama_pos * batch)()
        self._sequences = (api.llama_seq_id * (batch * self.sequences))()
        self._shares: Any = (ctypes.c_int32 * batch)()
        self._logits: Any = (ctypes.c_int8 * batch)()
        one = ctypes.POINTER(api.llama_seq_id)
        first, step = ctypes.addressof(self._sequences), ctypes.sizeof(api.llama_seq_id) * self.sequences
        self._batch = api.llama_batch(
            token=self._tokens,
            pos=self._places,
            n_seq_id=self._shares,
            seq_id=(one * batch)(*(ctypes.cast(first + step * row, one) for row in range(batch))),
            logits=self._logits,
        )

    def clear(self) -> None:
        """Hold nothing. What is decoded next does not depend on what came before, not by a rounding."""
        self._api.llama_memory_clear(self._memory, False)
        self._held = [[] for _ in range(self.sequences)]
        self._marks = []

    def repeat(self, prompt: Sequence[int], seam: int = 0) -> int:
        """As `reuse`, but only batches that were decoded as they would be anew, each in the cells it
        would have: what is decoded next does not depend on what came before, not by a rounding.

        A batch ends at `seam`, up to where a prompt is the same whatever is asked.
        """
        shared = self.repeatable(prompt, seam)
        if not shared or not self._api.llama_memory_seq_rm(self._memory, 0, shared, -1):
            self.clear()
            return 0
        del self._held[0][shared:]
        self._cut(shared)
        return shared

    def marks(self, tokens: int, seam: int = 0) -> list[int]:
        """Where the batches of a prompt of so many tokens end, but for the last, which is always decoded."""
        ends = [*range(self._size, seam, self._size), seam] if seam else []
        return [*(one for one in ends if one < tokens), *range(seam + self._size, tokens, self._size)]

    def repeatable(self, prompt: Sequence[int], seam: int = 0) -> int:
        """How many tokens `repeat` would find."""
        shared = common(self._held[0], prompt)
        alike = common(self._marks or (), self.marks(len(prompt), seam))
        return max((one for one in (self._marks or ())[:alike] if one <= shared), default=0)

    @property
    def kept(self) -> tuple[list[int], list[int]]:
        """The tokens of sequence 0 that can be repeated, and where their batches end."""
        marks = list(self._marks or ())
        return (self._held[0][: marks[-1]], marks) if marks else ([], [])

    def state(self, count: int) -> bytes:
        """What llama.cpp holds of the first `count` tokens of sequence 0; empty where it cannot be parted."""
        if self.sequences < 2:
            return b""
        other = self.sequences - 1  # it shares the cells, none is moved
        self._drop(other)
        self._api.llama_memory_seq_cp(self._memory, 0, other, 0, count)
        try:
            size = self._api.llama_state_seq_get_size(self._context, other)
            room = (ctypes.c_uint8 * size)()
            written = self._api.llama_state_seq_get_data(self._context, room, size, other)
            return bytes(memoryview(room)[:written])
        finally:
            self._drop(other)

    def restore(self, state: bytes, tokens: Sequence[int], marks: Sequence[int]) -> bool:
        """Let sequence 0 hold what a `state` begins with, of these tokens, and nothing else; False, and
        nothing held, where llama.cpp does not take it.
        """
        self.clear()
        room = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        taken = self._api.llama_state_seq_set_data(self._context, room, len(state), 0) == len(state)
        taken = taken and self._api.llama_memory_seq_rm(self._memory, 0, len(tokens), -1)
        if not taken or self._api.llama_memory_seq_pos_max(self._memory, 0) != len(tokens) - 1:
            self.clear()
            return False
        self._held[0], self._marks = list(tokens), list(marks)
        return True

    def reuse(self, prompt: Sequence[int], limit: int) -> int:
        """Let sequence 0 hold what any sequence shares with the start of `prompt`; returns how many tokens.

        The others stay as long as they leave room for `prompt` and `limit` more tokens, and the prompt
        goes on from one of them: texts read together may each be asked about once more.
        """
        best = max(range(self.sequences), key=lambda one: common(self._held[one], prompt))
        shared = min(common(self._held[best], prompt), len(prompt) - 1)  # the last is decoded for its logits
        if best:
            self._copy(best, 0, len(self._held[best]))
            self._drop(best)
        if not self._api.llama_memory_seq_rm(self._memory, 0, shared, -1):
            self.clear()  # a cache that cannot be cut in part
            return 0
        del self._held[0][shared:]
        self._cut(shared)
        for one in range(1, self.sequences):
            room = self.length - len(prompt) - limit - sum(map(len, self._held[1:]))
            if room < 0 or 2 * shared < len(prompt):
                self._drop(one)
        return shared

    def filled(self, count: int) -> None:
        """What decodes by itself put `count` positions into sequence 0, which no prompt can reuse."""
        self._held[0] = [_FOREIGN] * count
        self._marks = None

    def share(self, sequences: int) -> None:
        """Let the first `sequences` sequences hold what sequence 0 does."""
        for one in range(1, sequences):
            self._copy(0, one, len(self._held[0]))

    def prefill(self, sequence: int, tokens: Sequence[int], cancel: CancelToken, seam: int = 0) -> bool:
        """Decode `tokens` at the end of a sequence, with a batch that ends at `seam`; False when cancelled on
        the way.

        The last one's logits can then be drawn from. Raises `ModelError`.
        """
        start = 0
        while start < len(tokens):
            end = len(self._held[sequence])
            size = min(self._size, seam - end) if end < seam else self._size
            part = tokens[start : start + size]
            places = range(end, end + len(part))
            if cancel.cancelled or not self._decode([(sequence,)] * len(part), part, places, drawn=1):
                return False
            start, after = start + len(part), end + len(part)
            follows = sequence == 0 and self._marks is not None and end == (self._marks or [0])[-1]
            if follows and self._marks is not None and (len(part) == self._size or after == seam):
                self._marks.append(after)
        return True

    def step(self, drawn: Sequence[tuple[int, int]]) -> bool:
        """Decode a token for each (sequence, token); False when the abort flag ended it.

        Each one's logits can then be drawn from, at its place in `drawn`. Raises `ModelError`.
        """
        return self.grow([((sequence,), token) for sequence, token in drawn])

    def grow(self, rows: Sequence[tuple[Sequence[int], int]]) -> bool:
        """Decode tokens, each once at the end of sequences that hold the same; False when the abort flag
        ended it.

        Each one's logits can then be read, at its place in `rows`. Raises `ModelError`.
        """
        ends, places = [len(held) for held in self._held], []
        for sequences, _ in rows:
            places.append(ends[sequences[0]])
            for sequence in sequences:
                ends[sequence] += 1
        return self._decode(
            [sequences for sequences, _ in rows], [token for _, token in rows], places, drawn=len(rows)
        )

    def keep(self, count: int) -> None:
        """Let sequence 0 hold the first `count` of its tokens and no more, and the others nothing."""
        for one in range(1, self.sequences):
            self._drop(one)
        if self._api.llama_memory_seq_rm(self._memory, 0, count, -1):
            del self._held[0][count:]
            self._cut(count)
        else:
            self.clear()  # a cache that cannot be cut in part

    def _decode(
        self, sequences: Sequence[Sequence[int]], tokens: Sequence[int], places: Sequence[int], drawn: int
    ) -> bool:
        """Run the model on tokens, each at a place of its sequences, with logits for the last `drawn`."""
        count = len(tokens)
        self._tokens[:count] = tokens
        self._places[:count] = places
        for row, sharing in enumerate(sequences):
            self._shares[row] = len(sharing)
            start = row * self.sequences
            self._sequences[start : start + len(sharing)] = sharing
        self._logits[:count] = [0] * (count - drawn) + [1] * drawn
        self._batch.n_tokens = count
        status = self._api.llama_decode(self._context, self._batch)
        if status == 0:
            for sharing, token in zip(sequences, tokens, strict=True):
                for sequence in sharing:
                    self._held[sequence].append(token)
            return True
        for sequence in set(itertools.chain.from_iterable(sequences)):
            self._api.llama_memory_seq_rm(self._memory, sequence, len(self._held[sequence]), -1)
        if status == _ABORTED:
            return False
        raise ModelError(detail=f"llama_decode answered {status}")

    def _cut(self, count: int) -> None:
        """Sequence 0 holds `count` tokens now."""
        if self._marks is not None:
            self._marks = [one for one in self._marks if one <= count]

    def _copy(self, source: int, target: int, count: int) -> None:
        self._marks = None  # the cells are in another order from here on
        self._drop(target)
        self._api.llama_memory_seq_cp(self._memory, source, target, 0, count)
        self._held[target] = self._held[source][:count]

    def _drop(self, sequence: int) -> None:
        self._api.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        self._held[sequence] = []


def common(one: Iterable[int], other: Iterable[int]) -> int:
    """How many tokens two begin with alike."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
