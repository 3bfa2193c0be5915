"""An answer while it is written: cut into sentences, each grounded; a draft until one answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rag.answering.source_marks import MarkFilter
from rag.grounding.grounder import Grounder, is_silent
from rag.language.sentences import SentenceCutter, Span
from rag.language.words import letters
from rag.prompting.prompts import SILENT
from rag.types import AnswerDelta, AnswerEvent, Drafted, Sentence, SentenceGrounded

_SILENT = letters(SILENT)


class Draft:
    """Takes the model's text piece by piece and gives the events of the answer.

    Nothing is given as answer before a sentence `bears` on the question, which takes support: until then all
    there is is `Drafted`, and dropped in the end where none does. The draft is complete,
    and takes no more, once the model says that the documents are silent, repeats a sentence, has written
    `most` sentences, or `misstates` what the sentence rests on: then it ends before that one.
    """

    def __init__(
        self,
        grounder: Grounder,
        bears: Callable[[Sentence], bool],
        most: int,
        misstates: Callable[[Sentence], bool] = lambda _: False,
    ) -> None:
        self._grounder = grounder
        self._bears = bears
        self._misstates = misstates
        self._most = most
        self._filter = MarkFilter()
        self._cutter = SentenceCutter()
        self._sentences: list[Sentence] = []
        self._told = 0  # sentences given
        self._shown = 0  # characters given
        self._drafted = ""  # what was last told to be unchecked
        self._end: int | None = None  # of the text that counts, once complete
        self._answered = False

    @property
    def text(self) -> str:
        """The answer so far, without what made it complete."""
        return self._cutter.text[: self._end].rstrip()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self._sentences)

    @property
    def answered(self) -> bool:
        """Whether a sentence bears on the question."""
        return self._answered

    @property
    def complete(self) -> bool:
        return self._end is not None

    def feed(self, piece: str) -> Iterator[AnswerEvent]:
        """Events that `piece` gives rise to."""
        if self.complete:
            return
        self._take(self._cutter.feed(self._filter.feed(piece)))
        yield from self._events(self._ready())

    def close(self, *, whole: bool, stopped: bool = False) -> Iterator[AnswerEvent]:
        """The rest. Unless `whole`, the last sentence was cut short, and is dropped when another is supported
        or the person has `stopped` the model.
        """
        if not self.complete:
            self._take(self._cutter.feed(self._filter.close()))
        if not self.complete:
            rest = self._cutter.close()
            if stopped or (not whole and self._answered):
                self._end = self._sentences[-1].end if self._sentences else 0
            else:
                self._take(rest)
        yield from self._events(len(self.text))
        yield from self._draft("")

    # --- inside --------------------------------------------------------------------------------------------

    def _take(self, spans: list[Span]) -> None:
        for span in spans:
            text = self._cutter.text[span.start : span.end]
            said = any(letters(text) == letters(sentence.text) for sentence in self._sentences)
            if is_silent(text) or said:
                self._end = self._sentences[-1].end if self._sentences else 0
                return
            grounding = self._grounder.ground(text)
            sentence = Sentence(span.start, span.end, text, grounding.support, grounding.citations)
            if grounding.citations and self._misstates(sentence):
                self._end = self._sentences[-1].end if self._sentences else 0
                return
            self._sentences.append(sentence)
            self._answered = self._answered or self._bears(self._sentences[-1])
            if len(self._sentences) == self._most:
                self._end = span.end
                return

    def _ready(self) -> int:
        """How much may be shown: not the beginning of what may become "Not in your documents."."""
        if self.complete:
            return len(self.text)
        begun = self._sentences[-1].end if self._sentences else 0
        tail = letters(self._cutter.text[begun:])
        if _SILENT.startswith(tail) or tail.startswith(_SILENT):
            return begun
        return len(self._cutter.text)

    def _events(self, until: int) -> Iterator[AnswerEvent]:
        if not self._answered:
            yield from self._draft(self._cutter.text[:until].strip())
            return
        yield from self._draft("")
        if until > self._shown:
            yield AnswerDelta(self._cutter.text[self._shown : until])
            self._shown = until
        for sentence in self._sentences[self._told :]:
            yield SentenceGrounded(sentence)
        self._told = len(self._sentences)

    def _draft(self, text: str) -> Iterator[AnswerEvent]:
        if text != self._drafted:
            self._drafted = text
            yield Drafted(text)
