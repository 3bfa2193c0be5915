"""What positions say to a contract by rules alone: what weighs most, and nothing that is not there."""

from __future__ import annotations

import pytest

from rag.vetting.judging import Judged, judged
from rag.vetting.playbook import Stance, built_in_text, parsed

NDA = parsed(built_in_text("nda"))
ORDINARY = """MUTUAL NON-DISCLOSURE AGREEMENT

This Agreement is made between Harbour Tools, Inc., a Delaware corporation,
and Maple Analytics LLC, of Boston, Massachusetts.

1. Confidential Information. Confidential Information does not include information that is or becomes publicly
available without breach of this Agreement, or was already known to the Recipient.

2. Use. The Recipient shall use the Confidential Information solely to evaluate the proposed transaction and
for no other purpose, and shall not disclose it to any third party without the prior
written consent of the Discloser.

3. Required disclosure. If the Recipient is required by law or subpoena to disclose Confidential
Information, it shall give the Discloser prompt written notice.

4. Return. Upon request the Recipient shall return or destroy all Confidential Information and all copies
of it.

5. Term. The obligations under this Agreement expire three (3) years after the date of disclosure.

6. Assignment. Neither party may assign this Agreement without the prior written consent of the other party.

7. Amendment. This Agreement may be amended only in writing signed by both parties.

8. Governing law. This Agreement is governed by the laws of the State of Delaware, and the parties submit
to the exclusive jurisdiction of the courts of Delaware. The remedies in this Agreement may be enforced in any
court of competent jurisdiction.

9. No license. Nothing in this Agreement grants any license under any patent or copyright.
"""


def with_clause(clause: str) -> str:
    return ORDINARY.replace("\n6. Assignment.", f"\n{clause}\n\n6. Assignment.")


def of(text: str, name: str) -> Judged:
    return next(one for one in judged(NDA, text) if one.position.name == name)


def test_an_ordinary_agreement_has_nothing_that_is_not_acceptable() -> None:
    found = judged(NDA, ORDINARY)
    assert [one.position.name for one in found if one.stance is not Stance.ACCEPTABLE] == []


@pytest.mark.parametrize(
    ("position", "clause"),
    [
        ("Duration of the duty", "The duty of secrecy shall outlast this Agreement and never lapse."),
        (
            "Duration of the duty",
            "The obligations of the Recipient continue for eight years after disclosure.",
        ),
        ("Automatic renewal", "The term shall be prolonged of itself unless a party gives notice."),
        ("Assignment", "The Discloser may freely transfer its rights hereunder, no consent being required."),
        ("Governing law and courts", "All disputes shall be settled exclusively by the courts of Singapore."),
        ("Penalty", "For each breach the Recipient shall pay the sum of $10,000 without proof of loss."),
        (
            "Non-compete",
            "For two years the Recipient shall not engage in a business competing with the Discloser.",
        ),
        ("Return of materials", "The Recipient need not return or destroy any Confidential Information."),
        ("Liability", "The Recipient's liability for any breach shall not be subject to any cap."),
        ("Residuals", "The Recipient may use whatever its staff retain in their unaided memory."),
    ],
)
def test_a_clause_that_deviates_is_quoted_word_for_word(position: str, clause: str) -> None:
    text = with_clause(clause)
    found = of(text, position)
    assert found.stance is Stance.UNACCEPTABLE
    assert found.sentence is not None
    assert text[found.sentence.start : found.sentence.end].strip() == clause
    others = [one for one in judged(NDA, text) if one.stance is Stance.UNACCEPTABLE and one.sentence]
    assert {one.sentence.text.strip() for one in others if one.sentence} == {clause}, "nothing else is blamed"


def test_what_must_be_there_and_is_not_is_missing() -> None:
    text = ORDINARY.replace("4. Return. Upon request the Recipient shall return or destroy all", "4. All")
    text = text.replace("Confidential Information and all copies\nof it.", "is well.")
    found = of(text, "Return of materials")
    assert (found.stance, found.sentence) == (Stance.MISSING, None)


def test_courts_are_foreign_only_where_a_party_is_not_from_there() -> None:
    british = ORDINARY.replace("Boston, Massachusetts", "London, England")
    courts = "All disputes shall be settled exclusively by the courts of London, England."
    assert of(with_clause(courts), "Governing law and courts").stance is Stance.UNACCEPTABLE
    chosen = british.replace("\n6. Assignment.", f"\n{courts}\n\n6. Assignment.")
    assert of(chosen, "Governing law and courts").stance is Stance.ACCEPTABLE


def test_the_sentences_that_are_the_same_stand_beside_the_surest() -> None:
    first = "For each breach the Recipient shall pay liquidated damages of $10,000."
    second = "A contractual penalty of $500 is due for each further day of a breach."
    found = of(with_clause(f"{first} {second}"), "Penalty")
    assert found.sentence is not None
    quotes = [" ".join(one.text.split()) for one in (found.sentence, *found.others)]
    assert sorted(quotes) == sorted([first, second])


def test_a_title_or_a_recital_is_no_clause() -> None:
    text = ORDINARY.replace("MUTUAL NON-DISCLOSURE AGREEMENT", "NON-COMPETE AND NON-DISCLOSURE AGREEMENT")
    text = with_clause("WHEREAS, the Recipient shall not compete with the Discloser for two years;").replace(
        ORDINARY[:31], text[:38]
    )
    assert of(text, "Non-compete").stance is Stance.ACCEPTABLE


def test_an_empty_text_is_silent() -> None:
    assert {one.stance for one in judged(NDA, "")} == {Stance.ACCEPTABLE, Stance.MISSING}


LIMITS = parsed("""
name = "Limits"
[[positions]]
name = "Fee"
words = ["fee"]
[[positions.rules]]
kind = "amount"
most = 1000
beyond = "review"
[[positions]]
name = "Discount"
words = ["discount"]
[[positions.rules]]
kind = "percent"
least = "5 %"
[[positions]]
name = "Gifts"
words = ["gift*"]
forbidden = true
""")


def test_amounts_percentages_and_what_is_forbidden() -> None:
    text = "The fee is EUR 1,500.00 a month. The discount is 3 %. No employee may accept gifts from others."
    fee, discount, gifts = judged(LIMITS, text)
    assert (fee.stance, fee.fact) == (Stance.REVIEW, "EUR 1,500.00 / 1000")
    assert discount.stance is Stance.UNACCEPTABLE
    assert gifts.stance is Stance.UNACCEPTABLE
    fee, discount, _ = judged(LIMITS, "The fee is EUR 900.00 a month. The discount is 7 %.")
    assert (fee.stance, discount.stance) == (Stance.ACCEPTABLE, Stance.ACCEPTABLE)
