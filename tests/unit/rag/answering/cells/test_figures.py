"""Questions for figures, answered from the cells of statements that were read."""

# ruff: noqa: E501 - a question and its answer on one line

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from answer_house import House
from fakes.words import SheetReader

from engine.cancel import CancelToken
from rag.answering.cells.extremes import of_records, wanted_of
from rag.answering.cells.figures import Figured, Figures
from rag.answering.cells.grid import rows_of
from rag.answering.cells.telling import said_of
from rag.language.languages import language_of
from rag.language.withdrawn import standing
from rag.types import AnswerDone, Outcome

REPORT = """Vellmark Harbours plc
Annual report 2031

Consolidated Statements of Income
(in millions, except per share data)
2031 2030 2029
Net berth sales; 2031: $ 900; 2030: $ 700; 2029: $ 500
Total net sales; 2031: $ 1,250; 2030: $ 1,000; 2029: $ 800
Cost of sales; 2031: (750); 2030: (500); 2029: (480)
Operating income; 2031: 150; 2030: 140; 2029: 90
Income before income taxes; 2031: 100; 2030: (40); 2029: 80
Income tax (expense)/benefit; 2031: (25); 2030: 6; 2029: (20)
Net income; 2031: $ 75; 2030: $ (34); 2029: $ 60
Diluted earnings per share; 2031: $ 0.75; 2030: $ (0.34); 2029: $ 0.60
\fConsolidated Balance Sheets
(in millions)
2031 2030
Inventories; 2031: 60; 2030: 40
Total current assets; 2031: 300; 2030: 200
Accounts payable; 2031: 110; 2030: 90
Total current liabilities; 2031: 150; 2030: 160
"""

DPO = (
    "What is the FY2031 DPO? DPO is defined as: 365 * (average accounts payable between FY2030 and FY2031)"
    " / (FY2031 COGS + change in inventory between FY2030 and FY2031)."
)


def asked(folder: Path, question: str, text: str = REPORT) -> Figured | None:
    house = House(folder, text, SheetReader())
    try:
        figures = Figures(house.store, house.retriever)
        return figures.told(question, question, language_of(question), None, CancelToken())
    finally:
        house.vault.close()


def said(figured: Figured | None) -> str:
    assert figured is not None
    return "\n".join(text for text, _ in figured.said)


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("What were Vellmark's total net sales in 2031?", ["Total net sales, 2031: 1,250 (in $ millions)"]),
        ("What was the revenue in FY2030? Answer in USD billions.", ["1,000 (in $ millions)", "= 1 (in $ billions)"]),
        ("What is the revenue?", ["2031: 1,250"]),
        ("What is the gross margin in 2031?", ["(1,250 [Total net sales, 2031] − 750", "= 40.0%"]),
        ("Does Vellmark have an improving gross margin as of FY2031?", ["No. ", "fell from 50.0% (2030) to 40.0%"]),
        ("Has the current ratio declined between FY2030 and FY2031?", ["No. ", "rose from 1.25 (2030) to 2.00"]),
        ("By what percentage did revenue grow from 2029 to 2031?", ["(1,250 [Total net sales, 2031] − 800", "56.2%"]),
        ("What is the difference in net income between 2030 and 2031?", ["= 109 (in $ millions)"]),
        ("What was the average revenue from 2029 to 2031?", ["÷ 3 = 1,016.67 (in $ millions)"]),
        ("What is the 2029 - 2031 revenue CAGR?", ["^ (1 ÷ 2) − 1 = 25.0%"]),
        # A charge stands in brackets here, so that a loss with a benefit gives a positive rate.
        ("What was the effective tax rate in 2031 and 2030?", ["25 [Income tax (expense)/benefit, 2031]", "25.0%"]),
        ("How did the effective tax rate in 2031 compare to 2030?", ["rose from 15.0% (2030) to 25.0% (2031)"]),
        (
            DPO,
            ["= 47.40"],
        ),
        ("Wie hoch war der Umsatz im Jahr 2031?", ["1,250 (in Millionen $)"]),
        ("Um wie viel Prozent ist der Umsatz von 2030 auf 2031 gewachsen?", ["= 25,0 %"]),
        ("Quel était le chiffre d'affaires en 2031 ?", ["1,250 (en millions $)"]),
        ("¿Cuál fue el margen bruto en 2031?", ["= 40,0 %"]),
        ("Qual era il margine operativo nel 2031?", ["= 12,0 %"]),
        ("Qual foi a margem operacional em 2031?", ["= 12,0 %"]),
        ("Wat was de brutomarge in 2031?", ["= 40,0 %"]),
    ],
)  # fmt: skip
def test_a_figure(tmp_path: Path, question: str, answers: list[str]) -> None:
    text = said(asked(tmp_path, question))
    assert [one for one in answers if one not in text] == [], text


@pytest.mark.parametrize(
    "question",
    [
        "What were the net sales of Winter storage in 2031?",  # narrower than the line
        "What was the revenue in 2027?",  # no such column
        "What drove the change of the operating margin in 2031?",  # asks for a reason
        "What was the adjusted operating income in 2031?",
        "What is the quarterly revenue of Q2 2031?",
        "What was the days sales outstanding in 2031?",  # has no receivables
        "Who signed the report in 2031?",
        "Why did the revenue rise from 2030 to 2031?",
        "Warum ist der Umsatz von 2030 auf 2031 gestiegen?",
        "When did the revenue rise?",
        "Who booked the revenue in 2031?",
        "Define operating margin.",
        "How is revenue measured?",
        "When must the inventory be counted?",
    ],
)
def test_where_a_cell_is_not_sure_nothing_is_said(tmp_path: Path, question: str) -> None:
    assert asked(tmp_path, question) is None


def test_every_figure_cites_its_row(tmp_path: Path) -> None:
    found = asked(tmp_path, "What is the current ratio in 2031?")
    assert found is not None
    assert [one.quote.partition(";")[0] for one in found.quotes] == [
        "Total current assets",
        "Total current liabilities",
    ]
    assert all(citations for _, citations in found.said)


def test_rows_elsewhere_have_to_agree(tmp_path: Path) -> None:
    """Without the statement itself, two tables that say otherwise leave the figure open."""
    text = "Vellmark\n\fNorth\n2031 2030\nInventories; 2031: 60; 2030: 40\n\fSouth\n2031 2030\n"
    assert (
        asked(tmp_path, "What were the inventories in 2031?", text + "Inventories; 2031: 70; 2030: 40")
        is None
    )
    folder = tmp_path / "again"
    folder.mkdir()
    same = text + "Inventories; 2031: 60; 2030: 40"
    assert "60" in said(asked(folder, "What were the inventories in 2031?", same))


def test_a_year_that_a_statement_has_not_is_not_taken_from_another(tmp_path: Path) -> None:
    """The flow of cash has a line "Inventories" too: what they changed by."""
    flows = "\fConsolidated Statements of Cash Flows\n(in millions)\n2031 2030 2029\n"
    flows += "Inventories; 2031: (20); 2030: (5); 2029: 7\nNet cash provided by operating activities; 2031: 9; 2030: 8"
    assert asked(tmp_path, "What is the inventory turnover in 2030?", REPORT + flows) is None
    folder = tmp_path / "again"
    folder.mkdir()
    assert "÷ 2) = 15.00" in said(asked(folder, "What is the inventory turnover in 2031?", REPORT + flows))


def test_the_answer_needs_no_model(tmp_path: Path) -> None:
    house = House(tmp_path, REPORT, SheetReader())
    *_, done = house.assistant("I do not know.").answer("What is the gross margin in 2031?")
    house.vault.close()
    assert isinstance(done, AnswerDone)
    assert done.answer.outcome is Outcome.ANSWERED
    assert done.answer.model == ""
    assert [done.answer.text[one.start : one.end] for one in done.answer.sentences] == [
        one.text for one in done.answer.sentences
    ]
    assert done.answer.quotes


def test_a_comparison_of_years_compares_no_documents(tmp_path: Path) -> None:
    house = House(tmp_path, REPORT, SheetReader())
    *_, done = house.assistant("").answer("How does the effective tax rate in 2031 compare to 2030?")
    house.vault.close()
    assert isinstance(done, AnswerDone)
    assert done.answer.outcome is Outcome.ANSWERED
    assert "15.0%" in done.answer.text


def test_a_stop_while_a_figure_is_looked_up_ends_the_answer_as_stopped(tmp_path: Path) -> None:
    house = House(tmp_path, REPORT, SheetReader())
    cancel = CancelToken()
    cancel.cancel()
    *_, done = house.assistant("").answer("What is the gross margin in 2031?", cancel=cancel)
    house.vault.close()
    assert isinstance(done, AnswerDone)
    assert done.answer.stopped


TARIFF = """Service: Mobile crane; Unit: hour; Price (EUR): 138.00
Service: Hull washing; Unit: metre; Price (EUR): 6.40
Service: Mast removal; Unit: piece; Price (EUR): 55.00"""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Which service is the most expensive?", "Mobile crane: Price (EUR) 138.00 (Unit: hour), the highest of 3 rows."),
        ("Which service has the lowest price?", "Hull washing: Price (EUR) 6.40 (Unit: metre), the lowest of 3 rows."),
        ("Welche Leistung (Service) ist am teuersten?", "Mobile crane: Price (EUR) 138.00 (Unit: hour), der höchste Wert von 3 Zeilen."),
    ],
)  # fmt: skip
def test_the_extreme_of_records(question: str, answer: str) -> None:
    language = language_of(question)
    rows = list(rows_of(TARIFF, 0))
    wanted = wanted_of(question, language)
    assert wanted is not None
    found = of_records(wanted, rows, "tariff", language)
    assert found is not None
    assert said_of(found, language).text == answer


@pytest.mark.parametrize(
    "question",
    [
        "Which service has the highest number of staff?",  # no such column
        "Which service has the highest and which the lowest price?",
        "What is the price of hull washing?",
    ],
)
def test_no_extreme_where_none_is_asked_of_a_column(question: str) -> None:
    language = language_of(question)
    wanted = wanted_of(question, language)
    assert wanted is None or of_records(wanted, list(rows_of(TARIFF, 0)), "tariff", language) is None


@pytest.mark.parametrize("kind", ["hidden", "struck", "covered"])
@pytest.mark.parametrize(
    "part",
    ["Total net sales; 2031: $ 1,250; 2030: $ 1,000; 2029: $ 800", "2031: $ 1,250", "$ 1,250", "1,250"],
)
def test_no_figure_rests_on_a_cell_that_is_not_seen(tmp_path: Path, kind: str, part: str) -> None:
    row = "Total net sales; 2031: $ 1,250; 2030: $ 1,000; 2029: $ 800"
    seen = row.replace(part, f"[{kind}: {part}]")
    told = asked(tmp_path, "What were Vellmark's total net sales in 2031?", REPORT.replace(row, seen))
    assert told is None or "1,250" not in said(told)


def test_rows_that_match_are_taken_from_what_is_seen(tmp_path: Path) -> None:
    fleet = (
        "Vehicle | Status | Type\nVehicle: AB-1; Status: in use; Type: van\n"
        "Vehicle: AB-2; Status: sold; Type: van\n[hidden: Vehicle: AB-3; Status: sold; Type: van]"
    )
    house = House(tmp_path, fleet, SheetReader())
    question = "Which vehicles have been sold?"
    try:
        figures = Figures(house.store, house.retriever)
        hits = [replace(hit, text=standing(hit.text)) for hit in house.retriever.search(question, 5)]
        told = said(figures.recorded(question, hits, language_of(question)))
    finally:
        house.vault.close()
    assert "AB-2" in told
    assert "AB-3" not in told
