"""What a sentence may not change of its source: duty, advice and leave; "and" and "or"; exceptions."""

from __future__ import annotations

import pytest

from rag.grounding.meaning import changed, excepted
from rag.language.denial import contradicts
from rag.language.languages import Language, languages

_BY_CODE = {one.code: one for one in languages()}


def _language(code: str) -> Language:
    return _BY_CODE[code]


@pytest.mark.parametrize(
    ("code", "source", "claim"),
    [
        ("en", "The auditor should inspect the boiler every year.",
         "The auditor must inspect the boiler every year."),
        ("en", "Operators must keep a log of all flights.", "Operators should keep a log of all flights."),
        ("en", "The Lessor may terminate the lease at once.", "The Lessor terminates the lease at once."),
        ("en", "The tenant shall paint the hall and may sublet the room.",
         "The tenant shall sublet the room."),
        ("de", "Der Halter soll das Gerät jährlich prüfen.", "Der Halter muss das Gerät jährlich prüfen."),
        ("de", "Der Mieter hat die Kaution bis Mai zu zahlen.",
         "Der Mieter kann die Kaution bis Mai zahlen."),
        ("fr", "Le locataire peut résilier le bail.", "Le locataire doit résilier le bail."),
        ("es", "El titular podrá retirar la terraza.", "El titular deberá retirar la terraza."),
        ("it", "Il gestore dovrebbe verificare la cella.", "Il gestore deve verificare la cella."),
        ("pt", "O inquilino pode pintar a sala.", "O inquilino deve pintar a sala."),
        ("nl", "De huurder zou de ketel moeten controleren.", "De huurder kan de ketel controleren."),
        ("en", "The controller or processor shall notify the authority.",
         "The controller and the processor shall notify the authority."),
        ("en", "Send the form and the photographs.", "Send the form or the photographs."),
        ("de", "Der Antrag ist mit Plan oder Foto einzureichen.",
         "Der Antrag ist mit Plan und Foto einzureichen."),
        ("fr", "La demande contient le plan et la photo.", "La demande contient le plan ou la photo."),
    ],
)  # fmt: skip
def test_a_change_is_seen(code: str, source: str, claim: str) -> None:
    assert changed(claim, source, _language(code))


@pytest.mark.parametrize(
    ("code", "source", "claim"),
    [
        ("en", "The auditor must inspect the boiler.", "The boiler has to be inspected by the auditor."),
        ("en", "The tenant shall paint the hall and may sublet the room.", "The tenant may sublet the room."),
        ("en", "Members may board between 06:00 and 22:00.", "Between 06:00 and 22:00."),
        ("en", "A fault may be reported by telephone.", "Reported by telephone."),
        ("en", "The Lessee repairs the doors.", "The Lessee has to repair the doors."),
        ("en", "The operator shall keep a log.", "The operator keeps a log."),
        ("en", "Dogs must not enter the hall.", "Dogs may not enter the hall."),
        ("en", "Neither smoking nor eating is allowed.", "Smoking and eating are not allowed."),
        ("en", "Pay by card or cash, and keep the receipt.", "Pay by card or cash and keep the receipt."),
        ("en", "The file holds the name, the date, and the place.", "The file holds the name and the place."),
        ("de", "Der Halter muss das Gerät prüfen.", "Der Halter ist verpflichtet, das Gerät zu prüfen."),
        ("de", "Der Mieter darf das Boot nicht verkaufen.", "Der Mieter kann das Boot nicht verkaufen."),
        ("fr", "Le locataire doit signaler le dommage.", "Le locataire est tenu de signaler le dommage."),
        ("es", "El titular debe retirar la basura.", "El titular tiene que retirar la basura."),
        ("nl", "De huurder moet de ketel controleren.", "De huurder is verplicht de ketel te controleren."),
    ],
)  # fmt: skip
def test_the_same_in_other_words_passes(code: str, source: str, claim: str) -> None:
    assert not changed(claim, source, _language(code))


@pytest.mark.parametrize(
    ("code", "source", "claim", "dropped"),
    [
        ("en", "A fee of 40 euros is due, unless the boat was built before 1960.",
         "A fee of 40 euros is due.", True),
        ("en", "A fee of 40 euros is due, unless the boat was built before 1960.",
         "Boats built before 1960 pay nothing; others owe 40 euros.", False),
        ("en", "A fee of 40 euros is due.", "40 euros.", False),
        ("en", "A lost key costs 7 euros, unless it is found.", "The locker costs students 29 euros.", False),
        ("de", "Die Gebühr beträgt 40 Euro, es sei denn, das Boot ist elektrisch.",
         "Die Gebühr beträgt 40 Euro.", True),
        ("fr", "La taxe est de 40 euros, sauf pour les bateaux électriques.", "40 euros.", True),
        ("es", "La tasa es de 40 euros, salvo para los pescadores.", "40 euros.", True),
        ("it", "La tassa è di 40 euro, tranne per i pescatori.", "40 euro.", True),
        ("pt", "A taxa é de 40 euros, salvo para os pescadores.", "40 euros.", True),
        ("nl", "De heffing bedraagt 40 euro, tenzij de boot elektrisch is.", "40 euro.", True),
    ],
)  # fmt: skip
def test_an_exception_that_is_left_out_is_seen(code: str, source: str, claim: str, dropped: bool) -> None:
    assert excepted(claim, source, _language(code)) is dropped


@pytest.mark.parametrize(
    ("code", "claim", "source", "against"),
    [
        ("en", "The permit is refused.", "If nothing is decided, the permit is deemed granted.", True),
        ("en", "The permit is granted.", "If nothing is decided, the permit is deemed granted.", False),
        ("en", "The permit is not refused.", "The permit is deemed granted.", False),
        ("en", "The price excludes fitting.", "The price includes fitting.", True),
        ("en", "The deposit is deductible.", "The deposit is kept for a year.", False),
        ("de", "Der Antrag wird abgelehnt.", "Der Antrag gilt als genehmigt.", True),
        ("de", "Der Antrag wird genehmigt.", "Der Antrag gilt als genehmigt.", False),
        ("fr", "La demande est refusée.", "La demande est réputée accordée.", True),
        ("es", "La plaza queda excluida.", "La plaza queda incluida.", True),
        ("it", "La domanda è respinta.", "La domanda si intende accolta.", True),
        ("pt", "O pedido é recusado.", "O pedido considera-se concedido.", True),
        ("nl", "De vergunning is geweigerd.", "De vergunning wordt geacht te zijn verleend.", True),
    ],
)
def test_opposites_contradict_each_other(code: str, claim: str, source: str, against: bool) -> None:
    assert contradicts(claim, source, _language(code)) is against
