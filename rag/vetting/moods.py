"""What a clause does: forbids, allows, frees of a duty, binds, makes exceptions.

"May use it for any purpose" and "shall not use it for any other purpose" are about the same things and near
each other in meaning; what they do tells them apart. English, German and French.
"""

from __future__ import annotations

import re
from enum import Flag, auto


class Mood(Flag):
    NONE = 0
    FORBIDS = auto()
    ALLOWS = auto()
    FREES = auto()  # of a duty, or of what a liability is limited by
    BINDS = auto()
    EXCEPTS = auto()  # only, except, without consent


_DUTY = (
    r"(?:obligation|obliged|obligated|duty|required|requirement|liab\w+|responsib\w+|need|limit\w*|cap|bound"
    r"|restrict\w*|excuse\w*|release\w*|relieve\w*)"
)
_UNBOUND = (
    r"(?:be\s+)?(?:required|obliged|obligated|liable|limited|responsible|construed|excuse|release|relieve"
    r"|prevent|restrict)"
)
_BINDING = r"\b(?:shall|may|must|will|agrees?|undertakes?|covenants?)"
_PATTERNS: dict[Mood, tuple[str, ...]] = {
    Mood.FREES: (
        rf"\b(?:no|not|without)\s+(?:\w+\s+){{0,4}}?{_DUTY}\b",
        r"\bneed not\b",
        r"\bnothing\b.{0,60}\b(?:prevent|restrict|limit|prohibit|preclude|construed)\w*",
        r"\bnot\s+(?:be\s+)?(?:excuse|release|relieve|prevent|restrict|limit|construed)\w*",
        r"\bkeine\w*\s+(?:\w+\s+){0,2}(?:pflicht|verpflichtung|haftung)\b",
        r"\bnicht\s+(?:verpflichtet|gehalten|haft\w+)\b",
        r"\baucune\s+obligation\b",
        r"\bpas\s+(?:tenu|obligé|responsable)\b",
    ),
    Mood.FORBIDS: (
        rf"{_BINDING}\s+(?:\w+\s+){{0,2}}?(?:not|never)\b(?!\s+{_UNBOUND})",
        r"\b(?:cannot|neither|nor)\b",
        r"\bno\s+(?:party|person)\b",
        r"\bnot\s+to\b",
        r"\b(?:refrain|abstain|prohibit|forbidden|preclude)\w*\b",
        r"\b(?:darf|dürfen|wird|werden)\s+(?:\w+\s+){0,6}?nicht\b",
        r"\b(?:untersagt|verboten|unterlass\w*)\b",
        r"\bne\s+(?:\w+\s+){0,2}?(?:peut|pourra|doit|devra|peuvent|pourront)\w*\s+(?:\w+\s+)?(?:pas|ni)\b",
        r"\b(?:interdi\w+|s'abstien\w+)",
    ),
    Mood.ALLOWS: (
        r"\bmay\b(?!\s+(?:not|be\s+(?:required|necessary|legally)|have\s))",
        r"\b(?:free|entitled|permitted|allowed|authori[sz]ed|at\s+liberty)\s+to\b",
        r"\bright\s+to\b",
        r"\b(?:reserves?|freely|grants?)\b",
        r"\bcan\b(?!\s+not)",
        r"\b(?:darf|dürfen|kann|können|berechtigt|befugt|frei)\b",
        r"\b(?:peut|peuvent|pourra|pourront|libre\w*|autorisé\w*|droit de)\b",
    ),
    Mood.BINDS: (
        r"\b(?:shall|must|will|agrees?|undertakes?|covenants?|hereby)\b",
        r"\b(?:muss|müssen|hat|haben|verpflichtet|zahlt|haftet|stellt)\b",
        r"\b(?:doit|devra|s'engage\w*|tenu\w*|paiera|versera)\b",
    ),
    Mood.EXCEPTS: (
        r"\b(?:only|solely|except|other\s+than|unless|provided\s+that|need\s+to\s+know|no\s+other)\b",
        r"\bwithout\s+(?:the\s+)?(?:\w+\s+){0,3}(?:prior|written|express)\s+(?:\w+\s+)?consent\b",
        r"\b(?:nur|ausschließlich|außer|es\s+sei\s+denn)\b",
        r"\bohne\s+(?:\w+\s+)?(?:vorherige|schriftliche)",
        r"\b(?:seulement|uniquement|sauf|hormis|sans\s+l'accord)\b",
    ),
}
_SIGNS = {mood: re.compile("|".join(patterns)) for mood, patterns in _PATTERNS.items()}


def moods(folded: str) -> Mood:
    """All that a clause does, of its folded text."""
    found = Mood.NONE
    for mood, pattern in _SIGNS.items():
        if pattern.search(folded):
            found |= mood
    return found


def agree(one: Mood, other: Mood) -> bool:
    """Whether two clauses about the same may say the same: what one forbids the other does not only allow,
    and a duty that one frees of the other does not lay on.
    """
    return _may_say(one, other) and _may_say(other, one)


def _may_say(one: Mood, other: Mood) -> bool:
    if Mood.FORBIDS in one and Mood.ALLOWS in other and not other & (Mood.FORBIDS | Mood.FREES):
        return False
    return not (Mood.FREES in one and not other & (Mood.FREES | Mood.ALLOWS))
