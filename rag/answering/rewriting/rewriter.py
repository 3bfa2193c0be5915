"""What the model makes of words that are cited: fewer, simpler, in another language.

Shorter and simpler sentences are held against the passages as those of an answer are, and the first one
stands where they fail. A translation cannot be held against its passage word for word: it keeps every figure
and every name made of capitals or digits and is in the language asked for, or it is not shown; and the
document's own words stand below it, which alone count. Small models do not translate at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.cancel import CancelToken
from engine.errors import OnlyThoughts
from engine.protocols import TextGenerator
from engine.types import Message, Sampling, Speaker
from rag.answering.composing import Said
from rag.answering.rewriting.forms import Form, Wanted, bullets, kept, table
from rag.grounding.citations import Places, hit_of
from rag.grounding.grounder import Grounder
from rag.grounding.meaning import bends
from rag.guarding.injection import is_order
from rag.language.languages import Language, language_of
from rag.language.marks import quoted, unmarked, unquoted
from rag.language.quantities import holds, quantities
from rag.language.sentences import sentences
from rag.language.words import letters, plain, words
from rag.prompting.prompts import fill
from rag.prompting.writing import written
from rag.types import Citation, Sentence, Support

_TOKENS = 200  # of one sentence
_SENTENCES = 12  # translated at once: more than a page, half a minute of a 0.5B model on two cores
# The 1.5B's German of a fine for an unlit stern lamp: "Wer nicht eine stärke Lampe anlichtet"; the 0.5B's
# English of a yearly berth fee: "the yearly income tax".
_TRANSLATES = 2_500_000_000  # parameters
_TOLD_BY = 4  # words, from which on a text tells its language
_HOW = {Form.SHORTER: "in as few words as possible", Form.PLAIN: "in plain, simple words"}


class Rewriter:
    """Puts what is cited in another form. Raises `Cancelled`, `ModelError`s and `WorkerError`s."""

    def __init__(self, generator: TextGenerator, places: Places) -> None:
        self._generator = generator
        self._places = places

    def formed(self, wanted: Wanted, said: Sequence[Sentence], cancel: CancelToken) -> Iterator[Said]:
        """The sentences of an answer in the form wanted, piece by piece."""
        own = kept(said)
        if wanted.form is Form.BULLETS:
            yield from bullets(own)
        elif wanted.form is Form.TABLE:
            yield from table(own, wanted.language)
        elif wanted.form is Form.TRANSLATED:
            yield from self.translated([one.citations[0] for one in own], wanted.language, cancel)
        else:
            own = own[:1] if wanted.form is Form.SHORTER else own
            for one in own:
                yield self._reworded(one, wanted, cancel)

    def translated(self, cited: Sequence[Citation], target: Language, cancel: CancelToken) -> Iterator[Said]:
        """What is cited in another language, marked as the model's, and below it the document's own words."""
        cited = list(dict.fromkeys(cited))
        told = "too-small"
        if self._generator.info().parameters >= _TRANSLATES:
            told = "translated"
            stated = [(one, text) for one in cited for text in _stated(one)]
            for place, source in stated[:_SENTENCES]:
                text = self._written("translate", cancel, language=target.name, text=source)
                if not _keeps(text, source, target):
                    told, text = "untranslated", quoted(source, target)
                yield Said(text, Support.NEUTRAL, (place,))
        yield Said(target.says[told])
        for one in cited:
            yield Said(quoted(" ".join(_stated(one)), target), Support.SUPPORTED, (one,))

    # --- inside --------------------------------------------------------------------------------------------

    def _reworded(self, one: Sentence, wanted: Wanted, cancel: CancelToken) -> Said:
        source = plain(one.text)
        how, name = _HOW[wanted.form], language_of(source).name
        text = self._written("rewrite", cancel, how=how, language=name, text=source)
        hits = [hit_of(place) for place in one.citations]
        grounding = Grounder("", hits, self._places).ground(text)
        right = grounding.support is Support.SUPPORTED and not bends(text, grounding.citations)
        shorter = wanted.form is not Form.SHORTER or len(text) < len(source)
        if right and shorter and len(sentences(text)) == 1:
            return Said(text, Support.SUPPORTED, grounding.citations)
        return Said(source, one.support, one.citations)

    def _written(self, prompt: str, cancel: CancelToken, **fields: str) -> str:
        messages = [Message(Speaker.USER, fill(prompt, **fields))]
        try:
            text = written(
                self._generator, messages, Sampling(max_tokens=_TOKENS, repeatable=True), cancel
            ).text
        except OnlyThoughts:
            return ""
        return unquoted(plain(text))


def _stated(cited: Citation) -> Iterator[str]:
    """The sentences of what is cited, but for those that give orders to whoever reads them."""
    for span in sentences(cited.quote):
        text = plain(unmarked(cited.quote[span.start : span.end]))
        if not is_order(text):
            yield text


def _keeps(text: str, source: str, target: Language) -> bool:
    """Whether a translation has the figures and marked names of its source, and is one."""
    own = language_of(source)
    there = frozenset(quantities(source, own))
    here = frozenset(quantities(text, target))
    if not all(holds(one, here) for one in there) or not all(holds(one, there) for one in here):
        return False
    marked = [one for one in words(source) if sum(c.isupper() or c.isdigit() for c in one) > 1]
    if any(letters(one) not in letters(text) for one in marked):
        return False
    return bool(text) and (len(words(text)) < _TOLD_BY or language_of(text) is target)
