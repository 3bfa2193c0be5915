"""Several readings of a doubtful line, weighed by a language model as what follows the lines before it.

The model chooses among what was read from the picture and writes nothing itself: how likely it finds each
reading is added to how well that fits picture and words (M. Ostendorf et al.: Integration of Diverse
Recognition Methodologies Through Reevaluation of N-Best Sentence Hypotheses, HLT 1991).
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.cancel import CancelToken
from engine.protocols import LikelihoodScorer
from rag.scanning.decoding import Weights

ODDS = Weights(0.4, 4.0)  # how language and length count in a reading's odds, where a model is asked too
LINES_BEFORE = 4  # of the page, that the model is told
_SHARE = 0.6  # how much the model counts beside the odds
_OPENING = "A letter, line by line:\n\n"


def likeliest(
    readings: Sequence[str],
    odds: Sequence[float],
    before: Sequence[str],
    scorer: LikelihoodScorer,
    cancel: CancelToken,
) -> int:
    """Which of a line's readings is the likeliest after the lines `before` it.

    `odds`: log odds of each reading by picture and words, against any one of them. Raises `Cancelled`,
    `ModelError`s, `WorkerError`s.
    """
    told = _OPENING + "".join(f"{line}\n" for line in before[-LINES_BEFORE:])
    heard = scorer.log_likelihoods(told, [f"{reading}\n" for reading in readings], cancel)
    scores = [odd + _SHARE * chance for odd, chance in zip(odds, heard, strict=True)]
    return max(range(len(readings)), key=scores.__getitem__)
