"""Follow-ups are completed from the turns before; what has nothing to do with the documents is recognised."""

import pytest

from rag.answering.questions import Demand, Relevance, bears_on, excerpts, is_follow_up, relevance, standalone
from rag.types import Citation, Hit, Sentence, Support, Turn


def turn(question: str) -> Turn:
    return Turn(1, 1, question, None, 0.0)


def hit(text: str, section: str = "", document: str = "act.pdf") -> Hit:
    return Hit(1, 1, document, None, 1, 1, section, 0, len(text), 1.0, text)


@pytest.mark.parametrize(
    "question",
    [
        "What are their tasks?",
        "And to the data subject?",
        "What about temporary ones?",
        "Why?",
        "How long?",
        "Does it apply to processors?",
        "When must they report it?",
        "Who decides that?",
        "Are there exceptions?",
        "Tell me more.",
        "And when may I leave?",
        "Und wann darf man austreten?",
    ],
)
def test_follow_up(question: str) -> None:
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "Who must have a data protection officer?",
        "When must organizations scan their systems for vulnerabilities?",
        "What is encryption?",
        "Within how many hours must a breach be notified?",
        "password reuse",
        "When may I leave?",
        "Wann darf man austreten?",
        "Quand peut-on résilier ?",
        "¿Cuándo se puede rescindir?",
        "Wanneer mag men opzeggen?",
        "Which bodies that process health data must keep records of processing activities?",
    ],
)
def test_question_of_its_own(question: str) -> None:
    assert not is_follow_up(question)


def test_a_follow_up_is_searched_with_what_it_follows() -> None:
    history = [turn("Who keeps the archive?"), turn("Who must have a data protection officer?")]
    assert standalone("What are their tasks?", history) == "What are their tasks? data protection officer"


def test_a_chain_of_follow_ups_leads_back_to_its_subject() -> None:
    history = [turn("Who must have a data protection officer?"), turn("What are their tasks?")]
    assert standalone("Why?", history) == "Why? tasks data protection officer"


def test_a_question_of_its_own_is_left_alone() -> None:
    assert standalone("Who keeps the archive?", [turn("How high is the fine?")]) == "Who keeps the archive?"
    assert standalone("Why?", []) == "Why?"


BREACH = hit(
    "The controller shall notify a personal data breach to the supervisory authority within 72 hours."
)


@pytest.mark.parametrize(
    ("question", "cosine", "hopeless"),
    [
        ("When is a personal data breach notified?", 0.7, False),
        ("When is a personal data breach notified?", 0.2, False),  # its words are all there
        ("What is the boiling point of ethanol?", 0.1, True),
        ("What is the boiling point of ethanol?", 0.34, True),
        ("Who tells the regulator about an incident?", 0.5, False),  # other words, same meaning
        ("How many bits must an RSA key have?", 0.41, True),  # near, but of something no passage names
        ("When is a personal data breach notified?", None, False),
        ("What is the boiling point of ethanol?", None, True),
    ],
)
def test_relevance(question: str, cosine: float | None, hopeless: bool) -> None:
    found = relevance(question, [BREACH], None if cosine is None else [cosine, 0.0])
    assert found.hopeless is hopeless


def test_headings_and_document_names_are_known_names() -> None:
    question = "What does the GDPR say in Article Nine?"
    assert relevance(question, [hit("x", "Article Nine", "GDPR_final.pdf")], [0.4]).strangers == ()
    assert relevance(question, [hit("x")], [0.4]).strangers == ("GDPR", "Article", "Nine")


def test_a_name_is_no_stranger_for_a_letter_misread() -> None:
    question = "What does Archbishop Riordan write?"
    misread = hit("We learn by letter that Archbishof Riordan is unwell.")
    assert relevance(question, [misread], [0.4]).strangers == ()
    assert relevance("Who is Mr Riordam?", [misread], [0.4]).strangers == ()
    assert relevance("Who is Mr Gordon?", [misread], [0.4]).strangers == ("Gordon",)
    assert relevance("What of Article 33 and Form A-1234567?", [hit("Form A-1234568")], [0.4]).strangers


def test_one_line_of_a_long_page_makes_it_near() -> None:
    page = Relevance(cosine=0.3, coverage=0.6, strangers=())
    assert not page.strong
    assert page.seen_closer([0.2, 0.5]).strong
    assert not page.seen_closer([0.2, 0.4]).strong
    assert Relevance(cosine=0.3, coverage=0.9, strangers=()).strong  # all but said
    assert not Relevance(cosine=0.9, coverage=1.0, strangers=("Paris",)).strong


def test_excerpts_overlap_and_leave_nothing_out() -> None:
    text = " ".join(f"word{number}" for number in range(200))
    pieces = excerpts(text)
    assert all(len(piece) <= 300 for piece in pieces)
    assert {word for piece in pieces for word in piece.split()} == set(text.split())
    assert excerpts("short") == ["short"]
    assert excerpts("") == []


def test_the_writers_name_at_a_letters_end_holds_for_all_of_it() -> None:
    quote = "I have been asked by them to represent the said club in the funeral cortege."
    letter = f"Dear sir: {quote} Yours sincerely, Graham H. Beebe"
    cited = Citation(1, "scan.jpg", 1, "", 10, 10 + len(quote), quote, (), "")
    said = Sentence(0, 9, "The club.", Support.SUPPORTED, (cited,))
    question = "Who asked Graham Beebe to represent the club?"
    assert not bears_on(question, question, said, Demand.PRESSED)
    assert bears_on(question, question, said, Demand.PRESSED, [letter])


def test_wishes_and_titles_are_no_content_of_a_question() -> None:
    quote = "like to sit with the faculty and close to the front, as he is somewhat deaf"
    said = Sentence(0, 9, quote, Support.SUPPORTED, (Citation(1, "a.jpg", 1, "", 0, 9, quote, (), ""),))
    question = "Why did Mr. Doyle want to sit close to the front?"
    assert bears_on(question, question, said, Demand.PRESSED)
