"""Personal data in seven languages, and what beside it must stay."""

from __future__ import annotations

import pytest

from rag.redacting.finder import find
from rag.redacting.kinds import Kind

LETTERS = {
    "en": (
        (
            "Dear Mrs Roe,\nwe confirm your account GB82 WEST 1234 5698 7654 32 and your e-mail "
            "jane.roe@example.com. Your date of birth: 12/03/1975.\nName: Jane Roe Phone: +44 20 "
            "7946 0958\nAddress: 14 Elm Street, Flat 3, London SW1A 2AA\nNHS number 943 476 5919. "
            "Card 4111 1111 1111 1111.\nInvoice no. 4500123456 dated 5 March 2024 for 1,250.00 "
            "EUR, article 12345678. Case no. HC-2023-001234. Acme Widgets Ltd pays. John Smith's "
            "report of 3 May 2023 is fine.\nYours sincerely,\nPeter Lang\nNorthwind Logistics Ltd"
        ),
        (
            "Roe|GB82 WEST 1234 5698 7654 32|jane.roe@example.com|12/03/1975|Jane Roe|+44 20 7946 "
            "0958|14 Elm Street, Flat 3, London SW1A 2AA|943 476 5919|4111 1111 1111 1111|John "
            "Smith's|Peter Lang"
        ),
    ),
    "de": (
        (
            "Sehr geehrter Herr Dr. Müller,\nder Patient Karl-Heinz Schwarzenberger, geb. "
            "03.04.1961, wohnhaft Lindenstraße 12a, 10969 Berlin, wurde untersucht. Steuer-ID 12 "
            "345 678 903, IBAN DE89 3704 0044 0532 0130 00. Tel. 030 1234567, mobil 0171/2345678. "
            "Versichertennummer: A123456780. Rechnung Nr. 2024-00123 vom 12.01.2024 über 1.234,56 "
            "€. Artikelnummer 4711-0815. Aktenzeichen 12 O 345/23. Die Nordwind Energie GmbH "
            "liefert.\nMit freundlichen Grüßen\ni. A. Sabine Krüger"
        ),
        (
            "Müller|Karl-Heinz Schwarzenberger|03.04.1961|Lindenstraße 12a, 10969 Berlin|12 345 "
            "678 903|DE89 3704 0044 0532 0130 00|030 1234567|0171/2345678|A123456780|Sabine Krüger"
        ),
    ),
    "fr": (
        (
            "Je soussignée Marie DUPONT, née le 14 juillet 1982 à Lyon, demeurant 12 bis rue de la "
            "République, 69002 Lyon, n° de sécurité sociale 2 82 07 69 123 456 12, joignable au 06 "
            "12 34 56 78. La facture n° FA-2023-0456 de 350,00 € TTC de la société Lumière SARL "
            "est payée.\nCordialement,\nMarie Dupont"
        ),
        (
            "Marie DUPONT|14 juillet 1982|12 bis rue de la République, 69002 Lyon|2 82 07 69 123 "
            "456 12|06 12 34 56 78|Marie Dupont"
        ),
    ),
    "es": (
        (
            "Estimada Sra. García López:\nDon José María Fernández Ruiz, con DNI 12345678Z, "
            "domiciliado en Calle Mayor 12, 3º B, 28013 Madrid, nacido el 5 de mayo de 1970, tel. "
            "612 345 678. NIE X1234567L. Expediente 2023/0456. Importe: 1.200,50 €. Construcciones "
            "Norte S.L.\nAtentamente,\nLucía Torres Vega"
        ),
        (
            "García López|Don José María Fernández Ruiz|12345678Z|Calle Mayor 12, 3º B, 28013 "
            "Madrid|5 de mayo de 1970|612 345 678|X1234567L|Lucía Torres Vega"
        ),
    ),
    "it": (
        (
            "Gentile Dott.ssa Bianchi,\nil sottoscritto Mario Rossi, nato a Milano il 12/05/1968, "
            "C.F. RSSMRA68E12F205Z, residente in Via Garibaldi 25, 20121 Milano (MI), cell. 333 "
            "1234567, IBAN IT60X0542811101000000123456. Fattura n. 123/2024 del 10/01/2024. Ditta "
            "Alfa S.r.l.\nCordiali saluti\nMario Rossi"
        ),
        (
            "Bianchi|Mario Rossi|12/05/1968|RSSMRA68E12F205Z|Via Garibaldi 25, 20121 Milano (MI)|"
            "333 1234567|IT60X0542811101000000123456|Mario Rossi"
        ),
    ),
    "nl": (
        (
            "Geachte heer Van den Berg,\nMevrouw Sanne de Vries, geboren op 12 maart 1985, BSN "
            "123456782, wonende te Keizersgracht 123-2, 1015 CJ Amsterdam, tel. 06-12345678, IBAN "
            "NL91 ABNA 0417 1643 00. Factuurnummer 20240012 van 5 januari 2024. Bakkerij De Molen "
            "B.V.\nMet vriendelijke groet,\nThijs Jansen"
        ),
        (
            "Van den Berg|Sanne de Vries|12 maart 1985|123456782|Keizersgracht 123-2, 1015 CJ "
            "Amsterdam|06-12345678|NL91 ABNA 0417 1643 00|Thijs Jansen"
        ),
    ),
    "pt": (
        (
            "Exmo. Sr. João Silva,\nMaria da Conceição Pereira, NIF 123456789, nascida a 3 de "
            "abril de 1979, residente na Rua das Flores, 123, 4.º Esq., 1200-195 Lisboa, telemóvel "
            "912 345 678. CPF 123.456.789-09. Fatura n.º FT 2024/123 de 12/02/2024. Sol e Mar "
            "Lda.\nCom os melhores cumprimentos,\nRui Almeida"
        ),
        (
            "João Silva|Maria da Conceição Pereira|123456789|3 de abril de 1979|Rua das Flores, "
            "123, 4.º Esq., 1200-195 Lisboa|912 345 678|123.456.789-09|Rui Almeida"
        ),
    ),
}


def told(text: str, *kinds: Kind) -> list[str]:
    spans = find([text], *([kinds] if kinds else [])).spans[0]
    return [" ".join(text[one.start : one.end].split()) for one in spans]


@pytest.mark.parametrize("language", LETTERS)
def test_a_letter(language: str) -> None:
    """All that is personal, and nothing beside it: figures of invoices, companies, other days."""
    text, wanted = LETTERS[language]

    assert told(text) == wanted.split("|")


def test_who_is_named_once_is_found_everywhere_in_all_forms() -> None:
    text = (
        "Patient: Jane Schwarzenberger\nMs Schwarzenberger came. SCHWARZENBERGER, Jane. "
        "J. Schwarzenberger signed. "
        "Schwarzen-\nberger called. Ask jschwarzenberger or jane_schwarzenberger. Schwarzenberger's file."
    )

    assert [one for one in told(text) if "warzen" not in one.lower()] == []
    assert len(told(text)) == 8


def test_a_name_over_the_end_of_a_line() -> None:
    text = (
        "This agreement was made in the presence of the witness whose name is Jane\nRoe and of nobody else."
    )

    assert told(text) == ["Jane Roe"]


def test_letters_written_otherwise_are_the_same() -> None:
    assert told("Name: Ju\u0308rgen Mu\u0308ller\nHerr M\u00fcller") == [
        "Ju\u0308rgen Mu\u0308ller",
        "M\u00fcller",
    ]
    assert told("Name: Jane\u00a0Roe, \u200bRoe\u00ad.")[0] == "Jane Roe"


def test_kinds_are_chosen() -> None:
    text, _ = LETTERS["en"]

    assert told(text, Kind.CARD, Kind.EMAIL) == ["jane.roe@example.com", "4111 1111 1111 1111"]


def test_columns_of_names_and_days_of_birth() -> None:
    text = (
        "Name | Date of birth | Start | Salary\nOkonjo, Xanthe | 12/03/1975 | 01/02/2024 | 45,000.00\n"
        "Jane Roe | 03.04.1981 | 01/02/2024 | 39,500.00\n\nPaid on 28/02/2024."
    )

    assert told(text) == ["Okonjo, Xanthe", "12/03/1975", "Jane Roe", "03.04.1981"]


def test_a_company_is_no_person() -> None:
    text = "The goods come from Karl Meier GmbH, from Ernst & Young LLP and from the Johnson Group of Boston."

    assert told(text) == []


def test_words_that_are_names_too_stay_words() -> None:
    text = (
        "You will see that in May the Grant of the loan was made. Mark the date; the August report said Hope."
    )

    assert told(text) == []


def test_an_iban_over_a_line_and_one_with_a_slip_behind_its_label() -> None:
    assert told("IBAN: DE89 3704 0044\n0532 0130 00.") == ["DE89 3704 0044 0532 0130 00"]
    assert told("IBAN DE89370400440532013001") == ["DE89370400440532013001"]
    assert told("Order XX1237040044053201300 of today") == []


def test_names_that_no_list_has() -> None:
    """Two words side by side that no language has: of people, and of companies only where nothing says so."""
    assert told("I spoke with Xanthe Okwudili about the pump.") == ["Xanthe Okwudili"]
    assert told("The pump of Xanthe Okwudili Ltd is red.") == []
    assert told("Her brother Zbyszko paid; ask O'Hanlon.") == ["Zbyszko", "O'Hanlon"]


def test_a_name_ends_where_an_address_begins() -> None:
    assert told("Signed by Imogen Hale, imogen@example.org") == ["Imogen Hale", "imogen@example.org"]


def test_numbers_of_companies_and_pressures_stay() -> None:
    text = (
        "BP 142/88. USt-IdNr. DE123456789, RCS Nantes 512 334 998, CNPJ 12.345.678/0001-95, "
        "SIRET 362 521 879 00034"
    )

    assert told(text) == []


def test_a_company_that_is_called_after_somebody() -> None:
    assert told(
        "Paid to Dr. Falkenrath & Partner and to Autoschade Bakker VOF, asked by G. Tagliaferri."
    ) == ["G. Tagliaferri"]


def test_ordinal_signs_are_no_letters() -> None:
    text = "Contribuinte n.º 204567891, Calle Mayor 12, 3º B, 28013 Madrid"

    assert told(text) == ["204567891", "Calle Mayor 12, 3º B, 28013 Madrid"]


def test_what_a_person_adds_is_found_everywhere() -> None:
    found = find(["Project Blue\nHeron", "see blue heron."], frozenset(), more=["Blue Heron"]).spans

    assert [[(one.start, one.end) for one in spans] for spans in found] == [[(8, 18)], [(4, 14)]]


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam,\nplease pay.",
        "Dear Hiring Manager,\nDear Customer,\nDear Colleagues,\n",
        "Sehr geehrte Damen und Herren,\nbitte zahlen Sie.\nMit freundlichen Grüßen\nIhre Stadtwerke\n",
        "Liebe Kolleginnen und Kollegen,\nSehr geehrter Herr Präsident,\n",
        "Madame, Monsieur,\nMonsieur le Président,\nChers collègues,\nResponsable: Service Achats\n",
        "Muy señores míos:\nEstimado cliente:\nAtentamente,\nEl Departamento de Personal\n",
        "Egregi Signori,\nGentile Cliente,\nCordiali saluti\nUfficio Personale\n",
        "Geachte heer, mevrouw,\nBeste collega's,\nMet vriendelijke groet,\nKlantenservice\n",
        "Exmos. Senhores,\nCaro Cliente,\nPrezados Senhores,\n",
        "Contact: Sales Department\nManager: to be named\nPatient: see above\n",
    ],
)
def test_letters_to_nobody_name_nobody(text: str) -> None:
    assert told(text) == []


def test_a_signature_below_a_signature_is_the_same_person() -> None:
    text = "Thanks,\nDeirdre\nDeirdre McAllister Brightwater Holdings plc T: +44 (0)20 7946 0991"

    found = [text[one.start : one.end] for one in find([text]).spans[0]]

    assert found[0] == "Deirdre"
    assert "Deirdre" in found[1]
    assert not any("Brightwater" in one for one in found)
