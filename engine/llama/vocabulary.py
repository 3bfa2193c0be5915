"""Text to tokens and back, with special tokens recognised only where the text is trusted."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any

from engine.llama.native import Library
from engine.llama.template import Piece

_SPM_PREFIX = "\n"


class Vocabulary:
    """The vocabulary of one loaded model; lives no longer than the model."""

    def __init__(self, lib: Library, model: Any) -> None:
        self._api = lib.api
        self.handle: Any = lib.api.llama_model_get_vocab(model)
        self.size: int = lib.api.llama_vocab_n_tokens(self.handle)
        self._ends: set[int] = set()  # besides those that the vocabulary marks itself
        self._buffer = ctypes.create_string_buffer(256)
        self._adds_space = lib.api.llama_vocab_type(self.handle) == lib.api.LLAMA_VOCAB_TYPE_SPM
        self._space_tokens = self.tokens(_SPM_PREFIX) if self._adds_space else []

    def special(self, token: int) -> str:
        """The text of a control token such as BOS; "" when the model has none."""
        return self._piece(token, special=True).decode("utf-8", "replace") if token >= 0 else ""

    @property
    def bos(self) -> str:
        return self.special(self._api.llama_vocab_bos(self.handle))

    @property
    def eos(self) -> str:
        return self.special(self._api.llama_vocab_eos(self.handle))

    @property
    def start(self) -> int:
        """The token a text is taken to follow that has nothing before it."""
        bos = int(self._api.llama_vocab_bos(self.handle))
        return bos if bos >= 0 else int(self._api.llama_vocab_eos(self.handle))

    def tokens(self, text: str, *, parse_special: bool = False, add_special: bool = False) -> list[int]:
        """Tokens of `text`; control tokens written out in it are plain text unless `parse_special`."""
        data = text.encode("utf-8", "replace")
        room = len(data) + 4
        while True:
            tokens = (self._api.llama_token * room)()
            count = self._api.llama_tokenize(
                self.handle, data, len(data), tokens, room, add_special, parse_special
            )
            if count >= 0:
                return list(tokens[:count])
            room = -count

    def prompt(self, pieces: Iterable[Piece]) -> list[int]:
        """Tokens of a rendered template; BOS is added where the model wants it and the template has none."""
        tokens: list[int] = []
        bos = self._api.llama_vocab_bos(self.handle)
        wants_bos = bool(self._api.llama_vocab_get_add_bos(self.handle)) and bos >= 0
        for piece in pieces:
            tokens += self._inner(piece) if tokens else self.tokens(piece.text, parse_special=piece.trusted)
        if wants_bos and tokens[:1] != [bos]:
            tokens.insert(0, bos)
        return tokens

    def continued(self, pieces: Iterable[Piece]) -> list[int]:
        """Tokens of pieces that stand inside a prompt."""
        return [token for piece in pieces for token in self._inner(piece)]

    def piece(self, token: int) -> bytes:
        """The bytes a token stands for; b"" for control tokens."""
        return self._piece(token, special=False)

    def is_end(self, token: int) -> bool:
        return token in self._ends or bool(self._api.llama_vocab_is_eog(self.handle, token))

    def is_control(self, text: str) -> bool:
        """Whether a text is one control token."""
        tokens = self.tokens(text, parse_special=True)
        return len(tokens) == 1 and self._marks(tokens[0])

    def end_with(self, text: str) -> None:
        """Let the control token that a text begins with end answers too."""
        first = self.tokens(text, parse_special=True)[:1]
        if first and self._marks(first[0]) and first[0] != self._api.llama_vocab_bos(self.handle):
            self._ends.add(first[0])

    def _marks(self, token: int) -> bool:
        """Control tokens, and such as were added to a vocabulary for a family's marks."""
        attributes = self._api.llama_vocab_get_attr(self.handle, token)
        return bool(
            attributes & (self._api.LLAMA_TOKEN_ATTR_CONTROL | self._api.LLAMA_TOKEN_ATTR_USER_DEFINED)
        )

    def _inner(self, piece: Piece) -> list[int]:
        # SentencePiece puts a space before every text it is given; inside a prompt none belongs there.
        # A newline never merges with what follows, so its tokens can be taken off again.
        if self._adds_space:
            tokens = self.tokens(_SPM_PREFIX + piece.text, parse_special=piece.trusted)
            if tokens[: len(self._space_tokens)] == self._space_tokens:
                return tokens[len(self._space_tokens) :]
        return self.tokens(piece.text, parse_special=piece.trusted)

    def _piece(self, token: int, *, special: bool) -> bytes:
        size = self._api.llama_token_to_piece(self.handle, token, self._buffer, len(self._buffer), 0, special)
        if size < 0:
            self._buffer = ctypes.create_string_buffer(-size)
            return self._piece(token, special=special)
        return self._buffer.raw[:size]
