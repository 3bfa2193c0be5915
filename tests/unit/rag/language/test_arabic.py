"""Arabic: a word in its spellings and with what is joined before it, numbers, denials, what is wished."""

from __future__ import annotations

import re

import pytest

from rag.answering.intents.bare import bare as asked
from rag.answering.intents.wishes import Intent, intent_of
from rag.language.arabic import bare, loosened, punctuated, spellings
from rag.language.denial import contradicts
from rag.language.languages import language_of, languages
from rag.language.quantities import Quantity, quantities
from rag.language.words import content_stem, stems, words

ARABIC = next(one for one in languages() if one.code == "ar")


@pytest.mark.parametrize(
    "text", ["كم يبلغ الإيجار الشهري؟", "ما هو الايجار", "لائحة الميناء", "عقد إيجار رقم 12 ISO 9001"]
)
def test_a_text_is_arabic(text: str) -> None:
    assert language_of(text) is ARABIC


@pytest.mark.parametrize("text", ["What is the rent?", "Wie hoch ist die Miete?", "12 %", ""])
def test_a_text_is_not_arabic(text: str) -> None:
    assert language_of(text) is not ARABIC


@pytest.mark.parametrize(
    ("forms", "other"),
    [
        ("الإيجار الايجار إيجار بالإيجار للإيجار والإيجار إيجــار", "تأجير"),
        ("المستأجر مستأجر والمستأجر للمستأجر المُستأجِر", "المؤجر"),
        ("مُدَّة المدة مدة المدّة", "مادة"),
        ("تأمينًا التأمين تأمين تأميناً", "أمين"),
    ],
)
def test_one_word_has_one_stem_however_it_is_written(forms: str, other: str) -> None:
    found = {content_stem(word, ARABIC) for word in forms.split()}
    assert len(found) == 1
    assert content_stem(other, ARABIC) not in found


def test_what_is_no_joined_letter_stays() -> None:
    assert [bare(word) for word in ("وزارة", "الواحة", "والد", "لله", "ال", "ولد")] == [
        "وزارة", "واحة", "والد", "لله", "ال", "ولد",
    ]  # fmt: skip


def test_signs_of_vowels_part_no_word() -> None:
    assert words("تُحظر السِّباحة شهريًا.") == ["تُحظر", "السِّباحة", "شهريًا"]
    assert stems("في هذا المستند ما هي", ARABIC) == [], "function words"


def test_a_pattern_matches_every_spelling() -> None:
    pattern = re.compile(loosened("إلى أي مدة [اب]"))
    assert pattern.fullmatch("الى أيّ مُدّه ا")
    assert loosened(r"\bplain\b") == r"\bplain\b"
    assert {"إلى", "الى", "والى", "إلي"} <= spellings("إلى")
    assert punctuated("كم؟ نعم، 5٪") == "كم? نعم, 5%"


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("خلال 24 ساعة", Quantity("24", "hour", bound="<")),
        ("ثلاث سنوات", Quantity("3", "year")),
        ("خمسة أيام", Quantity("5", "day")),
        ("٣٠ يومًا", Quantity("30", "day")),
        ("المادة 3", Quantity("3", place=True)),
        ("المبلغ المستحق", None),
    ],
)
def test_a_quantity(text: str, quantity: Quantity | None) -> None:
    assert quantities(text, ARABIC) == ([] if quantity is None else [quantity])


def test_a_lost_not_contradicts() -> None:
    claim, source = "يجوز للمستأجر تأجير الشقة.", "لا يجوز للمستأجر تأجير الشقة."
    assert contradicts(claim, source, ARABIC)
    assert not contradicts(source, source, ARABIC)
    assert not contradicts(claim, claim, ARABIC)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("مرحبا", Intent.GREETING),
        ("السلام عليكم", Intent.GREETING),
        ("شكرًا جزيلا", Intent.THANKS),
        ("كم مستندًا لدي؟", Intent.COUNT),
        ("كم عدد المستندات؟", Intent.COUNT),
        ("اعرض لي كل المستندات", Intent.LIST),
        ("لخّص هذا العقد من فضلك", Intent.SUMMARISE),
        ("ما هي أهم النقاط؟", Intent.SUMMARISE),
        ("ماذا يمكنك أن تفعل؟", Intent.CAPABILITY),
        ("في أي مستند ورد ميناء؟", Intent.MENTIONS),
        ("كم يبلغ الإيجار الشهري؟", Intent.FACT),
        ("من هو المستأجر؟", Intent.FACT),
        ("متى تبدأ مدة العقد؟", Intent.FACT),
    ],
)
def test_what_is_wished(text: str, intent: Intent) -> None:
    found = asked(text)
    assert intent_of(text, found.whole, found.language)[0] is intent
