"""The elusion test: from a random sample of what was rejected, how much at most was missed.

That is its name in e-discovery: a sample of the discard pile is read, and the share of it that should not be
there is the elusion rate (The Grossman-Cormack Glossary of Technology-Assisted Review, Federal Courts Law
Review 7, 2013; EDRM, Statistical Sampling Applied to Electronic Discovery, 2015). A sample without return
from a finite pile is hypergeometric, so the bound here is exact: the largest number of missed documents with
which so few in the sample would still not be improbable. The Clopper-Pearson bound is its limit for endless
piles and never lower; the rule of three is an approximation to that one.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, floor, lgamma

CONFIDENCE = 0.95
_ROUNDING = 1e-9
SHARE = 0.05  # of the rejected, that may at most have been missed: what a sample is proposed for


@dataclass(frozen=True, slots=True)
class Proposal:
    """So many of the rejected are to be read, which proves, where nothing is found, that at most so many were
    missed, as surely as `confidence` says.
    """

    population: int
    size: int
    most: int
    confidence: float = CONFIDENCE


def most_missed(population: int, drawn: int, found: int, confidence: float = CONFIDENCE) -> int:
    """How many of `population` rejected were missed at most, with `found` among `drawn` at random: one-sided.
    Raises `ValueError` for numbers that cannot be.
    """
    if not 0 <= found <= drawn <= population or not 0 < confidence < 1:
        raise ValueError("no such sample")
    least, most = found, population - (drawn - found)
    while least < most:  # the chance falls as more were missed
        middle = (least + most + 1) // 2
        if _chance(population, drawn, found, middle) > 1 - confidence + _ROUNDING:
            least = middle
        else:
            most = middle - 1
    return least


def size_for(population: int, share: float = SHARE, confidence: float = CONFIDENCE) -> int:
    """How many to draw so that none found among them proves that at most `share` was missed: 59 of very many
    for 5 %, fewer of few; all of them where nothing less proves it.
    """
    allowed = floor(share * population + _ROUNDING)
    least, most = 0, population
    while least < most:
        middle = (least + most) // 2
        if most_missed(population, middle, 0, confidence) <= allowed:
            most = middle
        else:
            least = middle + 1
    return least


def drawn(places: Sequence[int], size: int, seed: int) -> tuple[int, ...]:
    """So many of some places at random, in the order in which they are to be read. The same seed draws the
    same. Raises `ValueError` where there are not so many.
    """
    return tuple(random.Random(seed).sample(sorted(places), size))


def _chance(population: int, drawn_: int, found: int, missed: int) -> float:
    """Of at most `found` among those drawn, where `missed` of the population are such."""
    whole = _ways(population, drawn_)
    return sum(
        exp(_ways(missed, one) + _ways(population - missed, drawn_ - one) - whole)
        for one in range(found + 1)
        if one <= missed and drawn_ - one <= population - missed
    )


def _ways(population: int, chosen: int) -> float:
    """The logarithm of how many ways there are to choose so many."""
    return lgamma(population + 1) - lgamma(chosen + 1) - lgamma(population - chosen + 1)
