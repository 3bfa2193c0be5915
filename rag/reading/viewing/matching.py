"""Lines that readers noted, found again in the text as the vault keeps it.

The two differ where pictures were read, where a person corrected a word, where a file has changed since. A
line is laid out as it was noted only where the text holds the very same; every other one is shown as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from rag.reading.viewing.recording import Line

_NEAR = 4_000  # lines that may be passed over


def matched(lines: Sequence[Line], texts: Sequence[str]) -> list[int]:
    """For each text the place of the line that was noted of it, -1 for none; in their order."""
    noted, said = _places([line.text for line in lines]), _places(texts)
    found = [-1] * len(texts)
    here = there = 0  # in `texts`, in `lines`
    while here < len(texts) and there < len(lines):
        if texts[here] == lines[there].text:
            found[here] = there
            here, there = here + 1, there + 1
            continue
        ahead = _next(noted.get(texts[here], ()), there) - there
        behind = _next(said.get(lines[there].text, ()), here) - here
        if min(ahead, behind) > _NEAR:
            here, there = here + 1, there + 1
        elif ahead <= behind:
            there += ahead
        else:
            here += behind
    return found


def _places(texts: Sequence[str]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        found[text].append(place)
    return found


def _next(places: Sequence[int], least: int) -> int:
    at = bisect_left(places, least)
    return places[at] if at < len(places) else least + _NEAR + 1
