"""Support of a sentence is computed: numbers, names, words and denial; never believed."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.grounding.grounder import Grounder, is_silent
from rag.language.denial import contradicts
from rag.language.quantities import holds, quantities
from rag.types import Box, Hit, PageBox, Support, Voiced

BREACH = (
    "1. In the case of a personal data breach, the controller shall without undue delay and,\n"
    "where feasible, not later than 72 hours after having become aware of it, notify the personal data\n"
    "breach to the supervisory authority. Where the notification is not made within 72 hours, it shall be\n"
    "accompanied by reasons for the delay.\n2. The processor shall notify the controller without undue delay."
)
FINES = (
    "Infringements of the basic principles for processing shall be subject to administrative fines up to\n"
    "20 000 000 EUR, or in the case of an undertaking, up to 4 % of the total worldwide annual turnover."
)
EXEMPT = (
    "The obligations to keep records shall not apply to an organisation employing fewer than 250 persons."
)
REUSE = "3.5.8 Prohibit password reuse for a specified number of generations."


def hit(rank: int, text: str, section: str = "", start: int = 1000) -> Hit:
    return Hit(rank, 7, "act.pdf", None, 160 + rank, 160 + rank, section, start, start + len(text), 1.0, text)


HITS = [
    hit(1, BREACH, "Article 33 Notification of a personal data breach"),
    hit(2, FINES, "Article 83", 5000),
    hit(3, EXEMPT, "Article 30", 9000),
    hit(4, REUSE, "3.5 IDENTIFICATION AND AUTHENTICATION", 12000),
]


class Pages:
    """Pages 161 onwards, one for each passage of `HITS`, without a word's place on them."""

    def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
        return ()

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        page = max((one.page for one in HITS if one.start <= start), default=160)
        return page, f"page {page}"

    def is_poor(self, document_id: int, page: int) -> bool:
        return False


PAGES = Pages()


def support(sentence: str, question: str = "What applies?") -> Support:
    return Grounder(question, HITS, PAGES).ground(sentence).support


@pytest.mark.parametrize(
    "sentence",
    [
        "The controller shall notify the supervisory authority not later than 72 hours after it is aware.",
        "A personal data breach must be notified to the supervisory authority within seventy-two hours.",
        "According to Article 33, the controller must notify the breach to the supervisory authority.",
        "Fines for infringing the basic principles go up to EUR 20,000,000.",
        "Administrative fines go up to 20 million euros or four per cent of the worldwide annual turnover.",
        "The obligations to keep records do not apply to organisations with fewer than 250 persons.",
        "Password reuse is prohibited for a specified number of generations.",
        "Passwords must not be reused for a specified number of generations.",
        "- The **processor** shall notify the controller without undue delay.",
    ],
)
def test_supported(sentence: str) -> None:
    assert support(sentence) is Support.SUPPORTED


@pytest.mark.parametrize(
    "sentence",
    [
        "The controller shall notify the supervisory authority not later than 48 hours after becoming aware.",
        "The controller shall notify the supervisory authority not later than 72 days after becoming aware.",
        "According to Article 34, the controller must notify the breach to the supervisory authority.",
        "Fines for infringing the basic principles go up to EUR 10,000,000.",
        "Administrative fines go up to 5 % of the total worldwide annual turnover.",
        "The obligations to keep records apply to an organisation employing fewer than 250 persons.",
        "Password reuse is allowed for a specified number of generations according to Microsoft.",
        "Ethanol boils at 78 degrees.",
        "The controller shall not notify the supervisory authority of a personal data breach.",
        "The data protection officer earns a minimum salary fixed by the member states.",
    ],
)
def test_unsupported(sentence: str) -> None:
    assert support(sentence) is Support.UNSUPPORTED


@pytest.mark.parametrize(
    "sentence",
    [
        "Not in your documents.",
        "The sources do not specify a salary.",
        "The provided documents don't contain this information.",
        "Hello!",
        "The controller must:",
        "**",
    ],
)
def test_neutral(sentence: str) -> None:
    assert support(sentence) is Support.NEUTRAL


def test_a_claim_about_missing_notifications_is_no_silence() -> None:
    assert not is_silent("Where the notification is not made within 72 hours, it shall give reasons.")
    assert not is_silent("It does not include personal data of children.")


def test_a_short_answer_is_read_with_its_question() -> None:
    found = Grounder("Within how many hours must a breach be notified?", HITS, PAGES).ground("72 hours.")
    assert found.support is Support.SUPPORTED
    assert "72 hours" in found.citations[0].quote
    assert Grounder("What is the boiling point of ethanol?", HITS, PAGES).ground("72 hours.").support is (
        Support.UNSUPPORTED
    )


def test_the_number_of_a_heading_is_no_amount() -> None:
    sources = [
        hit(1, "A UUID is an identifier, version 4.", "4 Files › 4.5 Assigning identifiers of UUID version")
    ]
    grounder = Grounder("Which version of UUID is required?", sources, PAGES)
    assert grounder.ground("The version of UUID identifiers is 4.5.").support is Support.UNSUPPORTED
    assert grounder.ground("The version of UUID identifiers is 4.").support is Support.SUPPORTED


def test_an_exemption_is_what_shall_not_apply() -> None:
    text = "The obligations in paragraph 1 shall not apply to organisations employing fewer than 250 persons."
    sources = [hit(1, text, "Article 30 › Records of processing activities")]
    grounder = Grounder("Who is exempt from keeping records of processing?", sources, PAGES)
    said = "Organisations with fewer than 250 employees are exempt from records of processing activities."
    assert grounder.ground(said).support is Support.SUPPORTED
    assert grounder.ground(said.replace("250", "50")).support is Support.UNSUPPORTED


def test_a_figure_says_more_than_a_word() -> None:
    question = "What is the highest fine for violating the basic principles for processing personal data?"
    sentence = (
        "The highest fine for violating the basic principles for processing personal data is 20 000 000 EUR."
    )
    assert support(sentence, question) is Support.SUPPORTED
    assert support(sentence.replace("20 000", "30 000"), question) is Support.UNSUPPORTED
    assert (
        support("A trustee of a bankrupt debtor waits 72 hours for the court.", question)
        is Support.UNSUPPORTED
    )


def test_a_number_that_names_the_document_needs_no_place_in_the_text() -> None:
    sources = [replace(HITS[3], document="NIST.SP.800-171r2.pdf")]
    sentence = (
        "NIST 800-171 requires that passwords be prohibited from being reused for a number of generations."
    )
    assert Grounder("Passwords?", sources, PAGES).ground(sentence).support is Support.SUPPORTED


def test_the_citation_is_the_exact_span_and_its_page() -> None:
    class Boxes(Pages):
        def boxes(self, document_id: int, start: int, end: int) -> tuple[PageBox, ...]:
            assert document_id == 7
            return (PageBox(163, Box(0, 0, 1, 1)),)

        def page_at(self, document_id: int, start: int) -> tuple[int, str]:
            return 163, "page 163"

    cited = (
        Grounder("By when?", HITS, Boxes())
        .ground("The controller shall notify the breach to the supervisory authority within 72 hours.")
        .citations[0]
    )
    assert cited.quote == BREACH[cited.start - 1000 : cited.end - 1000]
    assert cited.quote.startswith("1. In the case")
    assert cited.quote.endswith("supervisory authority.")
    assert cited.page == 163
    assert cited.section.startswith("Article 33")


OVER = (
    "The lessee shall keep the rooms in good repair at its own cost and\n"
    "shall return every key to the harbour office in Bergen before 31 March."
)


class TwoPages(Pages):
    """The second line of `OVER` stands on the next page."""

    def page_at(self, document_id: int, start: int) -> tuple[int, str]:
        page = 8 if start >= 1000 + OVER.index("shall return") else 7
        return page, f"page {page}"


@pytest.mark.parametrize(
    ("sentence", "page"),
    [
        ("The lessee keeps the rooms in good repair at its own cost.", 7),
        ("Every key is returned to the harbour office in Bergen before 31 March.", 8),
    ],
)
def test_the_page_is_that_of_the_words_that_bear_the_sentence(sentence: str, page: int) -> None:
    source = replace(hit(1, OVER), page=7, page_end=8)
    found = Grounder("What must the lessee do?", [source], TwoPages()).ground(sentence)
    assert [(one.page, one.place) for one in found.citations] == [(page, f"page {page}")]


def test_two_facts_may_stand_in_two_places() -> None:
    found = Grounder("What applies?", HITS, PAGES).ground(
        "The controller shall notify the supervisory authority within 72 hours, and infringements of the"
        " basic principles are subject to administrative fines up to 20 000 000 EUR."
    )
    assert found.support is Support.SUPPORTED
    assert {citation.page for citation in found.citations} == {161, 162}


def test_meaning_decides_where_words_leave_it_open() -> None:
    asked: list[Sequence[str]] = []

    def alike(_: str, texts: Sequence[str]) -> NDArray[np.float32]:
        asked.append(texts)
        return np.ones(len(texts), np.float32)

    sentence = "Recycling an old password is prohibited for many specified generations of secrets."
    assert Grounder("?", HITS, PAGES).ground(sentence).support is Support.UNSUPPORTED
    assert Grounder("?", HITS, PAGES, alike).ground(sentence).support is Support.SUPPORTED
    assert len(asked) == 1


def test_no_sources_support_nothing() -> None:
    assert Grounder("?", [], PAGES).ground("The controller notifies.").support is Support.UNSUPPORTED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("seventy-two hours", "72 hours"),
        ("a 72-hour limit", "72 hours"),
        ("EUR 20 000 000", "20 million euros"),
        ("€20,000,000", "20 000 000 EUR"),
        ("4 %", "four per cent"),
        ("sixty (60) days", "60 days"),
        ("one month", "1 month"),
        ("two hundred and fifty persons", "250"),
        ("20, 000, 000 EUR", "20 000 000 EUR"),
        ("EUR 1.5 bn", "1 500 000 000 euro"),
        ("Article 33(1)", "33 (1)"),
    ],
)
def test_one_quantity_in_two_notations(one: str, other: str) -> None:
    known = frozenset(quantities(other))
    assert quantities(one)
    assert all(holds(quantity, known) for quantity in quantities(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at least one month", "within one month"),
        ("version 4.5", "see Section 4.5"),
        ("up to 250 persons", "not less than 250 persons"),
        ("72 hours", "72 days"),
        ("4 %", "4 EUR"),
        ("16 years", "6 years"),
        ("Article 33", "Article 34"),
    ],
)
def test_different_quantities(one: str, other: str) -> None:
    assert not any(holds(quantity, frozenset(quantities(other))) for quantity in quantities(one))


def test_denial() -> None:
    assert contradicts("Article 30 applies to them.", "Article 30 shall not apply to them.")
    assert contradicts("A risk is likely.", "A risk is unlikely.")
    assert not contradicts("Notify within 72 hours.", "Notify not later than 72 hours.")
    assert not contradicts("Reuse is not allowed.", "Reuse is prohibited.")


def test_the_number_a_clause_stands_under_is_no_amount() -> None:
    clause = "3. The Employee keeps confidential obligations of the Company to any third party."
    found = Grounder("How long do the obligations last?", [hit(0, clause)], PAGES)
    assert found.ground("The Employee keeps confidential obligations for 3 years.").support is (
        Support.UNSUPPORTED
    )


def test_a_name_may_be_abbreviated_in_the_document() -> None:
    letterhead = hit(1, "GEORGE & HINSDALE, attorneys at law, 401 J Street, Sacramento, Cal.")
    said = "The attorneys George & Hinsdale are at 401 J Street, Sacramento, {}."

    def supported(state: str) -> bool:
        found = Grounder("Where are they?", [letterhead], PAGES).ground(said.format(state))
        return found.support is Support.SUPPORTED

    assert supported("California")
    assert not supported("Canada")
    assert not supported("Nevada")
    assert not supported("Calgary")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The boiler in hall 7 was inspected on 6 June 2031.", Support.SUPPORTED),
        ("The boiler in hall 7 was inspected on 4 June 2031.", Support.UNSUPPORTED),  # that in hall 2 was
    ],
)
def test_a_number_of_the_question_is_that_of_the_passage(said: str, expected: Support) -> None:
    forms = [
        hit(
            at,
            f"Boiler in hall {hall}\n\nThe boiler was inspected on {day} June 2031 by Osei.",
            start=1000 * at,
        )
        for at, (hall, day) in enumerate(((2, 4), (5, 5), (7, 6)), 1)
    ]
    grounder = Grounder("When was the boiler in hall 7 inspected?", forms, PAGES)
    assert grounder.ground(said).support is expected


def test_a_number_that_no_passage_has_may_come_from_the_question() -> None:
    found = Grounder("What is paid at gate 9?", [hit(1, "At the gate 12 euros are paid in cash.")], PAGES)
    assert found.ground("At gate 9 12 euros are paid in cash.").support is Support.SUPPORTED


# --- recordings whose speakers were told apart -------------------------------------------------------------

TALK = (
    "The rent goes up to nine hundred euros in May.\n"
    "The roof has to be repaired before the winter.\n"
    "The deposit is paid back within six weeks."
)


def spoken(*names: str) -> Hit:
    """The sentences of `TALK`, each said by somebody, "" without a name."""
    starts = (0, TALK.index("The roof"), TALK.index("The deposit"))
    voices = tuple(
        Voiced(start, at, name) for at, (start, name) in enumerate(zip(starts, names, strict=True), 1)
    )
    section = ", ".join(filter(None, names))
    return replace(hit(1, TALK, section), voices=voices)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Ms Weber said that the rent goes up to nine hundred euros in May.", Support.SUPPORTED),
        ("Mr Hale said that the roof has to be repaired before the winter.", Support.SUPPORTED),
        ("The roof has to be repaired before the winter.", Support.SUPPORTED),
        ("Ms Weber said that the roof has to be repaired before the winter.", Support.UNSUPPORTED),
        ("Mr Hale said that the rent goes up to nine hundred euros in May.", Support.UNSUPPORTED),
    ],
)
def test_what_one_said_is_not_told_of_another(sentence: str, found: Support) -> None:
    for question in ("What did Ms Weber say about the rent?", "What was said?"):
        grounder = Grounder(question, [spoken("Ms Weber", "Mr Hale", "Ms Weber")], PAGES)
        assert grounder.ground(sentence).support is found


@pytest.mark.parametrize(("number", "found"), [(2, Support.SUPPORTED), (1, Support.UNSUPPORTED)])
def test_those_without_a_name_go_by_their_numbers(number: int, found: Support) -> None:
    grounder = Grounder("Who spoke of the roof?", [spoken("", "", "")], PAGES)
    said = f"Speaker {number} said that the roof has to be repaired before the winter."
    assert grounder.ground(said).support is found
