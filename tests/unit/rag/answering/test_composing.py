"""Answers put together of sentences that are known."""

import pytest

from rag.answering.composing import Said, laid_out, without_frames
from rag.types import Answer, Outcome, Support


def answer(*texts: str) -> Answer:
    text, told = laid_out([Said(one, Support.SUPPORTED) for one in texts], " ")
    return Answer("", text, told, Outcome.ANSWERED, "m", 0.0, 0.0)


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (('The source states: "Members should bring a towel.', '"'), "Members should bring a towel."),
        (('The relevant paragraph states: "No notice is due.',), "No notice is due."),
        (('No notice is needed."',), "No notice is needed."),
        (('It is called a "verge".',), 'It is called a "verge".'),
        (("According to the text, the fee is 7 euros.",), "The fee is 7 euros."),
        (("Laut Quelle 2 beträgt die Miete 780 Euro.",), "Laut Quelle 2 beträgt die Miete 780 Euro."),
        (("Der Text besagt: „Die Miete beträgt 780 Euro.“",), "Die Miete beträgt 780 Euro."),
        (("Le document indique que la taxe est de 9 euros.",), "La taxe est de 9 euros."),
        (("The fee is 7 euros.", "It is due in May."), "The fee is 7 euros. It is due in May."),
        (("The text of the notice is kept.",), "The text of the notice is kept."),
    ],
)
def test_frames_are_taken_off(texts: tuple[str, ...], shown: str) -> None:
    made = without_frames(answer(*texts))
    assert made.text == shown
    assert all(made.text[one.start : one.end] == one.text for one in made.sentences)
