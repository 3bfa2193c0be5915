"""When something is, told without a figure."""

import pytest

from rag.answering.quoting.kinds import Kind, has_kind, kind_of
from rag.language.languages import languages

CODES = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("code", "question", "sentence", "tells"),
    [
        ("de", "Wann ist die nächste Prüfung fällig?", "Die nächste Prüfung ist im März fällig.", True),
        ("de", "Wann ist die nächste Prüfung fällig?", "Die nächste Prüfung ist bald fällig.", False),
        ("en", "When are ropes replaced?", "Ropes are replaced when ten wires are broken.", True),
        ("en", "When are ropes replaced?", "If ten wires are broken, the ropes are replaced.", True),
        ("en", "When are ropes replaced?", "Ropes are not replaced when one wire is broken.", False),
        ("en", "When is the fee due?", "A fee that is due is doubled if it is not paid.", False),
        ("en", "When is the fee due?", "The fee may be due.", False),
        ("en", "When is the fee due?", "The fee is due in May.", True),
        ("en", "When is the market held?", "The market is held every Monday.", True),
        ("en", "When is the Monday market held?", "The Monday market is held here.", False),
        ("fr", "Quand le bail prend-il fin ?", "Le bail prend fin si le loyer n'est pas payé.", True),
        ("es", "¿Cuándo se cierra el puente?", "El puente se cierra cuando sopla viento fuerte.", True),
        ("it", "Quando si chiude il ponte?", "Il ponte si chiude in dicembre.", True),
        ("pt", "Quando fecha a ponte?", "A ponte fecha quando o vento é forte.", True),
        ("nl", "Wanneer sluit de brug?", "De brug sluit zodra de wind te sterk is.", True),
    ],
)
def test_times_by_name_and_by_condition(code: str, question: str, sentence: str, tells: bool) -> None:
    assert has_kind(Kind.DATE, question, sentence, CODES[code]) is tells


@pytest.mark.parametrize(
    ("code", "question", "sentence"),
    [
        ("en", "At what time does the hall open?", "The hall opens at 9 a.m."),
        ("en", "When does the hall close?", "The hall closes at half past six in the evening."),
        ("en", "When does the hall close on Saturdays?", "The hall closes at noon on Saturdays."),
        ("en", "At what time of day do I take the tablet?", "You take one tablet every evening."),
        ("de", "Wann nehme ich die Tablette?", "Sie nehmen eine Tablette abends nach dem Essen."),
        ("de", "Um wie viel Uhr öffnet der Saal?", "Der Saal öffnet um 9 Uhr."),
        ("de", "Wann öffnet der Saal?", "Der Saal öffnet um 18.30 Uhr."),
        ("fr", "À quelle heure ouvre la salle ?", "La salle ouvre à 8h30."),
        ("es", "¿A qué hora abre la sala?", "La sala abre a las 9."),
        ("es", "a que ora abre la sala", "La sala abre a las 23:30."),
        ("it", "A che ora apre la sala?", "La sala apre alle ore 9."),
        ("pt", "A que horas abre a sala?", "A sala abre às 9 horas."),
        ("nl", "Hoe laat gaat de zaal open?", "De zaal opent om 9 uur."),
    ],
)
def test_times_of_day(code: str, question: str, sentence: str) -> None:
    language = CODES[code]
    assert kind_of(question, language) is Kind.DATE
    assert has_kind(Kind.DATE, question, sentence, language)
    assert not has_kind(Kind.DATE, question, "Mrs Ott.", language)


@pytest.mark.parametrize(
    ("code", "question", "sentence", "other"),
    [
        ("en", "How often is the card renewed?", "Members renew the card once a year.", "The card costs 5."),
        ("en", "How often is it tested?", "It is tested every three months.", "It is tested."),
        ("de", "Wie oft wird der Ausweis verlängert?", "Der Ausweis wird jährlich verlängert.", "Er gilt."),
        ("de", "Wie oft wird geprüft?", "Geprüft wird alle drei Monate.", "Geprüft wird hier."),
        (
            "fr",
            "À quelle fréquence la carte est-elle renouvelée ?",
            "Elle l'est chaque année.",
            "Elle l'est.",
        ),
        ("es", "¿Con qué frecuencia se renueva?", "Se renueva dos veces al año.", "Se renueva."),
        ("it", "Ogni quanto si rinnova la tessera?", "La tessera si rinnova ogni anno.", "Si rinnova."),
        ("pt", "Quantas vezes é renovado o cartão?", "É renovado uma vez por ano.", "É renovado."),
        ("nl", "Hoe vaak wordt de pas verlengd?", "De pas wordt elk jaar verlengd.", "De pas geldt."),
    ],
)
def test_how_often(code: str, question: str, sentence: str, other: str) -> None:
    language = CODES[code]
    kind = kind_of(question, language)
    assert has_kind(kind, question, sentence, language)
    assert not has_kind(kind, question, other, language)
