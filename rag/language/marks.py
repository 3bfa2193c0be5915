"""The marks around and inside of words: a language's own around a quote, and those of Markdown.

German quotes „so“, French « so » with a narrow no-break space on either side: English marks around a German
sentence are a mistake in it.
"""

from __future__ import annotations

import re

from rag.language.languages import Language
from rag.language.words import plain

_QUOTES = ' \t\n\u00a0\u202f"“”„«»'
_HEADED = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(?=\S)|^[ \t]{0,3}>[ \t]?(?=\S)", re.MULTILINE)
_BULLET = re.compile(r"^\s*[-–—•*]\s+(?=\S)")
_LINK = re.compile(r"!?\[([^\[\]\n]+)\]\((?:[a-z]+:|[/#.])[^()\s]*\)")
_STRONG = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]+?)(?<=[^\s*])\1(?![\w*])")
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def quoted(text: str, language: Language) -> str:
    """`text` in the quotation marks of a language, once, and without the bullet of a list before it."""
    return language.says["quoted"].replace("{text}", unquoted(_BULLET.sub("", text)))


def quoted_words(text: str, language: Language) -> str:
    """A document's words on one line, without the marks of Markdown, in the quotation marks of a language."""
    return quoted(plain(unmarked(text)), language)


def unquoted(text: str) -> str:
    """`text` without quotation marks of any language around it; one that has some inside keeps them all."""
    bare = text.strip(_QUOTES)
    return text.strip() if any(mark in bare for mark in _QUOTES[5:]) else bare


def unmarked(text: str) -> str:
    """`text` without the marks that Markdown puts before and around words: "## Term" says "Term"."""
    text = _HEADED.sub("", text)
    return _CODE.sub(r"\1", _STRONG.sub(r"\2", _LINK.sub(r"\1", text)))


def is_headed(text: str) -> bool:
    """Whether every line of a text is a heading of Markdown: then it names what comes, and says nothing."""
    lines = [line for line in text.splitlines() if line.strip()]
    return bool(lines) and all(line.lstrip().startswith("#") and _HEADED.match(line) for line in lines)
