"""The words of a correction that dictation may be told of: names and terms that were heard otherwise."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from rag.language.word_lists import common_words
from rag.storing.listed import key_of

_WORD = re.compile(r"[^\W\d_](?:[\w'’.&-]*\w)?")
_LANGUAGES = ("en", "de", "fr", "es", "it", "ar")  # in which the program is spoken to
_SHORTEST = 3  # letters
_SAME = 0.4  # of what was heard stands there still: less is another sentence
_STRETCH = 4  # words that stand for one another: more is another sentence, and no correction of a name


def corrected_words(heard: str, corrected: str) -> list[str]:
    """The words that a person wrote in place of what was heard and that no language has among its common
    ones, which a model spells rightly as it is; each once.

    Reads lists of words: not for the GUI thread.
    """
    old, new = _WORD.findall(heard), _WORD.findall(corrected)
    # As they are written: who writes GmbH for gmbh corrects it.
    matched = SequenceMatcher(None, old, new, autojunk=False)
    if sum(one.size for one in matched.get_matching_blocks()) < _SAME * len(old):
        return []
    found: dict[str, str] = {}
    for kind, from_old, to_old, from_new, to_new in matched.get_opcodes():
        if kind == "replace" and max(to_old - from_old, to_new - from_new) <= _STRETCH:
            for word in new[from_new:to_new]:
                found.setdefault(key_of(word), word)
    said = {key_of(one) for one in old if one in new}
    return [word for key, word in found.items() if key not in said and _is_rare(word)]


def _is_rare(word: str) -> bool:
    plain = re.sub(r"['’]s$", "", word).casefold()
    parts = [one for one in re.split(r"[-&.'’]", plain) if one]
    if sum(map(len, parts)) < _SHORTEST:
        return False
    return not any(all(part in common_words(code) for part in parts) for code in _LANGUAGES)
