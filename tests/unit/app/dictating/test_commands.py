"""What is a command when it is said, in six languages, and what is a question all the same."""

from __future__ import annotations

import pytest

from app.dictating.commands import Command, command_in


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("Stop.", Command.END),
        ("Okay, stop listening, please!", Command.END),
        ("Next.", Command.NEXT),
        ("Open the source, please.", Command.OPEN),
        ("Show me the page.", Command.OPEN),
        ("Stopp!", Command.END),
        ("Bitte weiter.", Command.NEXT),
        ("Öffnen Sie bitte die Quelle.", None),  # within a sentence a courtesy makes it another
        ("Öffnen Sie die Quelle, bitte.", Command.OPEN),
        ("Arrêtez, s’il vous plaît.", Command.END),
        ("Suivant", Command.NEXT),
        ("Où est-ce écrit ?", Command.OPEN),
        ("¡Basta!", Command.END),
        ("Siguiente, por favor.", Command.NEXT),
        ("Abra la fuente.", Command.OPEN),
        ("Basta, grazie.", Command.END),
        ("Avanti!", Command.NEXT),
        ("Apri la pagina.", Command.OPEN),
        ("تَوَقَّف من فضلك", Command.END),
        ("التالي", Command.NEXT),
        ("افتح المصدر.", Command.OPEN),
    ],
)
def test_a_whole_sentence_is_a_command(said: str, command: Command | None) -> None:
    assert command_in(said) is command


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "Please.",
        "When does the contract end?",
        "What is the next deadline?",
        "Stop payments are due when?",
        "Does the lease say when to stop?",
        "Open the window of the notice period: how long is it?",
        "Wann endet der Vertrag?",
        "Was steht weiter in § 4?",
        "Quelle est la prochaine échéance ?",
        "¿Para qué sirve la cláusula 4?",
        "Qual è la prossima scadenza?",
        "متى ينتهي العقد؟",
    ],
)
def test_a_question_is_none(asked: str) -> None:
    assert command_in(asked) is None
