"""A wrong passphrase is told truthfully: a recovery code opens the library too."""

import tomllib
from pathlib import Path

import pytest

WORDS = Path(__file__).resolve()
while not (WORDS / "assets" / "words").is_dir():
    WORDS = WORDS.parent
WORDS = WORDS / "assets" / "words"

RECOVERY_CODE = {
    "en": "recovery code",
    "de": "Wiederherstellungscode",
    "fr": "code de secours",
    "es": "código de recuperación",
    "it": "codice di recupero",
    "ar": "رمز استعادة",
}


@pytest.mark.parametrize(("language", "name"), RECOVERY_CODE.items())
def test_a_wrong_passphrase_names_the_recovery_code(language: str, name: str) -> None:
    faults = tomllib.loads((WORDS / language / "faults.toml").read_text(encoding="utf-8"))
    assert name in faults["passphrase-wrong"]["remedy"]


IF_ONE_WAS_MADE = {
    "en": "if one was made",
    "de": "wenn einer erstellt wurde",
    "fr": "s’il en a été créé un",
    "es": "si se creó uno",
    "it": "se ne è stato creato uno",
    "ar": "إن كان قد أُنشئ",
}


@pytest.mark.parametrize("code", ["passphrase-wrong", "too-many-tries"])
@pytest.mark.parametrize(("language", "words"), IF_ONE_WAS_MADE.items())
def test_nobody_is_promised_a_recovery_code_that_was_never_made(language: str, words: str, code: str) -> None:
    faults = tomllib.loads((WORDS / language / "faults.toml").read_text(encoding="utf-8"))
    assert words in faults[code]["remedy"]
