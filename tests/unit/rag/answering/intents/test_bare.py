"""What is asked, of all that a person types around it."""

import pytest

from rag.answering.intents.bare import bare


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("WHAT IS THE NOTICE PERIOD???", "What is the notice period?"),
        ("Hello, I have a question: who pays the rent? Thanks a lot!", "who pays the rent?"),
        ("Could you please tell me when the lease ends?", "when the lease ends?"),
        ("Guten Morgen, könnten Sie mir sagen, wie hoch die Miete ist? Danke!", "wie hoch die Miete ist?"),
        ("Bonjour, pourriez-vous me dire quel est le loyer ?", "quel est le loyer ?"),
        ("Buongiorno, scusi il disturbo: chi paga il canone? Grazie mille!", "chi paga il canone?"),
        ("Goedemorgen, kunt u mij zeggen wanneer de huur eindigt? Bedankt!", "wanneer de huur eindigt?"),
        ("lamp log", "lamp log"),
    ],
)  # fmt: skip
def test_courtesies_and_capitals_are_left_out(typed: str, asked: str) -> None:
    assert bare(typed).whole == asked


def test_the_question_is_found_in_the_story_before_it() -> None:
    told = bare(
        "My uncle left me his orchard in 2019 and I have let it to a neighbour ever since. He wants to cut"
        " two of the trees. May the tenant cut trees without asking?"
    )
    assert told.whole == "May the tenant cut trees without asking?"
    assert told.years == ("2019",)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (
            "How much is the permit, and within how many days is it granted?",
            ("How much is the permit", "within how many days is it granted?"),
        ),
        ("Who mows the verge? When is it mown?", ("Who mows the verge?", "When is it mown?")),
        ("Wie hoch ist die Pacht und wer zahlt Wasser?", ("Wie hoch ist die Pacht", "wer zahlt Wasser?")),
        ("What are the duties of landlord and tenant?", ("What are the duties of landlord and tenant?",)),
    ],
)  # fmt: skip
def test_several_questions_are_asked_one_by_one(typed: str, parts: tuple[str, ...]) -> None:
    assert bare(typed).parts == parts
