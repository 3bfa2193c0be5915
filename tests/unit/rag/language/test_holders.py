"""Who does something is another word than what is done, where a stem would make one of both."""

from __future__ import annotations

import pytest

from rag.language.languages import Language, languages
from rag.language.words import content_stem, stems


def _of(code: str) -> Language:
    return next(one for one in languages() if one.code == code)


@pytest.mark.parametrize(
    ("code", "who", "what"),
    [
        ("de", "Mieter Mieters Mietern Mieterin Mieterinnen", "Miete Mieten mieten"),
        ("de", "Vermieter Vermieterin", "vermieten vermietet Mieter"),
        ("de", "Käufer Käuferin", "Kauf kaufen Verkäufer"),
        ("de", "Verkäufer Verkäufers", "Verkauf verkaufen"),
        ("de", "Pächter Pächterin", "Pacht Verpächter"),
        ("nl", "huurder huurders", "huur verhuurder"),
    ],
)
def test_who_has_a_stem_in_all_forms_and_what_is_done_another(code: str, who: str, what: str) -> None:
    language = _of(code)
    found = {content_stem(word, language) for word in who.split()}
    assert len(found) == 1
    assert not found & {content_stem(word, language) for word in what.split()}


def test_what_is_done_keeps_its_stem_in_all_forms() -> None:
    assert len(set(stems("Miete Mieten", _of("de")))) == 1
