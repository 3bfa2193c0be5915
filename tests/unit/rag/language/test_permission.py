"""What a source forbids is allowed by no sentence that rests on it, and what it allows is refused to none."""

from __future__ import annotations

import pytest

from rag.language.denial import contradicts
from rag.language.languages import languages
from rag.language.permission import allows_what_is_forbidden, leaves_out, stands_against

LANGUAGES = {one.code: one for one in languages()}

FORBIDDEN = [
    ("en", "Smoking in the lift and in the halls is forbidden.", "One may smoke in the lift."),
    ("en", "Pets cannot be kept in the rooms.", "Guests may keep pets in the rooms."),
    ("de", "Meist ist das Rauchen im Flur, im Lift und im Keller verboten.", "Man darf im Lift rauchen."),
    ("de", "Das Abstellen von Rädern im Treppenhaus ist untersagt.", "Sie dürfen dort Räder abstellen."),
    ("de", "Besucherplätze sind nicht für die Mieter gedacht.", "Mieter dürfen auf die Besucherplätze."),
    ("fr", "Fumer dans les couloirs est interdit.", "On peut fumer dans les couloirs."),
    ("es", "Fumar en los pasillos está prohibido.", "Se puede fumar en los pasillos."),
    ("it", "Fumare nei corridoi è vietato.", "Si può fumare nei corridoi."),
    ("pt", "Fumar nos corredores é proibido.", "Pode fumar nos corredores."),
    ("nl", "Roken is in de lift en in de gang verboden.", "Men mag in de lift roken."),
    ("ar", "التدخين في المصعد ممنوع.", "يجوز التدخين في المصعد."),
]  # fmt: skip
ALLOWED = [
    ("en", "Dogs may be kept if they do not disturb anybody.", "Dogs may be kept."),
    ("en", "Smoking in the lift is forbidden.", "One may not smoke in the lift."),
    ("en", "Cats are allowed in the rooms, dogs are not.", "Cats are allowed in the rooms."),
    ("en", "Nobody pays for water. Guests may use the pool until 10 p.m.", "Guests may use the pool."),
    ("de", "Haustiere dürfen gehalten werden, wenn sie nicht stören.", "Haustiere dürfen gehalten werden."),
    ("de", "Das Rauchen im Lift ist verboten.", "Im Lift darf nicht geraucht werden."),
    ("de", "Grillen ist im Hof erlaubt, auf dem Balkon nicht.", "Im Hof darf man grillen."),
    ("fr", "On peut fumer dans la cour, mais pas dans les couloirs.", "On peut fumer dans la cour."),
    ("es", "Se puede fumar en el patio, no en los pasillos.", "Se puede fumar en el patio."),
    ("it", "Si può fumare nel cortile, non nei corridoi.", "Si può fumare nel cortile."),
    ("pt", "Pode fumar no pátio, não nos corredores.", "Pode fumar no pátio."),
    ("nl", "Roken mag op de binnenplaats, niet in de gang.", "Roken mag op de binnenplaats."),
    ("ar", "يجوز التدخين في الساحة ولا يجوز في المصعد.", "يجوز التدخين في الساحة."),
]


@pytest.mark.parametrize(("code", "source", "claim"), FORBIDDEN)
def test_what_is_forbidden_is_not_allowed(code: str, source: str, claim: str) -> None:
    assert allows_what_is_forbidden(claim, source, LANGUAGES[code])
    assert contradicts(claim, source, LANGUAGES[code])


@pytest.mark.parametrize(("code", "source", "claim"), ALLOWED)
def test_what_is_allowed_may_be_said(code: str, source: str, claim: str) -> None:
    assert not allows_what_is_forbidden(claim, source, LANGUAGES[code])


def test_a_yes_stands_on_nothing_that_denies_it() -> None:
    english = LANGUAGES["en"]
    assert stands_against("The deposit is returned at once.", "The deposit is not returned at once.", english)
    assert not stands_against("VAT is included.", "VAT is included, delivery is not.", english)
    assert not stands_against("The hall is open.", "The hall is open. Dogs are not allowed.", english)


@pytest.mark.parametrize(
    ("code", "claim", "source", "left_out"),
    [
        ("en", "One may park on the lawn.", "Cars may park in the yard, except on the lawn.", True),
        ("en", "One may park in the yard.", "Cars may park in the yard, except on the lawn.", False),
        ("en", "Guide dogs may come in.", "Dogs may not come in, except guide dogs.", False),
        ("de", "Am Sonntag darf man grillen.", "Grillen ist täglich erlaubt, ausgenommen am Sonntag.", True),
        ("de", "Am Samstag darf man grillen.", "Grillen ist täglich erlaubt, ausgenommen am Sonntag.", False),
        ("fr", "On peut entrer le lundi.", "L'entrée est libre tous les jours sauf le lundi.", True),
        ("it", "Si può parcheggiare sul prato.", "Si parcheggia nell'area comune (escluso il prato).", True),
        (
            "it",
            "Si parcheggia nell'area comune.",
            "Si parcheggia nell'area comune (escluso il prato).",
            False,
        ),
        ("es", "Se puede entrar el lunes.", "La entrada es libre todos los días excepto el lunes.", True),
    ],
)
def test_what_is_left_out_is_not_allowed(code: str, claim: str, source: str, left_out: bool) -> None:
    assert leaves_out(claim, source, LANGUAGES[code]) is left_out


@pytest.mark.parametrize(
    ("code", "source", "claim"),
    [
        ("en", "This Article shall not apply to clubs.", "Clubs are exempt from this Article."),
        ("de", "Diese Vorschrift gilt nicht für Vereine.", "Vereine sind von dieser Vorschrift befreit."),
        ("fr", "Cet article ne s'applique pas aux clubs.", "Les clubs sont exonérés de cet article."),
        ("es", "Este artículo no se aplica a los clubes.", "Los clubes están exentos de este artículo."),
        ("it", "Questo articolo non si applica ai club.", "I club sono esenti da questo articolo."),
        ("nl", "Dit artikel is niet van toepassing op clubs.", "Clubs zijn vrijgesteld van dit artikel."),
        ("pt", "Este artigo não se aplica aos clubes.", "Os clubes estão isentos deste artigo."),
        ("ar", "لا تنطبق هذه المادة على الأندية.", "الأندية معفاة من هذه المادة."),
    ],
)
def test_who_is_exempt_is_whom_it_does_not_apply_to(code: str, source: str, claim: str) -> None:
    assert not contradicts(claim, source, LANGUAGES[code])
