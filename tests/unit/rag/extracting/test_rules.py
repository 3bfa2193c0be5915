"""Rows found by rules: who must do what, deadlines and sums, definitions, dates; in words of the source."""

from __future__ import annotations

import pytest

from rag.extracting.dates import iso
from rag.extracting.rules import FINDERS, Row
from rag.language.words import plain
from rag.runs.kinds import Kinds
from rag.types import Hit

ARTICLE = "CHAPTER IV › Article 33 Notification of a breach"


def hit(text: str, section: str = ARTICLE, at: int = 0) -> Hit:
    return Hit(at + 1, 1, "a.pdf", None, 1, 1, section, at, at + len(text), 1.0, text)


def found(kind: str, *texts: str, section: str = ARTICLE) -> list[tuple[str, ...]]:
    hits = [hit(text, section, 10_000 * at) for at, text in enumerate(texts)]
    rows = FINDERS[kind](hits)
    for row in rows:
        in_source(row, " ".join(plain(text) for text in texts))
    return [row.cells for row in rows]


def in_source(row: Row, source: str) -> None:
    """Every cell but the clause is made of pieces of the source, and the place is that of a sentence."""
    assert 0 <= row.start < row.end <= len(row.hit.text)
    for cell in row.cells[:-1]:
        for piece in cell.split(" … "):
            assert all(part in source for part in piece.split("; ")) or piece in source


def duty(text: str, section: str = ARTICLE) -> tuple[str, ...]:
    (row,) = found("obligations", text, section=section)
    return row


def test_all_kinds_of_the_program_can_be_read() -> None:
    kinds = Kinds(None, list(FINDERS))
    known = {kind.id: kind for kind in kinds.all()}
    assert list(known) == [
        "executive", "plain", "key_points", "obligations", "deadlines", "definitions", "risks", "timeline",
        "questions", "minutes",
    ]  # fmt: skip
    assert kinds.get("comparison").columns == ("Change", "Clause", "Before", "After")
    assert {kind.find for kind in known.values() if kind.find} == set(FINDERS)
    assert all("{words}" in kind.instruction for kind in known.values() if not kind.find)


@pytest.mark.parametrize(
    ("text", "who", "must", "when"),
    [
        (
            "The processor shall notify the controller without undue delay after becoming aware of a breach.",
            "The processor",
            "notify the controller without undue delay after becoming aware of a breach",
            "without undue delay after becoming aware of a breach",
        ),
        (
            "In case of a breach, the controller shall, no later than 72 hours after it, notify the clerk.",
            "the controller",
            "In case of a breach, … no later than 72 hours after it, notify the clerk",
            "no later than 72 hours after it",
        ),
        (
            "Each controller and, where applicable, the controller's representative, shall keep a record.",
            "Each controller and, where applicable, the controller's representative",
            "keep a record",
            "",
        ),
        (
            "The States, the authorities, the Board and the Commission shall encourage the writing of codes.",
            "The States, the authorities, the Board and the Commission",
            "encourage the writing of codes",
            "",
        ),
        (
            "The supplier is required to submit the report at least annually.",
            "The supplier",
            "submit the report at least annually",
            "at least annually",
        ),
        ("The Recipient may not disclose the plans.", "The Recipient", "may not disclose the plans", ""),
        ("The Employee agrees to return all keys.", "The Employee", "return all keys", ""),
        ("The Company will pay the fee.", "The Company", "pay the fee", ""),
        ("The tenant is responsible for repairs.", "The tenant", "is responsible for repairs", ""),
        (
            "In such cases the controller shall inform the data subject.",
            "the controller",
            "In such cases … inform the data subject",
            "",
        ),
        (
            "The register shall be kept by the controller for a period of five years.",
            "the controller",
            "The register shall be kept by the controller for a period of five years",
            "for a period of five years",
        ),
        ("The report shall be made public.", "", "The report shall be made public", ""),
        (
            "Where the notification is not made within 72 hours, it shall be accompanied by reasons.",
            "",
            "Where the notification is not made within 72 hours, it shall be accompanied by reasons",
            "",
        ),
    ],
)
def test_who_must_do_what_by_when(text: str, who: str, must: str, when: str) -> None:
    assert duty(text) == (who, must, when, "Article 33")


@pytest.mark.parametrize(
    "text",
    [
        "“Recipient” shall mean the party that receives information.",
        "This Regulation shall apply to processing by a controller.",
        "This Regulation shall enter into force on the twentieth day after its publication.",
        "Member States may provide for exemptions.",
        "The data subject shall have the right to object.",
        "The processor shall be considered to be a controller.",
        "Each authority shall have all of the following investigative powers:",
        "Users may not have the resources.",
        "Results will improve next year.",
        "Nothing in this Article shall prevent the parties from agreeing otherwise.",
        "The controller shall not be obliged to maintain additional information.",
    ],
)
def test_what_binds_nobody_is_passed_over(text: str) -> None:
    assert found("obligations", text) == []


def test_a_list_keeps_its_subject_also_on_the_next_passage() -> None:
    first = "1. The processor shall:\n(a) keep a log;\n(b) report breaches;"
    rows = found("obligations", first, "(c) delete the data at the end.\n\n2. The controller shall pay.")
    assert rows == [
        ("The processor", "(a) keep a log; (b) report breaches", "", "Article 33(1)"),
        ("The processor", "(c) delete the data at the end", "", "Article 33(1)"),
        ("The controller", "pay", "", "Article 33(2)"),
    ]


def test_two_duties_of_one_sentence_are_two_rows() -> None:
    rows = found(
        "obligations",
        "The lead authority shall adopt the decision, while the authority of the complainant shall inform"
        " the complainant.",
    )
    assert [(who, must) for who, must, *_ in rows] == [
        ("The lead authority", "adopt the decision"),
        ("the authority of the complainant", "inform the complainant"),
    ]


def test_a_pronoun_is_who_was_meant() -> None:
    rows = found("obligations", "The Board shall elect a chair. It shall meet every year.")
    assert [row[0] for row in rows] == ["The Board", "The Board"]
    assert rows[1][2] == "every year"
    rows = found("obligations", "The Board shall elect a chair. They shall determine the rules.")
    assert [row[0] for row in rows] == ["The Board", "They"]


def test_deadlines_and_amounts() -> None:
    text = (
        "The fee is EUR 1 500. The tenant pays within 30 days of receipt and at least annually."
        " See Directive 95/46/EC of 24 October 1995. It ends on 31 December 2027. He pays 4 % interest."
        " The house is old."
    )
    assert found("deadlines_amounts", text) == [
        ("The fee is EUR 1 500.", "EUR 1 500", "Article 33"),
        (
            "The tenant pays within 30 days of receipt and at least annually.",
            "within 30 days of receipt and at least annually",
            "Article 33",
        ),
        ("It ends on 31 December 2027.", "31 December 2027", "Article 33"),
        ("He pays 4 % interest.", "4 %", "Article 33"),
    ]


def test_definitions() -> None:
    text = (
        "(1) ‘processor’ means a person which processes data on behalf of the controller;\n"
        "(2) 'breach' means:\n(a) a loss; or\n(b) a theft.\n"
    )
    section = "Article 4 Definitions"
    assert found("definitions", text, section=section) == [
        ("processor", "a person which processes data on behalf of the controller", "Article 4(1)"),
        ("breach", "(a) a loss; or (b) a theft", "Article 4(2)"),
    ]
    contract = "This deed is made by and between Northwind Ltd. (the “Seller”) and Jane Roe (“Buyer”)."
    assert found("definitions", contract, section="Deed") == [
        ("Seller", "Northwind Ltd.", "Deed"),
        ("Buyer", "Jane Roe", "Deed"),
    ]
    glossary = "audit log\n[CNSSI 4009]\nA chronological record of\nsystem activities."
    assert found("definitions", glossary, section="APPENDIX B GLOSSARY") == [
        ("audit log", "A chronological record of system activities.", "APPENDIX B GLOSSARY")
    ]


def test_a_timeline_is_in_the_order_of_days() -> None:
    text = "The lease ended on 3 May 2021. It had been signed on January 5, 2019 by both parties."
    rows = FINDERS["timeline"]([hit(text)])
    assert [(row.order, row.cells[0]) for row in rows] == [
        ("2019-01-05", "January 5, 2019"),
        ("2021-05-03", "3 May 2021"),
    ]


def test_days_that_calendars_read_differently_are_years() -> None:
    assert iso("03/04/2020") == "2020"
    assert iso("23/04/2020") == iso("04/23/2020") == iso("23.4.2020") == "2020-04-23"
    assert iso("31 February 2020") == iso("soon") == ""
