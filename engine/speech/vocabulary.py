"""Whisper's tokens: how it is asked, and how what it writes falls into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ModelInvalid
from engine.types import UNSPACED

_BROKEN = "�"
_MOST_NAMES = 160  # tokens: the model has 448 for what it is told before and what it writes


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word with what follows it (",", "."), and how many tokens it is made of."""

    text: str
    tokens: int


class Vocabulary:
    """The tokens of a model's `tokenizer.json`."""

    def __init__(self, file: Path, *, multilingual: bool) -> None:
        """Raises `ModelInvalid`."""
        from tokenizers import Tokenizer

        try:
            self._tokens = Tokenizer.from_file(str(file))
        except Exception as refused:  # the library raises this class itself, for whatever is wrong
            raise ModelInvalid(path=str(file), detail=type(refused).__name__) from refused
        self._file = file
        self._multilingual = multilingual
        self.end = self._special("endoftext")

    def languages(self) -> frozenset[str]:
        """ISO 639 codes of what it knows to write."""
        special = self._tokens.get_added_tokens_decoder().values()
        named = {str(token).strip("<|>") for token in special}
        return frozenset(name for name in named if name.isalpha() and len(name) in (2, 3))

    def start(self, language: str) -> list[int]:
        """The tokens after which the model writes down what it hears, without times."""
        asked = [self._special("startoftranscript")]
        if self._multilingual:
            asked += [self._special(language), self._special("transcribe")]
        return [*asked, self._special("notimestamps")]

    def before(self, names: Sequence[str]) -> list[int]:
        """What stands before the start, so that `names` are spelt so, as many of the first as there is room
        for; nothing for none.

        They end with a full stop: a model goes on as what it is told goes. Of 30 spoken sentences tiny.en
        wrote 12 with their full stops after 15 names without one, 29 after the same with it, 30 untold.
        """
        if not names:
            return []
        told: list[int] = []
        for last in range(len(names), 0, -1):
            told = self._tokens.encode(f" {', '.join(names[:last])}.", add_special_tokens=False).ids
            if len(told) <= _MOST_NAMES:
                break
        return [self._special("startofprev"), *told[:_MOST_NAMES]]

    def text(self, tokens: Sequence[int]) -> str:
        """What they say."""
        return str(self._tokens.decode(list(tokens), skip_special_tokens=True))

    def words(self, tokens: Sequence[int], language: str) -> list[WrittenWord]:
        """What they say in words; every token is of one of them."""
        found: list[WrittenWord] = []
        for piece in self._pieces(tokens):
            begins = piece.text.startswith(" ") or (language in UNSPACED and piece.text.strip().isalnum())
            if found and not begins:
                found[-1] = WrittenWord(found[-1].text + piece.text, found[-1].tokens + piece.tokens)
            else:
                found.append(piece)
        return [WrittenWord(one.text.strip(), one.tokens) for one in found]

    def _pieces(self, tokens: Sequence[int]) -> list[WrittenWord]:
        """As few tokens at a time as make whole characters."""
        found: list[WrittenWord] = []
        at = 0
        for end in range(1, len(tokens) + 1):
            text = self.text(tokens[at:end])
            if _BROKEN not in text or end == len(tokens):
                found.append(WrittenWord(text, end - at))
                at = end
        return found

    def _special(self, name: str) -> int:
        token = self._tokens.token_to_id(f"<|{name}|>")
        if token is None:
            raise ModelInvalid(path=str(self._file), detail=f"it has no token for {name}")
        return int(token)
