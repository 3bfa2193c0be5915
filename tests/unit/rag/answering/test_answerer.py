"""The way of an answer, from real search in a real vault to grounded sentences; only the model is a fake."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from answer_house import FILLING, QUESTION, RIGHT, WRONG, House
from fakes.generator import FakeGenerator

from engine.cancel import CancelToken
from engine.types import Message
from rag.answering.answerer import UNANSWERED, AnswerSettings
from rag.prompting.prompts import SILENT
from rag.types import (
    Answer,
    AnswerDelta,
    AnswerDone,
    AnswerEvent,
    Drafted,
    Outcome,
    PassagesFound,
    PassagesNear,
    SentenceGrounded,
    SourcesFound,
    Support,
    Turn,
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.vault.close()


def answer_of(events: list[AnswerEvent]) -> Answer:
    done = events[-1]
    assert isinstance(done, AnswerDone)
    return done.answer


def shown(events: list[AnswerEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, AnswerDelta))


def turn(question: str, text: str) -> Turn:
    return Turn(1, 1, question, Answer(question, text, (), Outcome.ANSWERED, "fake", 1.0, 1.0), 0.0)


def test_an_answer_with_its_citation(house: House) -> None:
    events = house.ask(f"{RIGHT} It is Article 33.")
    answer = answer_of(events)
    near, first, sources = events[:3]
    assert isinstance(near, PassagesNear)
    assert isinstance(first, PassagesFound)
    assert isinstance(sources, SourcesFound)
    assert sources.hits == first.hits
    assert sources.hits[0].document == "act.txt"
    assert answer.found
    assert answer.text == shown(events) == f"{RIGHT} It is Article 33."
    assert answer.model == "fake"
    assert answer.tokens_per_second > 0
    sentence = answer.sentences[0]
    assert answer.text[sentence.start : sentence.end] == sentence.text == RIGHT
    assert sentence.support is Support.SUPPORTED
    citation = sentence.citations[0]
    assert citation.page == 2
    assert citation.section == "Article 33"
    assert citation.quote == house.store.text(citation.document_id, citation.start, citation.end)
    assert "72 hours" in citation.quote


def test_sentences_are_grounded_while_the_answer_streams(house: House) -> None:
    events = house.ask(f"{RIGHT} The processor shall notify the controller without undue delay. Both notify.")
    kinds = [type(event) for event in events]
    assert kinds.count(SentenceGrounded) == 3
    assert AnswerDelta in kinds[kinds.index(SentenceGrounded) :]


def test_an_unsupported_sentence_is_marked(house: House) -> None:
    answer = answer_of(house.ask(f"{RIGHT} The fine is 500 EUR."))
    assert [sentence.support for sentence in answer.sentences] == [Support.SUPPORTED, Support.UNSUPPORTED]
    assert answer.sentences[1].citations == ()
    assert answer.found


@pytest.mark.parametrize(
    "reply",
    [
        WRONG,
        "Not in your documents.",
        "The sources do not mention it.",
        "Hello!",
        "",
        "not in your documents",
    ],
)
def test_nothing_is_shown_that_nothing_supports(house: House, reply: str) -> None:
    events = house.ask(reply)
    answer = answer_of(events)
    assert shown(events) == ""
    assert not answer.found
    assert answer.text == UNANSWERED
    assert all(not sentence.citations for sentence in answer.sentences)


def test_a_wrong_beginning_is_shown_once_something_is_right(house: House) -> None:
    events = house.ask(f"{WRONG} {RIGHT}")
    assert [s.support for s in answer_of(events).sentences] == [Support.UNSUPPORTED, Support.SUPPORTED]
    assert shown(events) == f"{WRONG} {RIGHT}"


def test_the_model_is_not_asked_about_something_else(house: House) -> None:
    generator = FakeGenerator("Ethanol boils at 78 degrees.")
    events = list(house.answerer(generator).answer("At which temperature does ethanol boil?"))
    assert generator.calls == []
    assert not answer_of(events).found
    assert answer_of(events).text == UNANSWERED


def test_an_empty_library_answers_nothing(house: House) -> None:
    house.store.remove(house.store.list()[0].id)
    events = house.ask(RIGHT)
    assert events[0] == SourcesFound(())
    assert not answer_of(events).found


def test_a_model_that_gives_up_before_a_near_source_is_asked_again(house: House) -> None:
    def reply(messages: Sequence[Message]) -> str:
        return SILENT if SILENT in messages[1].text else RIGHT

    generator = FakeGenerator(reply)
    near = "When shall the controller notify the supervisory authority of a personal data breach?"
    events = list(house.answerer(generator).answer(near))
    assert answer_of(events).text == shown(events) == RIGHT
    assert len(generator.calls) == 2


def test_a_model_that_gives_up_before_one_line_of_a_long_page_is_asked_again(tmp_path: Path) -> None:
    said = "The elected chairman of the railway conductors is in Tucson."
    house = House(tmp_path, f"{FILLING} {said} {FILLING}\n")

    def reply(messages: Sequence[Message]) -> str:
        return SILENT if SILENT in messages[1].text else said

    generator = FakeGenerator(reply)
    question = "Where may the elected chairman of the railway conductors reside?"
    answer = answer_of(list(house.answerer(generator).answer(question)))
    house.vault.close()
    assert answer.text == said
    assert len(generator.calls) == 2


def test_what_the_sources_say_of_something_else_is_no_answer(house: House) -> None:
    def reply(messages: Sequence[Message]) -> str:
        return (
            SILENT
            if SILENT in messages[1].text
            else "A public authority shall designate a data protection officer."
        )

    events = list(
        house.answerer(FakeGenerator(reply)).answer(
            "What is the minimum salary of a data protection officer?"
        )
    )
    assert shown(events) == ""
    assert not answer_of(events).found


def test_source_marks_are_not_shown(house: House) -> None:
    answer = answer_of(house.ask(f"According to source 1, {RIGHT[0].lower()}{RIGHT[1:-1]} [1]."))
    assert answer.text == RIGHT


def test_what_comes_after_a_denial_or_a_repetition_is_dropped(house: House) -> None:
    assert answer_of(house.ask(f"{RIGHT} Not in your documents. More.")).text == RIGHT
    assert answer_of(house.ask(f"{RIGHT} {RIGHT} {RIGHT}")).text == RIGHT


def test_a_denial_behind_an_answer_is_never_shown(house: House) -> None:
    assert "Not in" not in shown(house.ask(f"{RIGHT} Not in your documents."))


def test_an_answer_without_end_is_ended(house: House) -> None:
    reply = " ".join(f"The controller notifies breach {number}." for number in range(100))
    answer = answer_of(house.ask(f"{RIGHT} {reply}"))
    assert len(answer.sentences) == AnswerSettings().sentences


def test_a_sentence_cut_short_is_dropped(house: House) -> None:
    settings = AnswerSettings(answer_tokens=20)
    events = list(
        house.answerer(
            FakeGenerator(f"{RIGHT} The processor shall notify the controller without delay."), settings
        ).answer(QUESTION)
    )
    assert answer_of(events).text == RIGHT


def test_cancelling_keeps_what_there_is(house: House) -> None:
    cancel = CancelToken()
    events = []
    answerer = house.answerer(FakeGenerator(f"{RIGHT} The processor shall notify the controller. And so on."))
    for event in answerer.answer(QUESTION, cancel=cancel):
        events.append(event)
        if isinstance(event, SentenceGrounded):
            cancel.cancel()
    answer = answer_of(events)
    assert answer.stopped
    assert answer.found
    assert answer.text.startswith(RIGHT)
    assert "And so on" not in answer.text


def test_a_draft_is_shown_until_it_is_held_against_the_sources(house: House) -> None:
    events = house.ask(f"{RIGHT} The processor shall notify the controller without undue delay.")
    drafts = [place for place, event in enumerate(events) if isinstance(event, Drafted)]
    first = next(place for place, event in enumerate(events) if isinstance(event, AnswerDelta))
    growing = [event.text for event in events if isinstance(event, Drafted)]
    assert growing[0]
    assert RIGHT.startswith(growing[0])
    assert growing[-1] == ""  # it has become part of the answer
    assert drafts[-1] < first


def test_a_draft_that_nothing_supports_is_dropped(house: House) -> None:
    events = house.ask("The moon is made of old and mouldy cheese.")
    growing = [event.text for event in events if isinstance(event, Drafted)]
    assert "moon" in growing[-2]
    assert growing[-1] == ""
    assert not any(isinstance(event, AnswerDelta) for event in events)


def test_that_the_documents_are_silent_is_no_draft(house: House) -> None:
    events = house.ask("Not in your documents.")
    assert not [event for event in events if isinstance(event, Drafted)]


def test_a_stop_keeps_nothing_of_a_draft(house: House) -> None:
    cancel = CancelToken()
    events = []
    answerer = house.answerer(FakeGenerator(f"The moon is made of cheese. {RIGHT}"))
    for event in answerer.answer(QUESTION, cancel=cancel):
        events.append(event)
        if isinstance(event, Drafted):
            cancel.cancel()
    answer = answer_of(events)
    assert answer.stopped
    assert (answer.text, answer.sentences) == ("", ())
    drafts = [event.text for event in events if isinstance(event, Drafted)]
    assert drafts[-1] == ""


def test_cancelled_before_it_began(house: House) -> None:
    cancel = CancelToken()
    cancel.cancel()
    generator = FakeGenerator(RIGHT)
    answer = answer_of(list(house.answerer(generator).answer(QUESTION, cancel=cancel)))
    assert answer.stopped
    assert answer.text == ""
    assert generator.calls == []


def test_turning_away_ends_the_generation(house: House) -> None:
    generator = FakeGenerator(f"{RIGHT} {RIGHT[:-1]} again.")
    events = house.answerer(generator).answer(QUESTION)
    for event in events:
        if isinstance(event, AnswerDelta):
            break
    events.close()  # type: ignore[attr-defined]  # it is a generator
    assert answer_of(list(house.answerer(generator).answer(QUESTION))).found  # nobody holds the model


def test_a_follow_up_is_searched_and_asked_with_its_turn(house: House) -> None:
    generator = FakeGenerator("The data protection officer shall inform and advise the controller.")
    history = [turn("Who must have a data protection officer?", "A public authority.")]
    events = list(house.answerer(generator).answer("What are their tasks?", history))
    answer = answer_of(events)
    assert answer.found
    assert answer.sentences[0].citations[0].section == "Article 37"
    told = generator.calls[0].messages[1].text
    assert "Earlier question, already answered: Who must have a data protection officer?" in told
    assert "Question to answer now: What are their tasks?" in told


def test_a_question_of_its_own_is_asked_without_the_turns_before(house: House) -> None:
    generator = FakeGenerator(RIGHT)
    list(house.answerer(generator).answer(QUESTION, [turn("Who keeps the archive?", "The archivist.")]))
    assert "archive" not in generator.calls[0].messages[1].text


def test_a_seed_changes_how_words_are_drawn(house: House) -> None:
    generator = FakeGenerator(RIGHT)
    list(house.answerer(generator).answer(QUESTION))
    list(house.answerer(generator).answer(QUESTION, seed=7))
    plain, seeded = (call.sampling for call in generator.calls)
    assert plain.temperature == 0
    assert seeded.temperature > 0
    assert seeded.seed == 7


def test_a_small_context_reads_less(house: House) -> None:
    question = "What shall the controller, the processor and a public authority do?"
    wide, narrow = FakeGenerator(RIGHT), FakeGenerator(RIGHT, context_length=295)
    list(house.answerer(wide).answer(question))
    list(house.answerer(narrow).answer(question))
    assert len(narrow.calls[0].messages[1].text) < len(wide.calls[0].messages[1].text)


def test_without_an_embedder_words_decide(house: House) -> None:
    from engine.errors import WorkerDied

    def fail(texts: object) -> None:
        raise WorkerDied(reason="exit", exit_code=1, detail="")

    house.embedder.before = fail
    assert answer_of(house.ask(RIGHT)).found
    assert not answer_of(house.ask(RIGHT, "At which temperature does ethanol boil?")).found
