"""The head of a message: who wrote it, to whom and when. It tells of the message, not of what it is about.

"When is the summer party?" is not answered by the day on which the invitation was sent.
"""

from __future__ import annotations

import re

from rag.language.languages import Language, within

# As the readers of mail write it: a name or an address behind "From", and a day of two forms behind "Date".
_IS_ONE = re.compile(r"^\W*(?:Subject: .*?)?\bFrom: ", re.DOTALL)
_SUBJECT = re.compile(r"^\W*Subject: .*?(?=\bFrom: )", re.DOTALL)
_ADDRESS = r"(?:[^<>:@]{0,80}<[^>]*>|\S+@\S+)"
_PEOPLE = re.compile(rf"\b(?:From|To|Cc|Bcc|Sender|Reply-To): {_ADDRESS}(?:, ?{_ADDRESS})*")
_DAY = re.compile(
    r"\b(?:Date|Sent): (?:\w{3}, )?\d{1,4}[ -]\w+[ -]\d{2,4}"
    r"(?:[ T]\d{1,2}:\d\d(?::\d\d)?(?: ?[+-]\d{2}:?\d\d)?)?"
)


def has_head(text: str) -> bool:
    """Whether a text begins with the head of a message."""
    return _IS_ONE.match(text) is not None


def without_head(sentence: str, question: str, language: Language, *, subject: bool = True) -> str:
    """A sentence without the senders and the day of a message, unless the question is about the message.

    `language` is the question's; `subject`: what the message is called stays.
    """
    if not _IS_ONE.match(sentence) or within(language, "message").search(question):
        return sentence
    said = sentence if subject else _SUBJECT.sub("", sentence)
    return _PEOPLE.sub(" ", _DAY.sub(" ", said))
