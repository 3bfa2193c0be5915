"""Which words of one language the concepts hold to mean the same, and which they keep apart."""

from __future__ import annotations

import re

import pytest

from rag.language.concepts import Ids, units
from rag.language.languages import languages

BY_CODE = {one.code: one for one in languages()}

# Either word may stand for the other in a contract, by-laws, a handbook, a leaflet or a letter.
SAME = """
en: quit / terminate, quit / resign, leave / depart, physician / doctor, car / automobile, pay / salary,
hand in / submit, give back / return, call off / cancel, put off / postpone, throw away / dispose,
pick up / collect, fix / repair, ask for / request, side effects / adverse reaction, landlady / landlord,
ill / sick, fridge / refrigerator, flat / apartment, bought / purchase, stole / theft, deductible / excess,
prohibited / banned, without delay / immediately
de: Attest / Bescheinigung, Wohnung / Apartment, abgeholt / Abholung, gestrichen / anstreichen,
kaputt / zerbrochen, Arzt / Mediziner, verschoben / Verschiebung, zurückgegeben / Rückgabe,
Bescheid sagen / benachrichtigen, Selbstbeteiligung / Selbstbehalt, geklaut / gestohlen, Lohn / Gehalt,
absagen / storniert
fr: prévenir / avertir, voiture / automobile, rendre / restituer, médecin / docteur, embaucher / recruter,
reporter / ajourner, poubelle / bac, réparer / dépanner, tout de suite / immédiatement
es: mandar / enviar, coche / automóvil, sueldo / salario, arreglar / reparar, sin demora / inmediatamente,
nevera / frigorífico, aplazar / posponer, despedir / despido
it: spedire / inviare, auto / macchina, aggiustare / riparare, stipendio / salario, rinviare / posticipare,
buttare via / smaltire
pt: mandar / enviar, arranjar / reparar, carro / automóvel, salário / ordenado, adiar / adiamento,
médico / doutor
nl: opzeggen / beëindigen, opgehaald / afhalen, loon / salaris, weggooien / afvoeren, dokter / arts,
laten weten / melden, uitstellen / verzetten, huurprijs / huur
"""

# Near one another, and a text that says one says nothing of the other.
APART = """
en: deposit / fee, deposit / rent, fee / fine, rent / price, tenant / landlord, employer / employee,
dog / pet, dog / leash, weekly / monthly,
buy / sell, lend / borrow, theft / damage, meal / transport, gross / net,
open / close, child / adult, child / minor, delay / immediately, switch on / switch off, petrol / diesel,
chair / table
de: mieten / vermieten, Miete / Pacht, Mieter / Vermieter, Bußgeld / Gebühr, Kaution / Miete,
kaufen / verkaufen, einschalten / ausschalten, anmelden / abmelden, leihen / mieten, Diebstahl / Einbruch,
Besucher / Besuch, brutto / netto, befristet / unbefristet, Vorschuss / Rate, Hund / Leine
fr: locataire / bailleur, loyer / caution, amende / redevance, vendre / acheter, entrée / sortie, brut / net,
hebdomadaire / mensuel, allumer / éteindre
es: vender / comprar, inquilino / arrendador, multa / tasa, puerto / puerta, fianza / alquiler,
semanal / mensual, bruto / neto, encender / apagar
it: affittare / vendere, locatore / conduttore, lordo / netto, multa / tassa, accendere / spegnere,
cauzione / canone, ritardo / immediatamente
pt: senhorio / inquilino, multa / taxa, comprar / vender, bruto / líquido, caução / renda, ligar / desligar
nl: huurder / verhuurder, boete / vergoeding, borg / huur, lenen / huren, kopen / verkopen, bruto / netto,
aanzetten / uitzetten, wekelijks / maandelijks, deeltijds / voltijds, huren / verhuren
"""


def pairs(listed: str) -> list[tuple[str, str, str]]:
    """Language, one word, the other: of a block whose languages begin a line with their code."""
    return [
        (code, *(word.strip() for word in pair.split("/", 1)))
        for code, line in re.findall(r"^(\w\w): ((?:.|\n(?!\w\w: ))+)", listed, re.MULTILINE)
        for pair in line.split(",")
    ]


def meant(code: str, word: str) -> Ids:
    only = units(word, BY_CODE[code])
    assert len(only) == 1, f"{word} is not one word of the list"
    assert only[0].concepts, f"{word} is in no concept"
    return only[0].concepts


@pytest.mark.parametrize(("code", "one", "other"), pairs(SAME))
def test_words_that_may_stand_for_one_another_share_a_concept(code: str, one: str, other: str) -> None:
    assert meant(code, one) & meant(code, other)


@pytest.mark.parametrize(("code", "one", "other"), pairs(APART))
def test_words_that_are_only_near_share_none(code: str, one: str, other: str) -> None:
    assert not meant(code, one) & meant(code, other)


def test_both_lists_speak_of_all_languages() -> None:
    for listed in (SAME, APART):
        assert len(pairs(listed)) >= 60
        assert {code for code, _, _ in pairs(listed)} == set(BY_CODE) - {"ar"}  # which has no column yet


def test_a_phrase_is_itself_only_with_its_function_words() -> None:
    assert "§submit" in meant("en", "hand in")
    assert [unit.concepts for unit in units("the hand", BY_CODE["en"])] == [frozenset()]
    assert "§immediately" not in meant("es", "demora")


@pytest.mark.parametrize(
    ("code", "form", "concept"),
    [
        ("fr", "jardins", "allotment"),
        ("nl", "houdt", "keep"),
        ("it", "tenuti", "keep_animals"),
    ],
)
def test_a_form_of_a_word_with_several_meanings_has_them(code: str, form: str, concept: str) -> None:
    assert f"§{concept}" in meant(code, form)


def test_a_door_is_not_carried() -> None:
    assert "§door" not in meant("it", "portare")
    assert "§party" not in meant("fr", "partir")
