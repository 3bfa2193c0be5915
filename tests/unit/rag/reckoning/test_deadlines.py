"""Deadlines that a question asks for in so many words, in five languages; days counted by hand."""

from __future__ import annotations

from datetime import date

import pytest

from rag.language.languages import language_of
from rag.reckoning.deadlines import Deadline, deadline_in
from rag.reckoning.reckoning import reckoned
from rag.reckoning.workdays import counted, holiday, next_working


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("What is 30 working days after 3 March 2025 in Bavaria?", ("2025-03-03", 30, "working", "DE-BY")),
        ("What is the deadline of 30 days from 3 March 2025?", ("2025-03-03", 30, "day", "")),
        ("When is 10 business days from 2025-12-20 in England?", ("2025-12-20", 10, "working", "GB-ENG")),
        ("90 days before 1 May 2025", ("2025-05-01", -90, "day", "")),
        ("Was ist 30 Arbeitstage nach dem 3. März 2025 in Bayern?", ("2025-03-03", 30, "working", "DE-BY")),
        ("Welcher Tag ist 10 Werktage vor dem 24.12.2025 in NRW?", ("2025-12-24", -10, "six", "DE-NW")),
        ("Welches Datum ist 3 Monate nach dem 30. November 2025?", ("2025-11-30", 3, "month", "")),
        (
            "Quelle date est 10 jours ouvrés après le 28 avril 2025 en France ?",
            ("2025-04-28", 10, "working", "FR"),
        ),
        ("Quelle date est 10 jours ouvrables après le 28 avril 2025 ?", ("2025-04-28", 10, "six", "")),
        ("¿Qué fecha es 15 días hábiles después del 3 de marzo de 2025?", ("2025-03-03", 15, "working", "")),
        ("Che data è 2 settimane dopo il 20 aprile 2025?", ("2025-04-20", 2, "week", "")),
    ],
)
def test_what_is_asked(question: str, wanted: tuple[str, int, str, str]) -> None:
    found = deadline_in(question, language_of(question))
    assert found is not None
    assert (found.start.isoformat(), found.number, found.unit, found.place) == wanted


@pytest.mark.parametrize(
    "question",
    [
        "When does the notice period of 30 days after 3 March 2025 end?",
        "What happens 30 days after 3 March 2025?",
        "Who worked 30 days before 3 March 2025?",
        "What is 30 working days after 3 March 2025 in Narnia?",
        "What is 30 working days after the signature?",
        "How many days are between 1 May 2025 and 3 June 2025?",
        "Wann endet die Kündigungsfrist von 30 Tagen nach dem 3. März 2025?",
    ],
)
def test_what_speaks_of_more_is_for_the_documents(question: str) -> None:
    assert deadline_in(question, language_of(question)) is None
    assert reckoned(question, language_of(question)) is None


def test_working_days_pass_over_weekends_and_holidays() -> None:
    found = counted(date(2025, 4, 17), 1, "DE")  # Maundy Thursday
    assert found is not None
    assert found.day == date(2025, 4, 22)
    assert [day for day, _ in found.holidays] == [date(2025, 4, 18), date(2025, 4, 21)]
    back = counted(date(2025, 4, 22), -1, "DE")
    assert back is not None
    assert back.day == date(2025, 4, 17)


def test_states_have_holidays_of_their_own() -> None:
    assert holiday(date(2025, 11, 19), "DE-SN") == "Buß- und Bettag"
    assert holiday(date(2025, 11, 19), "DE-BY") == ""
    assert next_working(date(2025, 11, 19), "DE-SN") == date(2025, 11, 20)


def test_a_week_of_six_days() -> None:
    found = counted(date(2025, 3, 7), 1, "", 6)  # a Friday
    assert found is not None
    assert found.day == date(2025, 3, 8)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "What is 1 month after 31 January 2025?",
            "Friday, 28 February 2025, that is 1 month after 31 January",
        ),
        (
            "Was ist 1 Monat nach dem 31.01.2025?",
            "Freitag, 28. Februar 2025, das ist 1 Monat nach dem 31. Januar",
        ),
        ("What is 30 working days after 3 March 2025 in Bavaria?", "Monday, 14 April 2025"),
        ("What is 6 days after 1 May 2025?", "Wednesday, 7 May 2025"),
        (
            "What is 2 days after 1 May 2025?",
            "That is a Saturday, no working day; the next is Monday, 5 May 2025",
        ),
        ("Was ist 1 Woche vor dem 8. Mai 2025 in Deutschland?", "Das ist ein Feiertag (Erster Mai)"),
    ],
)
def test_what_is_said(question: str, said: str) -> None:
    found = reckoned(question, language_of(question))
    assert found is not None
    assert said in found


def test_what_the_calendar_does_not_hold_is_not_answered() -> None:
    assert deadline_in("What is 20000 working days after 3 March 2025?", language_of("the")) == Deadline(
        date(2025, 3, 3), 20000, "working", ""
    )
    assert counted(date(2140, 1, 1), 20000, "") is None
    assert reckoned("What is 20000 working days after 3 March 2190?", language_of("the")) is None
