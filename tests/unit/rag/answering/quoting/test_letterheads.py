"""The head of a message answers questions about the message, and no others."""

import pytest

from rag.answering.quoting.kinds import Kind, has_kind
from rag.language.languages import language_of, languages

HEAD = (
    "Subject: Sommerfest From: Ada Brand <ada@hafen.example> To: Tom Vos <tom@hafen.example> "
    "Date: Wed, 21 Dec 2022 10:28:53 -0600"
)
CODES = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("code", "kind", "question", "holds"),
    [
        ("en", Kind.DATE, "When is the summer party?", False),
        ("en", Kind.DATE, "When was the mail about the summer party sent?", True),
        ("en", Kind.PERSON, "Who organises the party?", False),
        ("en", Kind.PERSON, "Who wrote about the party?", True),
        ("de", Kind.DATE, "Wann ist das Sommerfest?", False),
        ("de", Kind.DATE, "Wann wurde die Nachricht geschickt?", True),
        ("fr", Kind.DATE, "Quand a lieu la fête ?", False),
        ("fr", Kind.DATE, "Quand le courriel a-t-il été envoyé ?", True),
        ("es", Kind.PERSON, "¿Quién organiza la fiesta?", False),
        ("it", Kind.DATE, "Quando è la festa?", False),
        ("pt", Kind.DATE, "Quando é a festa?", False),
        ("nl", Kind.DATE, "Wanneer is het zomerfeest?", False),
        ("nl", Kind.DATE, "Wanneer is het bericht verzonden?", True),
    ],
)
def test_who_and_when_of_a_message(code: str, kind: Kind, question: str, holds: bool) -> None:
    assert has_kind(kind, question, HEAD, CODES[code]) is holds


def test_what_a_message_says_is_kept() -> None:
    said = "Subject: Party From: Ada Brand <ada@hafen.example> The party is on 4 June 2031."
    assert has_kind(Kind.DATE, "When is the party?", said, language_of("When is the party?"))
