"""What a question asks for, and whether a sentence has it."""

import pytest

from rag.answering.quoting.kinds import Kind, has_kind, is_exception, kind_of
from rag.answering.quoting.vocabulary import Across
from rag.language.languages import language_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("When is the rent due?", Kind.DATE),
        ("How long is the notice?", Kind.DURATION),
        ("What is the fee for a dog?", Kind.AMOUNT),
        ("Who mows the verge?", Kind.PERSON),
        ("To whom is the key returned?", Kind.PERSON),
        ("Where is the key kept?", Kind.PLACE),
        ("May dogs be kept in the flat?", Kind.VERDICT),
        ("The rent is 300 euros, isn't it?", Kind.VERDICT),
        ("What does verge mean?", Kind.DEFINITION),
        ("List the duties of the tenant.", Kind.LIST),
        ("Wie hoch ist die Pacht?", Kind.AMOUNT),
        ("Bis wann ist die Pacht zu zahlen?", Kind.DATE),
        ("Innerhalb welcher Frist wird der Schaden gemeldet?", Kind.DURATION),
        ("Wer meldet den Schaden?", Kind.PERSON),
        ("Combien coûte la clé ?", Kind.AMOUNT),
        ("Dans quel délai faut-il rendre la clé ?", Kind.DURATION),
        ("¿Cuándo se paga la renta?", Kind.DATE),
        ("Quanto paga il conduttore?", Kind.AMOUNT),
        ("Quando é paga a renda?", Kind.DATE),
        ("Hoeveel kost de sleutel?", Kind.AMOUNT),
        ("What is the effective date of the agreement?", Kind.DATE),
        ("Wie lautet das Ausstellungsdatum?", Kind.DATE),
        ("Quelle est la date d'effet ?", Kind.DATE),
        ("¿Cuál es la fecha de entrega?", Kind.DATE),
        ("Qual è la data di consegna?", Kind.DATE),
        ("Qual é a data da fatura?", Kind.DATE),
        ("Wat is de ingangsdatum?", Kind.DATE),
        ("What is the total of the invoice?", Kind.AMOUNT),
        ("What's the grand total?", Kind.AMOUNT),
        ("Wie lautet der Gesamtbetrag?", Kind.AMOUNT),
        ("Quel est le total de la facture ?", Kind.AMOUNT),
        ("¿Cuál es el total de la factura?", Kind.AMOUNT),
        ("Qual è il totale della fattura?", Kind.AMOUNT),
        ("Qual é o total da fatura?", Kind.AMOUNT),
        ("Wat is het totaalbedrag van de factuur?", Kind.AMOUNT),
        ("Which agency inspects the lifts?", Kind.ANY),
        ("Quelles parties du jardin sont communes ?", Kind.ANY),
        ("Welche Satzung gilt für den Weg?", Kind.ANY),
        ("Welche Fristen gelten?", Kind.AMOUNT),
        ("Was ist die Frist für die Meldung?", Kind.DURATION),
        ("What is the time limit for an appeal?", Kind.DURATION),
        ("Wat is de termijn voor het melden?", Kind.DURATION),
        ("What is the invoice number?", Kind.IDENTIFIER),
        ("What is the number of members?", Kind.AMOUNT),
        ("Wie lautet die Rechnungsnummer?", Kind.IDENTIFIER),
        ("Quel est le numéro de dossier ?", Kind.IDENTIFIER),
        ("¿Cuál es el número de empleados?", Kind.AMOUNT),
        ("¿Cuál es el número de expediente?", Kind.IDENTIFIER),
        ("Qual è il numero di pratica?", Kind.IDENTIFIER),
        ("Qual é o número do contrato?", Kind.IDENTIFIER),
        ("Wat is het factuurnummer?", Kind.IDENTIFIER),
        ("What happens on Sundays?", Kind.ANY),
    ],
)
def test_the_kind_of_answer_is_told(question: str, kind: Kind) -> None:
    assert kind_of(question, language_of(question)) is kind


@pytest.mark.parametrize(
    ("question", "sentence", "has"),
    [
        ("What is the fee for a dog?", "The fee for a dog is 40 euros.", True),
        ("What is the fee for a dog?", "2. The fee is told on 4 June 2031.", False),
        ("How long is the notice?", "Notice is given within 3 weeks.", True),
        ("How long is the notice?", "The fee is 40 euros.", False),
        ("When does the lease end?", "It ends on 31 May 2040.", True),
        ("When does the lease end?", "It ends with a fee of 40 euros.", False),
        ("How many wardens does the board employ?", "A warden gives 2 hours notice.", False),
        ("How many wardens does the board employ?", "The board employs 12 wardens.", True),
        ("What is the invoice number?", "Invoice No. 2031-114 of 4 May 2031", True),
        ("What is the invoice number?", "The invoice of 4 May 2031 is over 300 euros.", False),
        ("What is the phone number of the court?", "District Court, Case No. 4 C 187/23", False),
        ("Wie lautet die Rechnungsnummer?", "Rechnung Nr. 77/2031 vom 4. Mai 2031", True),
        ("Quel est le numéro de dossier ?", "Dossier n° 12-441", True),
        ("Wann endet der Vertrag?", "Er endet am 31. Mai 2040.", True),
        ("What is the maximum fine?", "(150) Each authority has the power to impose fines.", False),
        ("What is the maximum fine?", "Article 84\nPenalties\n1. States lay down the rules on fines.", False),
        ("What is the fee?", "Article 5 Fees 2. The fee is 30 euros.", True),
        ("Wie hoch ist die Buße?", "§ 12 Bußgeld (2) Das Nähere regelt die Satzung über Bußen.", False),
        ("Wie hoch ist die Geldbuße?", "(150) Geldbußen werden bis zu 500 Euro verhängt.", True),
    ],
)
def test_a_sentence_has_what_is_asked_for(question: str, sentence: str, has: bool) -> None:
    language = language_of(question)
    assert has_kind(kind_of(question, language), question, sentence, language) is has


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Für welche Gärten gilt die Satzung nicht?", True),
        ("¿A qué puestos no se aplica?", True),
        ("Which gardens are exempt?", True),
        ("Wer ist vom Beitrag befreit?", True),
        ("Gibt es Ausnahmen von der Meldepflicht?", True),
        ("Qui est exonéré de la taxe ?", True),
        ("¿Quién está exento de la cuota?", True),
        ("Chi è esente dalla tassa?", True),
        ("Wie zijn vrijgesteld van de bijdrage?", True),
        ("Quem está isento da taxa?", True),
        ("من معفى من الرسوم؟", True),
        ("Wann ist das Büro ausschließlich für Mitglieder offen?", False),
        ("Le jardin est-il exclusivement réservé aux membres ?", False),
        ("¿Es exclusivo de los socios?", False),
        ("What is the fine for not mowing the verge?", False),
    ],
)
def test_what_is_left_out_is_told_from_what_is_left_undone(text: str, told: bool) -> None:
    assert is_exception(text, language_of(text)) is told


@pytest.mark.parametrize(
    ("question", "sentence", "names"),
    [
        ("Qui est le directeur ?", "Owners apply to the office of the Harbour Director.", False),
        ("Qui est le directeur ?", "The director is Anna Pohl.", True),
        (
            "Wer ist der Direktor?",
            "La comisión será presidida por la directora general de Salud.",
            False,
        ),
        ("Who is the director?", "La directora es Ana Pérez Gil.", True),
    ],
)
def test_who_somebody_is_has_to_be_told_in_another_language_too(
    question: str, sentence: str, names: bool
) -> None:
    assert has_kind(Kind.PERSON, question, sentence, language_of(sentence), Across(question)) is names


def test_one_is_a_number_where_it_counts_what_is_asked_for() -> None:
    english = language_of("each of the boats has one")
    asked = "How many visitor passes do I get?"
    assert has_kind(Kind.AMOUNT, asked, "Each boat receives one visitor pass.", english)
    assert not has_kind(Kind.AMOUNT, asked, "The visitor pass is for one day.", english)
