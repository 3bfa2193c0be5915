"""Headings in lines of their own are kept apart from the sentence below them, of which no word is lost."""

from __future__ import annotations

import pytest

from rag.language.titles import behind_headings


@pytest.mark.parametrize(
    ("heading", "sentence", "section"),
    [
        (
            "3. Deposit\n",
            "The Tenant shall pay GBP 1,700 to the Landlord before keys are handed over.",
            "",
        ),
        ("3. Deposit\n\n", "GBP 1,700 is due.", ""),
        ("§ 3 Kaution\n", "Der Mieter leistet eine Sicherheit in Höhe von 2.670 EUR.", ""),
        ("Article 3 – Dépôt de garantie\n", "Le locataire verse 1 240 euros à la signature du contrat.", ""),
        ("Art. 3 Cauzione\n", "La conduttrice consegna 2.100 euro a garanzia degli obblighi assunti.", ""),
        ("Cláusula 3. Fianza\n", "El arrendatario entrega 900 euros.", ""),
        ("المادة الثالثة: التأمين\n", "يدفع المستأجر مبلغ 3000 ريال ضمانا عند التوقيع.", ""),
        ("Minutes\n\n", "• Minutes are signed by the chair.", ""),
        ("LEASE AGREEMENT\n\n", "This Lease is made on 4 March 2031.", ""),
        (
            "LEASE AGREEMENT\n\n1. Premises\n",
            "The Landlord lets the flat at 18 Quayside Row, Brackwater.",
            "",
        ),
        ("Security for the rent\n", "the Tenant pays GBP 1,700.", "Lease › Security for the rent"),
        (
            "IV. Termination\n",
            "Either party may end the tenancy by giving two months' notice in writing.",
            "",
        ),
    ],
)
def test_a_heading_in_a_line_of_its_own_is_no_part_of_the_sentence(
    heading: str, sentence: str, section: str
) -> None:
    assert behind_headings(heading + sentence, section) == len(heading)


@pytest.mark.parametrize(
    "text",
    [
        "3. Deposit",
        "3. Deposit\n",
        "The fee of a day\n\nis 20 euros for each of the members.",
        "Fees of a day:\n\nTwenty euros are paid by each of the members.",
        "The Tenant shall pay GBP 1,700 to\nOrmond Estates Limited.",
        "3. The Tenant shall pay a sum of GBP 1,700 to\nOrmond Estates Limited before keys are given.",
        "3. The Tenant pays the rent to\nOrmond Estates Ltd of Brackwater.",
        "12 May 2033\n\nDear Mr Osgood,",
        "22 Church Street\n\nAmbleford AM4 is where the office has been since 1998, above the bakery.",
        "2.5 kg of flour\nand 3 eggs are mixed with a litre of milk until the dough is smooth.",
        "Wick & Hallam Solicitors\n22 Church Street, Ambleford",
        "I\nhave read it.",
        "§ 3 gilt nur,\nsoweit nichts anderes vereinbart ist und niemand widerspricht.",
        "3. Deposit\nof the goods takes place at the seller's premises in the presence of both parties.",
    ],
)
def test_what_is_no_heading_stays(text: str) -> None:
    assert behind_headings(text) == 0
