"""What documents are called, as people write it."""

from __future__ import annotations

import pytest

from rag.structuring.called import CalledBy, asked_keys, called, kinds_in, ours_in

REGISTRANT = "JOHNSON & JOHNSON\n(Exact name of registrant as specified in its charter)\n"


@pytest.mark.parametrize(
    ("opening", "key", "by"),
    [
        (REGISTRANT, "jnj", CalledBy.FIRM),
        (REGISTRANT, "johnsonjohnson", CalledBy.FIRM),
        ("American Express Company\n200 Vesey Street", "amex", CalledBy.FIRM),
        ("Bank of America Corporation", "ba", CalledBy.FIRM),
        ("The Procter & Gamble Company", "pg", CalledBy.FIRM),
        ("Hafen Vellmark GmbH, Kai 3", "hafenvellmark", CalledBy.FIRM),
        ("Vellmark Cranes (NYSE: VCR)", "vcr", CalledBy.TICKER),
        ("Common Stock; Trading Symbol: BBY; Name: New York Stock Exchange", "bby", CalledBy.TICKER),
        ("between Vellmark Cranes Ltd (the “Supplier”) and", "supplier", CalledBy.TERM),
        ('the Port Authority (hereinafter referred to as the "Council")', "council", CalledBy.TERM),
        ("Frau Roth (nachfolgend „Mieterin“ genannt)", "mieterin", CalledBy.TERM),
        ("Frau Roth, nachfolgend Mieterin genannt", "mieterin", CalledBy.TERM),
        ("la société Lumen (ci-après « le Fournisseur »)", "fournisseur", CalledBy.TERM),
        ("Puertos Vellmark, en adelante el Arrendador,", "arrendador", CalledBy.TERM),
        ("la società (di seguito “Fornitore”)", "fornitore", CalledBy.TERM),
        ('a empresa (doravante denominada "Contratada")', "contratada", CalledBy.TERM),
        ("de heer Roth, hierna te noemen: Huurder,", "huurder", CalledBy.TERM),
        ("General Data Protection Regulation (GDPR)", "gdpr", CalledBy.TERM),
        ("FIPS PUB 201-3\nPersonal Identity Verification", "fips201", CalledBy.NUMBER),
        ("NIST SP 800-63B", "nist800", CalledBy.NUMBER),
        ("LEASE AGREEMENT\nmade between", "lease", CalledBy.KIND),
        ("Geheimhaltungsvereinbarung", "nda", CalledBy.KIND),
    ],
)  # fmt: skip
def test_a_document_is_called(opening: str, key: str, by: CalledBy) -> None:
    assert (key, by) in called("doc1.pdf", "", opening)


@pytest.mark.parametrize(
    "opening",
    ["Virtual assets (“OTF”) are", "appoint a (a “Custodian”) of", "(the so-called Open Market) and"],
)
def test_a_word_that_is_only_defined_names_no_document(opening: str) -> None:
    assert not [key for key, by in called("doc1.pdf", "", opening) if by is CalledBy.TERM]


def test_a_name_of_several_words_is_kept_whole() -> None:
    found = called("doc1.pdf", "", "hereinafter referred to as “Mining Entities”, or hereinafter Spot Firms")
    assert {key for key, by in found if by is CalledBy.TERM} == {"miningentities"}


def test_a_form_of_a_company_is_no_name() -> None:
    keys = {key for key, by in called("a.pdf", "", "Adobe Inc.\n345 Park Avenue") if by is CalledBy.FIRM}
    assert keys == {"adobe"}


def test_a_cover_has_numbers_that_are_no_names() -> None:
    text = "FORM 10-K PURSUANT TO SECTION 13 OR 15(d) OF THE ACT OF 1934"
    assert not [key for key, by in called("a.pdf", "", text) if by is CalledBy.NUMBER]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What does our lease say about pets?", "lease"),
        ("When does the NDA end?", "nda"),
        ("Was kostet unser Mietvertrag?", "lease"),
        ("Que dit notre bail sur les animaux ?", "lease"),
        ("¿Qué dice nuestro contrato de arrendamiento?", "lease"),
        ("Cosa dice il nostro contratto di locazione?", "lease"),
        ("O que diz o nosso contrato de arrendamento?", "lease"),
        ("Wat zegt onze huurovereenkomst?", "lease"),
    ],
)
def test_a_question_speaks_of_a_known_document(question: str, kind: str) -> None:
    assert kind in ours_in(question)


def test_a_word_within_another_is_no_kind_of_document() -> None:
    assert kinds_in("He was released from the agenda") == ()
    assert ours_in("May I lease a boat?") == ()


def test_the_keys_of_a_question_have_their_places() -> None:
    question = "What did Best Buy pay?"
    start, end = asked_keys(question)["bestbuy"]
    assert question[start:end] == "Best Buy"
