"""Receipts: what was to be paid, who made it out, where they are, and on which day; in several countries."""

from __future__ import annotations

import pytest

from rag.extracting.fields.choosing import How
from rag.extracting.fields.filling import Cell, rows_of
from rag.extracting.fields.schema import preset
from rag.extracting.fields.sight import Sight
from rag.types import Page


def row(text: str) -> dict[str, Cell]:
    (found,) = rows_of(preset("receipt"), Sight.of([Page(1, text)], [0], text))
    return dict(found)


@pytest.mark.parametrize(
    ("lines", "total"),
    [
        ("Sub-Total 18.72\nTotal 19.99\nRounding Adj 0.01\nRounding 20.00\nCash 50.00\nChange 30.00", 20.00),
        ("Zwischensumme 12,40\nSteuer 1,98\nSumme EUR 12,40\nBar 20,00\nRückgeld 7,60", 12.40),
        ("TOTAL TTC 8,50\nEspèces 10,00\nRendu 1,50", 8.50),
        ("Totaal 9,98\nAfronding 0,02\nTe betalen 10,00\nContant 20,00\nWisselgeld 10,00", 10.00),
        ("Total: 65.72\nRounding Adj -0.02\nTOTAL 65.70\nCASH 65.70", 65.70),
        ("Total HT 52,73\nTVA 10 % 5,27\nNET A PAYER 58,00", 58.00),  # capitals have no accents
        ("SUMME 7,95\nBAR 10,00\nRUECKGELD 2,05", 7.95),
        ("Total 346.85\nRound off 0.15\nNet Amount 347.00", 347.00),  # to whole rupees
        ("Rate A RM3.00\nParking Fee FM2.83\nTotal M3.00\nPaid RM3.00\nchange PM0.00", 3.00),  # misread RM
        ("Gift card 20.00\nTotal 60.00\nCash 50.00\nChange 10.00", 60.00),  # a part was paid otherwise
        ("Total 33.00\nCash 50.00\nChange 17.00\nYou save 27.60\nPrice 60.60", 33.00),
    ],
)
def test_what_was_handed_over_and_came_back_tells_the_total(lines: str, total: float) -> None:
    assert row(f"CORNER SHOP\n\n{lines}\n")["total"].values == (total,)


def test_a_total_that_is_only_told_by_the_change_says_so() -> None:
    cell = row("CORNER SHOP\n\nKebab x2  29.80\nExcl. tax 28.11\nCASH 50.00\nCHANGE 20.20\n")["total"]
    assert (cell.values, cell.how) == ((29.80,), How.SETTLED)


def test_no_total_is_made_up_that_is_not_printed() -> None:
    assert row("CORNER SHOP\n\nCASH 50.00\nCHANGE 20.20\n")["total"].values != (29.80,)


@pytest.mark.parametrize(
    ("head", "address"),
    [
        # a number of the register between its lines, no name after it
        (
            "ALPHA FOOD SDN BHD\n12, Jalan Satu 7/4\n(867388-U)\n57000 KL\n\nTAX INVOICE",
            "12, Jalan Satu 7/4 57000 KL",
        ),
        # the address before the name
        (
            "Hi!\nUNIT 5, BLOCK A, PARK,\n46350 PETALING JAYA\nHotline: 1800 88 1231\nNEWS RETAIL SB",
            "UNIT 5, BLOCK A, PARK, 46350 PETALING JAYA",
        ),
        # what was bought is no address
        ("Bäckerei Krümel GmbH\nHauptstr. 5\n10115 Berlin\n\n2 Croissant 3,80", "Hauptstr. 5 10115 Berlin"),
        ("THE TEA ROOM\n14 High Street, York YO1 8AQ\nTel 01904 123456", "14 High Street, York YO1 8AQ"),
        # numbers of taxes, registers and shops are no part of it, whatever they are called
        ("Bar Sport\nVia Roma 5\n37121 VERONA (VR)\nP.IVA 03412340234", "Via Roma 5 37121 VERONA (VR)"),
        ("Los Naranjos S.L.\nC/ Mayor, 12\n28013 Madrid\nNIF B-84512345", "C/ Mayor, 12 28013 Madrid"),
        ("Papeterie Zum AG\nSeestr. 4\nCH-8001 Zürich\nCHE-107.822.904 MWST", "Seestr. 4 CH-8001 Zürich"),
        ("Café Au e.U.\nWiener Straße 8\n3100 St. Pölten\nATU61234567", "Wiener Straße 8 3100 St. Pölten"),
        ("Chez Odette\n7 place Anne\n35000 Rennes\nTél. 02 99 55 01 02", "7 place Anne 35000 Rennes"),
        ("BUILD, INC.\nSTORE #1187   MGR: D H\n25 OAK RD\nTULSA, OK 74115", "25 OAK RD TULSA, OK 74115"),
        ("Huber & Sohn\nGasse 7\n86150 Augsburg\nSteuernr. 103/234/50012", "Gasse 7 86150 Augsburg"),
        ("DUBOIS\n5 place du Pont\n21000 DIJON\nFINESS 210001234", "5 place du Pont 21000 DIJON"),
        # nor is when they are open
        ("LE PORT\n145 avenue de la Mer\n17000 CAEN\nOuvert 8h30-20h", "145 avenue de la Mer 17000 CAEN"),
        ("Backhaus\nLindenweg 3\n04229 Leipzig\nMo-Fr 6.30-18.00 Uhr", "Lindenweg 3 04229 Leipzig"),
        # short words of an address that scans misread
        ("KEK SDN BHD\nNo.1, Jin Puteri 1/6,\n47100 Puchong", "No.1, Jln Puteri 1/6, 47100 Puchong"),
        ("KEK SDN BHD\n10T 18, J1N KPB 6,\n43300 SERI", "LOT 18, JLN KPB 6, 43300 SERI"),
        # that of who buys stands below, with more streets in it
        (
            "ALPHA SDN BHD\nLot 3, Jalan Dua,\n40300 Shah\nBETA SDN BHD\nNO. 4, JALAN 5, LOT 2\n47500 JAYA",
            "Lot 3, Jalan Dua, 40300 Shah",
        ),
        ("Café de Zon\nLaan 12\n1234 AB Utrecht\nwww.zon.nl", "Laan 12 1234 AB Utrecht"),
    ],
)  # fmt: skip
def test_an_address_is_whole_and_nothing_else(head: str, address: str) -> None:
    assert row(f"{head}\n\nTotal 3.80\n")["address"].values == (address,)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Date: 21/05/2018Time: 11:12", "2018-05-21"),
        ("Date/Time 20180428/191204", "2018-04-28"),
        ("Datum 20240131", "2024-01-31"),
        ("00440010036 25032018 13;11:54 0003", "2018-03-25"),
    ],
)
def test_days_that_a_scan_runs_together(written: str, day: str) -> None:
    assert row(f"CORNER SHOP\n\n{written}\nTotal 3.80\n")["date"].values == (day,)


def test_any_number_of_eight_figures_is_no_day() -> None:
    assert row("CORNER SHOP\n\nInvoice 20240131\nTotal 3.80\n")["date"].values == ()


def test_a_number_in_the_register_is_nobody_s_name() -> None:
    assert (
        row("GREEN MARKET SDN BHD\nCOMPANY NO: 564429-W\nTotal 3.80\n")["company"].values[0]
        == "GREEN MARKET Sdn Bhd"
    )


def test_a_day_of_eight_figures_that_reads_both_ways_is_to_be_checked() -> None:
    cell = row("CORNER SHOP\n\n05032018 13:11\nTotal 3.80\n")["date"]
    assert (cell.values, cell.reason) == (("2018-03-05",), "ambiguous")


@pytest.mark.parametrize(
    ("head", "company"),
    [
        ("PUNCAK ALAT TULIS DAN\nBUKU SDN. BHD.\n(CO. REG: 813377-P)", "PUNCAK ALAT TULIS DAN BUKU Sdn Bhd"),
        ("BAR CENTRALE\nDI ROSSI MARCO\nVIA GARIBALDI 15", "BAR CENTRALE DI ROSSI MARCO"),
        ("FamilyShop\nMaxi Resources Sdn Bhd (383322-D)", "Maxi Resources Sdn Bhd"),  # two names, not one
        ("Studio Ferraris S.r.I\nVia Dante 8\n20121 Milano", "Studio Ferraris S.r.l."),
        ("AMANO TIMES SON BHD (682288-V)\n12 JALAN SATU", "AMANO TIMES Sdn Bhd"),  # misread
    ],
)
def test_the_name_of_who_made_it_out_is_whole(head: str, company: str) -> None:
    assert row(f"{head}\n\nTotal 3.80\n")["company"].values == (company,)


def test_neither_a_place_nor_what_was_bought_is_a_name() -> None:
    found = row("Pt17920 Sek U9, Shah Alam\nGST Reg No : 001951645696\n06/04/17 11:43\n\nTotal 50.45\n")
    assert found["company"].values == ()
    assert found["address"].values == ("Pt17920 Sek U9, Shah Alam",)


@pytest.mark.parametrize(
    "head",
    [
        "AGREEMENT",
        "Upon request the Recipient shall return or destroy all materials.",
        "Wir danken Ihnen für Ihren Auftrag und berechnen wie folgt",
        "Mietvertrag",
        "Contrat de bail",
        "Payment terms: 30 days net",
        "Liefertermin: KW 14",
        "Objet : votre commande",
        "MINUTES",
        "Purchase Order",
    ],
)
def test_neither_what_a_paper_is_nor_a_labelled_line_is_a_name(head: str) -> None:
    assert row(f"{head}\n\nTotal 50.45\n")["company"].values == ()


def test_the_long_name_of_an_association_is_no_sentence() -> None:
    head = "Association pour la protection de la nature et des sites"
    assert row(f"{head}\n\nTotal 50.45\n")["company"].values == (head,)


def test_a_label_before_the_name_of_a_company_is_left_out_of_nothing_else() -> None:
    assert row("Seller: Northgate Tools Ltd\n\nTotal 50.45\n")["company"].values != ()
