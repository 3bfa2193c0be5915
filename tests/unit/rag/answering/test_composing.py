"""Answers put together of sentences that are known."""

from dataclasses import replace

import pytest

from rag.answering.composing import Said, laid_out, silence_told, together, without_frames
from rag.language.languages import Language, english, languages
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


@pytest.mark.parametrize("language", languages(), ids=lambda one: one.code)
def test_silence_says_only_what_was_looked_at(language: Language) -> None:
    silent = replace(answer("Nothing."), outcome=Outcome.SILENT)
    told = {
        (read, unread): silence_told(replace(silent, read=read, unread=unread), language).text
        for read in (0, 3)
        for unread in ((), ("a.pdf",))
    }
    assert told[3, ()] == language.says["silent"]
    assert told[3, ("a.pdf",)] == language.says["silent-so-far"]
    assert told[0, ("a.pdf",)] == language.says["silent-unread"]
    assert told[0, ()] == language.says["silent-empty"]
    assert len(set(told.values())) == 4


def test_other_answers_keep_their_words() -> None:
    (english, *_) = (one for one in languages() if one.code == "en")
    for kept in (answer("Yes."), replace(answer("Yes."), outcome=Outcome.SILENT, stopped=True, read=0)):
        assert silence_told(kept, english) is kept


SILENT = replace(answer("Your documents do not answer this."), outcome=Outcome.SILENT)
NEAR = replace(answer("Nearest: the rent."), outcome=Outcome.CLOSEST)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ((answer("7 euros."), answer("In May.")), "7 euros.\nIn May."),
        ((answer("7 euros."), SILENT), "7 euros.\n“And who pays?”\nYour documents do not answer this."),
        ((NEAR, answer("The tenant.")), "“How much is it?”\nNearest: the rent.\nThe tenant."),
        ((SILENT, NEAR), "Nearest: the rent."),
        ((SILENT, SILENT), "Your documents do not answer this."),
        ((NEAR, NEAR), "“How much is it?”\nNearest: the rent.\n“And who pays?”\nNearest: the rent."),
    ],
)
def test_a_part_that_is_not_answered_is_named_beside_one_that_is(
    parts: tuple[Answer, ...], told: str
) -> None:
    made = together(parts, ("how much is it?", "and who pays?"), english())
    assert made.text == told
    assert all(made.text[one.start : one.end] == one.text for one in made.sentences)


def test_what_a_part_before_has_said_is_not_said_again() -> None:
    first = answer("Lindqvist owes 12,400, the most.")
    second = answer("Lindqvist owes 12,400, the most.", "It is due on 15 December.")
    told = together([first, second], ["who owes the most", "when is it due"], english())
    assert told.text == "Lindqvist owes 12,400, the most.\nIt is due on 15 December."
    assert all(told.text[one.start : one.end] == one.text for one in told.sentences)
    assert together([first, first], ["who", "who"], english()).text == first.text
