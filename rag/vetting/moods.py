"""What a clause does: forbids, allows, frees of a duty, holds to it, binds, asks for consent.

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
    HOLDS = auto()  # to a duty: nothing excuses or releases from it
    CONSENTED = auto()  # with the consent of the other, or of both


_DUTY = (
    r"(?:obligation|obliged|obligated|duty|required|requirement|liab\w+|responsib\w+|need|limit\w*|cap|bound"
    r"|restrict\w*)"
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
        r"\bnot\s+(?:be\s+)?(?:prevent|restrict|limit|construed)\w*",
        r"\b(?:muss|müssen|braucht|brauchen)\s+(?:\w+\s+){0,5}?nicht\b",
        r"\bkeine\w*\s+(?:\w+\s+){0,2}(?:pflicht|verpflichtung|haftung)\b",
        r"\bnicht\s+(?:verpflichtet|gehalten|haft\w+)\b",
        r"\baucune\s+obligation\b",
        r"\bpas\s+(?:tenu|obligé|responsable)\w*\b",
        r"\bn'\w+\s+pas\s+(?:à|l'obligation)\b",
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
    Mood.HOLDS: (
        r"\b(?:no|not|nothing)\b.{0,60}?\b(?:excuse|release|relieve|discharge)[sd]?\b",
        r"\b(?:befrei|entbind|entheb)\w*\s+(?:\w+\s+){0,5}?nicht\b",
        r"\bnicht\s+(?:\w+\s+){0,5}?(?:befreit|entbunden|enthoben)\b",
        r"\bne\s+(?:\w+\s+){0,2}?(?:libère|dispense|exonère|décharge|délie|relève)\w*\b",
    ),
    Mood.CONSENTED: (
        r"\b(?:with|upon|subject\s+to)\s+(?:the\s+)?(?:\w+\s+){0,4}?(?:consent|approval|permission)\b",
        r"\b(?:mutual|joint)\w*\s+(?:written\s+)?(?:consent|agreement|agree)\w*\b",
        r"\bsigned\s+by\s+(?:both|each|all|the\s+parties)\b|\bwriting\b.{0,40}\bsigned\b",
        r"\b(?:mit|nach|vorbehaltlich)\s+(?:\w+\s+){0,4}?\w*(?:zustimmung|einwilligung|genehmigung)\b",
        r"\beinvernehmlich\w*\b",
        r"\b(?:avec|moyennant|sous\s+réserve\s+de)\s+(?:[\w']+\s+){0,3}?(?:l')?(?:accord|consentement|autorisation)\b",
        r"\bcommun\s+accord\b",
    ),
}
_SIGNS = {mood: re.compile("|".join(patterns)) for mood, patterns in _PATTERNS.items()}
# "Nothing prevents it from" frees; the word that forbids in it does not count by itself.
_NOTHING = re.compile(
    r"\bnothing\b.{0,80}?\b(?:prevent|restrict|limit|prohibit|preclude|construed)\w*"
    r"|\b(?:keine\w*|nichts)\b.{0,60}?\b(?:hinder|beschränk|verbiet|untersag)\w*"
    r"|\b(?:rien|aucune?)\b.{0,80}?\bn'(?:empêch|interdi|exclu)\w*"
)
# "Including, without limitation, …" limits nothing and frees nobody.
_IDIOM = re.compile(
    r"\binclud\w+,?\s+(?:but\s+)?(?:without\s+limitation|not\s+limited\s+to)"
    r"|\b(?:insbesondere,?\s+)?(?:aber|jedoch)\s+nicht\s+(?:ausschließlich|beschränkt\s+auf|nur)"
    r"|\b(?:y\s+compris\s+)?sans\s+(?:s'y\s+limiter|limitation,|que\s+cette\s+liste\b.{0,30}?limitative)"
)


def moods(folded: str) -> Mood:
    """All that a clause does, of its folded text."""
    folded, nothing = _NOTHING.subn(" ", _IDIOM.sub(" ", folded))
    found = Mood.FREES if nothing else Mood.NONE
    for mood, pattern in _SIGNS.items():
        if pattern.search(folded):
            found |= mood
    return found


def agree(one: Mood, other: Mood) -> bool:
    """Whether two clauses about the same may say the same: what one forbids the other does not only allow, a
    duty that one frees of the other does not lay on or hold to, and what one allows with a consent the other
    does not allow without.
    """
    return _may_say(one, other) and _may_say(other, one)


def _may_say(one: Mood, other: Mood) -> bool:
    if Mood.FORBIDS in one and Mood.ALLOWS in other and not other & (Mood.FORBIDS | Mood.FREES):
        return False
    if Mood.HOLDS in one and other & (Mood.FREES | Mood.ALLOWS) and Mood.HOLDS not in other:
        return False
    if Mood.CONSENTED in one and Mood.ALLOWS in other and Mood.CONSENTED not in other:
        return False
    return not (Mood.FREES in one and not other & (Mood.FREES | Mood.ALLOWS))
