"""A time that is counted from something is no period of it; the period itself is, in whatever words."""

from __future__ import annotations

import pytest

from rag.grounding.meaning import changed
from rag.language.languages import languages

BY_CODE = {one.code: one for one in languages()}


@pytest.mark.parametrize(
    ("code", "said", "source", "is_bent"),
    [
        ("en", "The notice period is 14 days.", "The fee is paid within 14 days after the notice.", True),
        ("en", "The notice period is 14 days.", "The notice period is 14 days.", False),
        ("en", "The notice period is 3 months.", "The lease is ended by three months' notice.", False),
        ("en", "The notice period is 14 days.", "Notice of 14 days is given, from the notice on.", False),
        ("de", "Die Kündigungsfrist beträgt 8 Tage.", "Es ist 8 Tage nach der Kündigung abzuholen.", True),
        ("de", "Die Kündigungsfrist beträgt 8 Tage.", "Die Kündigung ist 8 Tage vorher zu erklären.", False),
        ("fr", "Le délai de préavis est de 8 jours.", "Il rend la clé 8 jours après le préavis.", True),
        ("fr", "Le délai de préavis est de 8 jours.", "Un préavis de 8 jours est donné.", False),
        ("es", "El plazo de preaviso es de 8 días.", "Entrega la llave 8 días después del preaviso.", True),
        ("es", "El plazo de preaviso es de 8 días.", "Se da un preaviso de 8 días.", False),
        ("it", "Il termine di preavviso è di 8 giorni.", "Rende la chiave 8 giorni dopo il preavviso.", True),
        ("nl", "De opzegtermijn is 8 dagen.", "De sleutel wordt 8 dagen na de opzegging ingeleverd.", True),
        ("pt", "O prazo de aviso é de 8 dias.", "Entrega a chave 8 dias após o aviso.", True),
    ],
)
def test_what_is_counted_from_something_is_no_period_of_it(
    code: str, said: str, source: str, is_bent: bool
) -> None:
    assert changed(said, source, BY_CODE[code]) is is_bent
