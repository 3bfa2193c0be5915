"""The model's text on its way to the user, without the source marks it invents."""

from __future__ import annotations

import re

_NUMBER = r"(?:sources?\s*)?\[?\d{1,2}\]?"
_MARK = re.compile(
    rf"[ \t]*[\[(](?:sources?:?\s*)?{_NUMBER}(?:\s*(?:,|;|-|–|and|&)\s*{_NUMBER})*[\])](?!\()", re.IGNORECASE
)
_BRACKETED_NUMBER = re.compile(r"[ \t]*\(\d")  # "Article 33(1)" and "(1)" are no marks
_SAID = re.compile(
    r"\b(?:according to|as (?:stated|mentioned|described) in|based on|per) (?:the )?(?:provided )?"
    r"sources?(?: \[?\d{1,2}\]?(?:(?:,| and) \[?\d{1,2}\]?)*)?,?\s+(\w)",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:according(?: to)?|as(?: (?:stated|mentioned|described)(?: in)?)?|based(?: on)?|per)"
    r"(?: the)?(?: provided)?(?: sources?(?: [\[\]\d, and]*)?,?)?$",
    re.IGNORECASE,
)
_LONGEST_MARK = 40


def without_marks(text: str) -> str:
    """`text` without "[1]", "(Source 2)", "[1, 3]" and "According to source 1,"."""
    text = _MARK.sub(lambda found: found.group() if _BRACKETED_NUMBER.match(found.group()) else "", text)
    return _SAID.sub(lambda found: found[1].upper() if found[0][0].isupper() else found[1], text)


class MarkFilter:
    """Takes source marks out of text that arrives in pieces; holds back what may yet become one."""

    def __init__(self) -> None:
        self._held = ""
        self._begun = False

    def feed(self, piece: str) -> str:
        """What of the text so far is ready to be shown."""
        self._held += piece
        cut = _undecided(self._held)
        ready, self._held = self._held[:cut], self._held[cut:]
        return self._shown(ready)

    def close(self) -> str:
        """The rest."""
        ready, self._held = self._held, ""
        return self._shown(ready)

    def _shown(self, ready: str) -> str:
        shown = without_marks(ready)
        if not self._begun:
            shown = shown.lstrip()
        self._begun = self._begun or bool(shown)
        return shown


def _undecided(text: str) -> int:
    """Where the part begins that may belong to a mark: the last word, an open bracket, "According to"."""
    found = re.search(r"\S*$", text)
    whole = text[: found.start() if found else len(text)]
    opened = max(whole.rfind("["), whole.rfind("("))
    if opened >= 0 and len(text) - opened < _LONGEST_MARK and not re.search(r"[\])]", whole[opened:]):
        whole = whole[:opened]
    saying = _SAYING.search(whole.rstrip())
    return len(whole[: saying.start() if saying else None].rstrip(" \t"))
