"""What the model words in a draft: a passage that is wished for, of which those sentences stand that tell no
fact of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.cancel import CancelToken
from engine.errors import OnlyThoughts
from engine.types import Message, Sampling, Speaker
from rag.drafting.courtesies import is_courtesy
from rag.drafting.syntax import Address, Length, Tone
from rag.language.languages import Language
from rag.language.sentences import LIST_MARK, sentences
from rag.language.words import letters, plain
from rag.prompting.prompts import fill
from rag.prompting.quiet import OrQuiet
from rag.prompting.writing import written

_TOKENS = 160
MOST = {Length.SHORT: 1, Length.NORMAL: 2, Length.LONG: 3}  # sentences
_MANNER = {
    Tone.FORMAL: "Be formal and polite.",
    Tone.FRIENDLY: "Be warm and friendly.",
    Tone.PLAIN: "Use short, plain words.",
}
_FAMILIAR = {"de": "du", "fr": "tu", "es": "tú", "it": "tu", "nl": "je"}


@dataclass(frozen=True, slots=True)
class Worded:
    """The sentences that stand, and those that were held back."""

    kept: tuple[str, ...]
    refused: tuple[str, ...] = ()


class Wording:
    """Asks the model for a passage. Raises `Cancelled`, `ContextFull` and `WorkerError`s."""

    def __init__(self, generator: OrQuiet) -> None:
        self._generator = generator

    @property
    def is_there(self) -> bool:
        """Whether a model writes."""
        return self._generator.is_there

    def passage(
        self,
        wish: str,
        known: str,
        language: Language,
        tone: Tone,
        length: Length,
        address: Address,
        seed: int | None,
        cancel: CancelToken,
    ) -> Worded:
        """A passage of a letter; with `seed` otherwise worded than without."""
        manner = _MANNER[tone]
        if address is Address.FAMILIAR and language.code in _FAMILIAR:
            manner += f" Say {_FAMILIAR[language.code]} to the reader."
        most = MOST[length]
        prompt = fill(
            "draft", language=language.name, manner=manner, most=str(most), known=known or "–", wish=wish
        )
        sampling = Sampling(max_tokens=_TOKENS, repeatable=True)
        if seed is not None:
            sampling = Sampling(temperature=0.7, seed=seed, max_tokens=_TOKENS, repeatable=True)
        try:
            said = written(self._generator, [Message(Speaker.USER, prompt)], sampling, cancel)
        except OnlyThoughts:
            return Worded(())
        kept: list[str] = []
        refused: list[str] = []
        spans = sentences(said.text.strip())
        for one in spans if said.whole else spans[:-1]:
            text = LIST_MARK.sub("", plain(said.text.strip()[one.start : one.end])).strip('"“”„«» ')
            new = letters(text) not in {letters(other) for other in kept}
            if len(kept) < most and new and is_courtesy(text, f"{wish} {known}", language):
                kept.append(text)
            elif letters(text):
                refused.append(text)
        return Worded(tuple(kept), tuple(refused))
