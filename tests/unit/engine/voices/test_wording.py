"""What a voice is given to say for what contracts, laws and answers are written with."""

from __future__ import annotations

import pytest

from engine.voices.wording import worded


def _said(text: str) -> str:
    return " ".join(worded(text).replace(" ,", ",").split())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("§ 5 applies.", "section 5 applies."),
        ("See §§ 3-5 of it.", "See sections 3-5 of it."),
        ("Art. 6(1)(a) GDPR", "Article 6, 1, a, GDPR"),
        ("Art. IV and Sec. 12", "Article IV and Section 12"),
        ("see para. 3, lit. b", "see paragraph 3, point b"),
        ("Regulation (EU) 2016/679", "Regulation (EU) 2016 slash 679"),
        ("Clause 1.2.3 of it", "Clause 1 point 2 point 3 of it"),
        ("Smith v. Jones", "Smith versus Jones"),
        ("e.g. a lease, i.e. a contract", "for example a lease, that is a contract"),
        ("pp. 12-14 et seq.", "pages 12-14 and following"),
    ],
)
def test_what_lawyers_abbreviate_is_said_in_full(written: str, said: str) -> None:
    assert _said(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("on 03.05.2026.", "on 3 May 2026."),
        ("on 13/05/2026", "on 13 May 2026"),
        ("on 05/13/2026", "on 13 May 2026"),
        ("on 03/05/2026", "on 3 slash 5 slash 2026"),
        ("EUR 1.234,56 are due", "EUR 1,234.56 are due"),
        ("10 000 euros", "10,000 euros"),
        ("1 234 567 shares", "1,234,567 shares"),
        ("CHF 10'000", "CHF 10,000"),
        ("1.234.567 people", "1,234,567 people"),
        ("$10k and €2.5m", "10 thousand dollars and 2.5 million euros"),
        ("number 12345678", "number 1 2 3 4, 5 6 7 8"),
        ("IBAN DE89 3704 0044 0532 0130 00.", "IBAN D E 8 9, 3 7 0 4, 0 0 4 4, 0 5 3 2, 0 1 3 0, 0 0 ."),
    ],
)
def test_no_sum_and_no_date_is_said_as_another(written: str, said: str) -> None:
    assert _said(written) == said


@pytest.mark.parametrize(
    "plain",
    [
        "The rent is €1,250.50 a month.",
        "It took 3.5 hours in 2019, 100 of us came.",
        "No. He did not.",
        "No. I agree. No. (See below.)",
        "snake_case stays",
        "It happened at 9:30 on 2026-05-03.",
        "1.5 times",
    ],
)
def test_what_the_voice_reads_well_stays(plain: str) -> None:
    assert _said(plain) == plain


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("See https://www.example.org/a/b?x=1, please.", "See a link to example dot org, please."),
        ("j.doe@example.org", "j dot doe at example dot org"),
        ("**bold**, _it_ and `code` [1]", "bold, it and code"),
        ("# Head", "Head"),
        ("> quoted", "quoted"),
        ("a → b, x ≥ 5", "a to b, x at least 5"),
    ],
)
def test_marks_and_addresses_are_not_spelt_out(written: str, said: str) -> None:
    assert _said(written) == said
