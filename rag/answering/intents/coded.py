"""Whether somebody wants a program, a formula or a query written: told by rules, in no time.

A verb of making at the beginning, and what is made has to be of computing beyond doubt: "write an Excel
formula", never "the formula for the rent", "the code of conduct" or "the script of the hearing".
"""

from __future__ import annotations

import re
from functools import cache

from rag.language.languages import Language, languages

# Names that are of computing in every language; the second row also names what people keep documents in, so
# that it needs the word for a thing of code beside it.
_SURE = (
    r"python|javascript|typescript|java|c\+\+|c#|(?:ms |my|postgre|pl/)?sql(?:ite)?|vba|powershell|bash|php"
    r"|kotlin|golang|ruby|perl|matlab|dax|lambda|regexp?|cron|json schema|xpath|xslt|jq|awk|sed"
)
_MAYBE = (
    r"excel|spreadsheets?|sheets|calc|libreoffice|word|outlook|access|power ?query|power ?bi|shell|terminal"
    r"|linux|windows|html|css|json|xml|yaml|csv|latex|markdown|rust|swift|in r|tabellenkalkulation\w*"
    r"|tableur|hoja de c[áa]lculo|foglio di calcolo|folha de c[áa]lculo|rekenblad"
)
_SURE_NAME = re.compile(rf"(?<![\w.]){'(?:' + _SURE + ')'}(?![\w+#])", re.IGNORECASE)
_ANY_NAME = re.compile(rf"(?<![\w.])(?:{_SURE}|{_MAYBE})(?=-|[^\w+#]|$)", re.IGNORECASE)
# "SQL-Abfrage", "Excel-formule": one word with its name.
_JOINED = re.compile(rf"\b(?:{_SURE}|{_MAYBE})[- ]?(?=\w)", re.IGNORECASE)


def wants_code(text: str, language: Language) -> bool:
    """Whether `text` asks for code; also where it brings code along, in a fence."""
    if "```" in text:
        return True
    for one in dict.fromkeys((language, *languages())):
        begun = _verbs(one).match(text)
        if begun is None:
            continue
        rest = text[begun.end() :]
        if _regex(one).search(rest) or (
            _ANY_NAME.search(rest) and _nouns(one).search(_JOINED.sub(" ", rest))
        ):
            return True
        if _SURE_NAME.search(rest) and not _letter(one).search(text):
            return True
    return False


@cache
def _verbs(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{language.wishes['code']})", re.IGNORECASE)


@cache
def _nouns(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.wishes['code-nouns']})\b", re.IGNORECASE)


@cache
def _regex(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{language.wishes['code-regex']}|regexp?)\b", re.IGNORECASE)


@cache
def _letter(language: Language) -> re.Pattern[str]:
    """What is written to somebody, or about something."""
    return re.compile(language.wishes["draft"], re.IGNORECASE)
