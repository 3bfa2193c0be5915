"""Who is exempt pays nothing: no sentence says that they do, and none is denied that says the same."""

from __future__ import annotations

import pytest
from fakes.no_places import NoPlaces

from rag.grounding.grounder import Grounder
from rag.types import Hit, Support


def support(question: str, source: str, said: str) -> Support:
    hit = Hit(1, 7, "rules.txt", None, 1, 1, "§ 3", 0, len(source), 1.0, source)
    return Grounder(question, [hit], NoPlaces()).ground(said).support


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("Is war damage covered?", "War damage is excluded from cover.", "War damage is covered."),
        (
            "Wer zahlt den Beitrag?",
            "Gemeinnützige Vereine sind vom Jahresbeitrag befreit.",
            "Gemeinnützige Vereine müssen den Jahresbeitrag zahlen.",
        ),
        (
            "Qui paie la taxe ?",
            "Les associations sont exonérées de la taxe annuelle.",
            "Les associations doivent payer la taxe annuelle.",
        ),
        (
            "¿Quién paga la cuota?",
            "Las asociaciones están exentas de la cuota anual.",
            "Las asociaciones deben pagar la cuota anual.",
        ),
        (
            "Chi paga la tassa?",
            "Le associazioni sono esenti dalla tassa annuale.",
            "Le associazioni devono pagare la tassa annuale.",
        ),
        (
            "Wie betaalt de bijdrage?",
            "Verenigingen zijn vrijgesteld van de jaarlijkse bijdrage.",
            "Verenigingen moeten de jaarlijkse bijdrage betalen.",
        ),
        (
            "Quem paga a taxa?",
            "As associações estão isentas da taxa anual.",
            "As associações devem pagar a taxa anual.",
        ),
    ],
)
def test_nothing_is_said_of_the_exempt_that_holds_for_others(question: str, source: str, said: str) -> None:
    assert support(question, source, said) is not Support.SUPPORTED


@pytest.mark.parametrize(
    ("question", "source", "said"),
    [
        ("Is war damage covered?", "War damage is excluded from cover.", "War damage is not covered."),
        (
            "Who pays the fee?",
            "Clubs are exempt from the annual fee unless they sell drinks.",
            "Clubs that sell drinks must pay the annual fee.",
        ),
        (
            "Who pays the fee?",
            "Clubs are exempt from the annual fee, but pay an entrance fee of 5 euros.",
            "Clubs pay an entrance fee of 5 euros.",
        ),
        ("Who pays the fee?", "Members pay the annual fee. Clubs are exempt.", "Members pay the annual fee."),
        (
            "Wer zahlt den Beitrag?",
            "Gemeinnützige Vereine sind vom Jahresbeitrag befreit.",
            "Gemeinnützige Vereine zahlen keinen Jahresbeitrag.",
        ),
        (
            "Wer ist befreit?",
            "Gemeinnützige Vereine sind vom Jahresbeitrag befreit.",
            "Gemeinnützige Vereine sind vom Jahresbeitrag befreit.",
        ),
        (
            "Qui paie la taxe ?",
            "Les associations sont exonérées de la taxe annuelle.",
            "Les associations ne paient pas la taxe annuelle.",
        ),
        (
            "¿Quién paga la cuota?",
            "Las asociaciones están exentas de la cuota anual.",
            "Las asociaciones no pagan la cuota anual.",
        ),
        (
            "Chi paga la tassa?",
            "Le associazioni sono esenti dalla tassa annuale.",
            "Le associazioni non pagano la tassa annuale.",
        ),
    ],
)
def test_what_is_said_of_the_exempt_stands(question: str, source: str, said: str) -> None:
    assert support(question, source, said) is Support.SUPPORTED
