"""Places of a text in a later edition of it: the same words, changed words, and none that only look alike."""

from __future__ import annotations

import pytest

from rag.language.anchors import Anchor, ChangedText, Flat

FILLER = "The parties agree that the premises are let as they stand. " * 40
RENT = "The tenant pays a rent of 1,200 euros a month, due on the third working day."


def marked(text: str, quote: str) -> Anchor:
    start = text.index(quote)
    return Anchor.of(text, start, start + len(quote))


def found(new: str, anchor: Anchor) -> str | None:
    place = ChangedText(new).place(anchor)
    return None if place is None else new[slice(*place)]


EDITIONS = {  # what was marked, before and after, and what is marked then
    "en": (
        "The deposit is three months' rent. It is returned within 30 days after the lease.",
        "Preamble.\nThe deposit is three months’ rent.  It is returned\nwithin 30 days after the lease.",
        "It is returned within 30 days",
        "It is returned\nwithin 30 days",
    ),
    "de": (
        "Die Kaution beträgt drei Monatsmieten. Sie ist binnen 30 Tagen nach Vertragsende zurückzuzahlen.",
        "Die Kaution beträgt drei Monatsmieten. Sie ist binnen 60 Tagen nach Vertragsende zurückzuzahlen.",
        "Sie ist binnen 30 Tagen nach Vertragsende zurückzuzahlen",
        "Sie ist binnen 60 Tagen nach Vertragsende zurückzuzahlen",
    ),
    "fr": (
        "Le dépôt de garantie s'élève à trois mois de loyer. Il est restitué après un mois.",
        "Le dépôt de garantie s’élève désormais à deux mois de loyer. Il est restitué après un mois.",
        "Le dépôt de garantie s'élève à trois mois de loyer.",
        "Le dépôt de garantie s’élève désormais à deux mois de loyer.",
    ),
    "es": (
        "El arrendatario no podrá subarrendar la vivienda sin el consentimiento escrito del arrendador.",
        "El arrendatario no podrá ceder ni subarrendar la vivienda sin el consentimiento previo y escrito.",
        "subarrendar la vivienda sin el consentimiento escrito",
        "subarrendar la vivienda sin el consentimiento previo y escrito",
    ),
    "it": (
        "Il conduttore può recedere in qualsiasi momento con un preavviso di sei mesi.",
        "Art. 5 Il conduttore può recedere in qualsiasi mo-\nmento con un preavviso di sei mesi.",
        "recedere in qualsiasi momento con un preavviso",
        "recedere in qualsiasi mo-\nmento con un preavviso",
    ),
    "pt": (
        "O prazo de pagamento é de quinze dias a contar da data da fatura.",
        "O prazo de pagamento passa a ser de quinze dias a contar da data da fatura emitida.",
        "de quinze dias a contar da data da fatura",
        "de quinze dias a contar da data da fatura",
    ),
    "nl": (
        "De huurder betaalt de waarborgsom vóór de aanvang van de huurovereenkomst.",
        "2.1 De huurder betaalt de volledige waarborgsom vóór aanvang van de huurovereenkomst.",
        "betaalt de waarborgsom vóór de aanvang van de huurovereenkomst",
        "betaalt de volledige waarborgsom vóór aanvang van de huurovereenkomst",
    ),
    "he": ("השוכר ישלם שכר דירה של 5,000 ש״ח לחודש.", "סעיף 3. השוכר ישלם שכר דירה של 5,000 ש״ח לחודש.",
           "שכר דירה של 5,000", "שכר דירה של 5,000"),
    "zh": (
        "承租人应于每月五日前支付租金。押金为三个月租金。",
        "第二条 承租人应于每月五日前支付租金。押金为三个月租金。",
        "应于每月五日前支付租金", "应于每月五日前支付租金",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", EDITIONS)
def test_words_are_found_again_in_another_edition(language: str) -> None:
    old, new, quote, now = EDITIONS[language]
    assert found(FILLER + new + FILLER, marked(FILLER + old + FILLER, quote)) == now


def test_of_words_that_stand_several_times_the_ones_meant_are_found() -> None:
    old = "".join(f"Clause {number}. The notice period is three months. " for number in range(1, 9))
    start = old.index("The notice period", old.index("Clause 5"))
    anchor = Anchor.of(old, start, start + len("The notice period is three months."))
    new = "Clause 0. New. " + old.replace("Clause 2. The notice period is three months. ", "")
    place = ChangedText(new).place(anchor)
    assert place is not None
    assert new[: place[0]].endswith("Clause 5. "), "neither the first nor the nearest by number of characters"


def test_a_short_word_is_not_found_just_anywhere() -> None:
    anchor = marked(FILLER + "The fee is due in May." + FILLER, "due")
    assert found(FILLER + "Anything that is not due is due later. " + FILLER, anchor) is None
    assert found("New. " + FILLER + "The fee is due in May." + FILLER, anchor) == "due"


def test_words_that_are_gone_are_not_placed() -> None:
    anchor = marked(FILLER + RENT + FILLER, RENT)
    assert found(FILLER + FILLER, anchor) is None, "what is around them is there still, they are not"
    assert found("Quarterly figures of a company that builds bridges. " * 50, anchor) is None
    assert found("", anchor) is None


def test_a_paragraph_written_anew_is_not_taken_for_the_old_one() -> None:
    anchor = marked(FILLER + RENT + FILLER, RENT)
    new = "Heating is charged by the meter and settled once a year, not later than in June of the next."
    assert found(FILLER + new + FILLER, anchor) is None


def test_a_long_span_is_found_by_its_ends() -> None:
    body = " ".join(f"Sentence {number} of the annex says something of its own." for number in range(400))
    text = FILLER + "BEGIN " + body + " END. " + FILLER
    anchor = marked(text, body)
    assert len(body) > 10_000
    changed = body.replace("Sentence 200 of the annex", "Sentence 200, as amended, of the annex")
    assert found("Cover page. " + text.replace(body, changed), anchor) == changed


def test_a_flat_text_leads_back_to_its_places() -> None:
    text = "The ﬁrst “oﬃce”\n  of the calcu-\nlation \u00adwell–known e\u200bnd"
    flat = Flat(text)
    assert flat.text == 'The first "office" of the calculation well-known end'
    for word in ("first", "office", "calculation", "well", "end"):
        at = flat.text.index(word)
        start, end = flat.span(at, at + len(word))
        assert Flat(text[start:end]).text.strip() == word


def test_every_place_of_some_words_is_told() -> None:
    text = "A rent is due. A\nrent is due. A  rent was due."
    places = ChangedText(text).matches("A rent is")
    assert [text[slice(*one)] for one in places] == ["A rent is", "A\nrent is"]
    assert ChangedText(text).matches("  ") == []


def test_a_million_characters_take_no_time_to_speak_of() -> None:
    words = " ".join(f"w{number * 7919 % 100_003} x{number}" for number in range(90_000))
    quote = "The licence ends on the day on which the last instalment was due and not paid."
    old = f"{words[:500_000]}. {quote} {words[500_000:]}"
    now = quote.replace("licence", "permit")
    new = f"{words[:300_000]} amended {words[300_000:700_000]}. {now} {words}"
    assert found(new, marked(old, quote)) == quote.replace("licence", "permit")
