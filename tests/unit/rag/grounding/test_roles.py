"""Who owes what to whom."""

import pytest

from rag.grounding.roles import (
    exchanged,
    misattributed,
    names_no_doer,
    otherwise_named,
    put_in_place,
    stitched,
    taken_for_doer,
)
from rag.language.languages import language_of, languages

NOTICE = "The tenant shall notify the owner of a burst pipe within 3 days."
GERMAN = "Der Pächter meldet dem Vorstand den Schaden."
WORKS = "The Owner repairs the roof and the well. The Tenant repairs the fence."


@pytest.mark.parametrize(
    ("claim", "source", "swapped"),
    [
        ("The owner shall notify the tenant of a burst pipe.", NOTICE, True),
        ("The tenant must notify the owner of a burst pipe.", NOTICE, False),
        ("Within 3 days, the tenant notifies the owner.", NOTICE, False),
        ("The owner is notified by the tenant.", NOTICE, False),
        ("Der Vorstand meldet dem Pächter den Schaden.", GERMAN, True),
        ("Den Schaden meldet der Pächter dem Vorstand.", GERMAN, False),
    ],
)
def test_an_exchange_of_roles_is_told(claim: str, source: str, swapped: bool) -> None:
    assert exchanged(claim, source, language_of(source)) is swapped


@pytest.mark.parametrize(
    ("claim", "mixed"),
    [
        ("The Tenant has to repair the roof and the well.", True),
        ("The Tenant repairs the fence.", False),
        ("The Owner repairs the well.", False),
        ("The fence is repaired.", False),
    ],
)
def test_one_sentence_is_not_made_of_two(claim: str, mixed: bool) -> None:
    assert stitched(claim, WORKS, language_of(WORKS)) is mixed


BREACH = (
    "In the case of a personal data breach, the controller shall without undue delay and, where feasible, "
    "not later than 72 hours after having become aware of it, notify it to the supervisory authority, "
    "unless it is unlikely to be a risk."
)
OFFICER = "The controller and the processor shall designate a data protection officer in any case."
BAIL = "Le locataire doit avertir le bailleur de toute fuite. Il peut résilier le bail en mai."
CONTRATO = "La compañía debe avisar al asegurado con 30 días de antelación."


@pytest.mark.parametrize(
    ("claim", "source", "other"),
    [
        ("The supervisory authority must notify the data subject within 72 hours.", BREACH, True),
        ("The controller must notify the supervisory authority within 72 hours.", BREACH, False),
        ("The supervisory authority must be notified within 72 hours.", BREACH, False),  # the passive
        ("The breach is notified within 72 hours.", BREACH, False),
        ("The data protection officer must have a data protection officer.", OFFICER, True),
        ("Processors must designate a data protection officer.", OFFICER, False),
        ("He must designate a data protection officer.", OFFICER, False),
        ("The data subject must notify the supervisory authority.", BREACH, True),
        ("The controller must be notified within 72 hours.", BREACH, True),
        ("Controllers of data must notify the authority.", BREACH, False),
        ("The tenant must notify the owner.", "The tenant shall be notified by the owner.", True),
        ("The owner must notify the tenant.", "The tenant shall be notified by the owner.", False),
        ("The data protection officer must have a data protection officer.", "It is so.", False),
        ("The tenant must keep it clean.", "It shall be kept clean. It must be dry.", False),
        ("Le bailleur doit avertir le locataire de toute fuite.", BAIL, True),
        ("Le bailleur peut résilier le bail en mai.", BAIL, False),  # who "il" is stays open
        ("El asegurado debe avisar a la compañía.", CONTRATO, True),
        ("La compañía debe avisar con 30 días.", CONTRATO, False),
    ],
)
def test_nobody_is_bound_whom_the_source_does_not_bind(claim: str, source: str, other: bool) -> None:
    assert misattributed(claim, source, language_of(source)) is other


@pytest.mark.parametrize(
    ("code", "question", "source", "otherwise"),
    [
        (
            "en",
            "With what notice may the landlord end it?",
            "The tenant may end it in May.",
            True,
        ),
        (
            "en",
            "With what notice may the tenant end it?",
            "The tenant may end it in May.",
            False,
        ),
        ("en", "What does the tenant pay?", "The tenant pays the landlord 40 euros.", False),
        ("de", "Wann kann die Vermieterin kündigen?", "Der Mieter kann im Mai kündigen.", True),
        ("fr", "Que doit réparer le bailleur ?", "Le locataire répare les volets.", True),
        ("es", "¿Qué paga el arrendador?", "El arrendatario paga el agua.", True),
        ("nl", "Wat betaalt de verhuurder?", "De huurder betaalt het water.", True),
    ],
)
def test_the_other_side_of_a_contract_is_not_the_one_asked_about(
    code: str, question: str, source: str, otherwise: bool
) -> None:
    language = next(one for one in languages() if one.code == code)
    assert otherwise_named(question, source, language) is otherwise


REPORTS = (
    "The Policyholder reports a theft to the police, and to the Insurer within a week. The Insurer pays."
)


@pytest.mark.parametrize(
    ("claim", "taken"),
    [
        ("The insurer must report the theft to the police, and to the Insurer within a week.", True),
        ("The policyholder must report the theft to the police.", False),
        ("The insurer pays for the theft.", False),
        ("The theft is reported to the insurer.", False),
    ],
)
def test_nobody_does_what_is_done_to_them(claim: str, taken: bool) -> None:
    assert taken_for_doer(claim, REPORTS, language_of(REPORTS)) is taken


def test_an_exchange_is_told_of_one_sentence_among_others() -> None:
    source = (
        "A Empregadora entrega um telemóvel. No fim do termo a Empregadora paga à Trabalhadora uma"
        " compensação de 18 dias de retribuição por cada ano completo."
    )
    language = language_of(source)
    assert exchanged("A Trabalhadora tem de pagar a Empregadora a compensação.", source, language)
    assert not exchanged("A Empregadora paga à Trabalhadora a compensação.", source, language)


@pytest.mark.parametrize(
    ("code", "claim", "source", "none"),
    [
        (
            "de",
            "Das Wasser wird von den Anlagen unterhalten.",
            "Zur Unterhaltung der Anlagen zählt das Wasser.",
            True,
        ),
        ("de", "Das Dach wird vom Vermieter gepflegt.", "Der Vermieter pflegt das Dach.", False),
        ("de", "Das Dach wird vom Vermieter gepflegt.", "Die Pflege ist Sache des Vermieters.", False),
        ("en", "The roof is kept by the grounds.", "The keeping of the grounds and the roof goes on.", True),
        ("en", "The roof is mended by the owner.", "Mending the roof is the duty of the owner.", False),
        ("en", "The fee is set by the council.", "The fee is set by decision of the council.", False),
        ("fr", "Le toit est réparé par le bailleur.", "La réparation est à la charge du bailleur.", False),
        ("it", "La pulizia è fatta dagli inquilini.", "Gli inquilini curano la pulizia.", False),
    ],
)
def test_what_something_is_done_to_does_nothing(code: str, claim: str, source: str, none: bool) -> None:
    [language] = [one for one in languages() if one.code == code]
    assert names_no_doer(claim, source, language) is none


@pytest.mark.parametrize(
    ("claim", "source", "is_other"),
    [
        (
            "Verwerker zal alle kosten van het onderzoek betalen, met inbegrip van interne kosten.",
            "Verantwoordelijke zal alle kosten van het onderzoek betalen, ook kosten door Verwerker gemaakt.",
            True,
        ),
        (
            "Verantwoordelijke zal alle kosten van het onderzoek betalen.",
            "Verantwoordelijke zal alle kosten van het onderzoek betalen, ook door Verwerker gemaakte.",
            False,
        ),
        (
            "Der Verwalter muss die Schäden melden.",
            "Der Mieter muss die Schäden im Haus sofort dem Verwalter melden.",
            True,
        ),
        ("Der Mieter muss die Kosten tragen.", "Im Notfall muss der Mieter die Kosten tragen.", False),
        ("Der Mieter muss alle Kosten tragen.", "Alle Kosten muss der Mieter tragen.", False),
    ],
)
def test_nobody_stands_where_another_acts(claim: str, source: str, is_other: bool) -> None:
    assert put_in_place(claim, source, language_of(source)) is is_other
