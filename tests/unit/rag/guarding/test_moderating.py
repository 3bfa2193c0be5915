"""A policy applied to texts: what weighs, what makes less of it, what is marked; and files that are none."""

from __future__ import annotations

import gc
import time
from pathlib import Path

import pytest
from fakes.words import WordEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.cancel import CancelToken
from rag.guarding.findings import Findings
from rag.guarding.moderating import Moderator
from rag.guarding.policy import POLICY, PolicyWrong, policy_in, policy_of

CATEGORIES = [
    "hate",
    "hate_threatening",
    "harassment",
    "violence",
    "violence_graphic",
    "self_harm",
    "sexual",
    "sexual_minors",
]
HOUSE = """
[lists]
products = ["rival", "rivals*"]
praise = ["better", "great"]
self = ["idiot*"]
[context]
quoted = 0.1
denied = 0.2
reported = 0.3
reclaimed = 0.4
denials = ["not"]
reporting = ["they say"]
reclaiming = ["i am"]
[category.advertising]
flag = 0.5
rules = [{ list = "praise", near = "products", weight = 6 }]
[category.rude]
flag = 0.5
implies = ["advertising"]
rules = [{ list = "self", weight = 6, reclaimable = true }, { list = "praise", weight = 6, denied = true }]
"""


@pytest.fixture(scope="module")
def house() -> Findings:
    return Findings(policy_in(HOUSE))


@pytest.fixture(scope="module")
def moderator() -> Moderator:
    return Moderator(policy_of(), WordEmbedder(dimension=512), CancelToken())


def _weights(findings: Findings, text: str, category: str) -> list[float]:
    return [round(one.weight, 2) for one in findings.of(text) if one.category == category]


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("The rival is great.", [6.0]),
        ("It is great.", []),
        ("The rival came. It is great.", [6.0]),
        ("The rival came. They left. It is great.", []),
        ("The rival is not great.", [1.2]),
        ('"The rival is great", he wrote.', [0.6]),
        ("They say the rival is great.", [1.8]),
    ],
)
def test_words_weigh_by_what_stands_around_them(house: Findings, text: str, weights: list[float]) -> None:
    assert _weights(house, text, "advertising") == weights


def test_what_people_say_of_themselves_and_what_only_a_denial_says(house: Findings) -> None:
    assert _weights(house, "I am an idiot.", "rude") == [2.4]
    assert _weights(house, "What an idiot.", "rude") == [6.0]
    assert _weights(house, "It is not great.", "rude") == [6.0]
    assert _weights(house, "It is great.", "rude") == []


def test_the_program_s_policy_has_its_categories() -> None:
    policy = policy_of()
    assert [one.name for one in policy.categories] == CATEGORIES
    assert all(one.description and one.examples and one.others for one in policy.categories)


@pytest.mark.parametrize(
    ("text", "flagged"),
    [
        ("Immigrants are vermin.", {"hate"}),
        ("We should kill all immigrants.", {"hate", "hate_threatening", "violence"}),
        ("Women do not deserve rights.", {"hate"}),
        ("Immigrants are v e r m i n.", {"hate"}),
        ("You can't say that immigrants are vermin.", set()),
        ('Whoever says "immigrants are vermin" is a bigot.', set()),
        ("Our neighbours are immigrants.", set()),
        ("I hate cauliflower.", set()),
        ("I want to kill myself.", {"self_harm", "violence"}),
        ("The lease ends on 31 March.", set()),
        ("", set()),
    ],
)
def test_what_the_program_s_policy_flags(moderator: Moderator, text: str, flagged: set[str]) -> None:
    (judged,) = moderator.judge([text], CancelToken())
    found = {category for _, _, category in judged.spans}
    assert found == flagged
    assert judged.flagged == bool(flagged)


@pytest.mark.parametrize(
    "text",
    [
        "Die Ausländerbehörde erteilt die Erlaubnis, und die Frauen im Verein wählten den Rat.",
        "Zij zegt dat die vrouwen op maandag vergaderen, en ik snap het niet.",
        "Nous vous prions d'excuser le retard de paiement de la facture du mois de mai.",
        "Je suis un idiot d'avoir oublié la facture, je vous la renvoie.",
        "Le donne dell'ufficio di Roma hanno scelto il miele delle ape regine.",
    ],
)
def test_a_word_of_one_language_is_none_of_another(moderator: Moderator, text: str) -> None:
    """“die” is an article, “retard” a delay, “je” not you, “ape” a bee."""
    (judged,) = moderator.judge([text], CancelToken())
    assert judged.spans == ()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Los musulmanes son unos parásitos y no queremos verlos aquí.", "hate"),
        ("Ich halte es nicht mehr aus und will mich umbringen.", "self_harm"),
        ("Ta gueule, espèce de merde, je ne veux plus te voir ici.", "harassment"),
        ("Gli immigrati sono feccia e non li vogliamo nella nostra città.", "hate"),
        ("Não aguento mais, penso em suicídio todos os dias.", "self_harm"),
        ("Die immigrants die soon, they are vermin and I hate them all.", "hate"),
    ],
)
def test_words_of_other_languages_suffice_where_no_example_is_of_them(
    moderator: Moderator, text: str, category: str
) -> None:
    (judged,) = moderator.judge([text], CancelToken())
    assert category in {one for _, _, one in judged.spans}


def test_a_word_can_be_of_one_language_in_a_policy_of_one_s_own() -> None:
    findings = Findings(policy_in('[category.gift]\nwords = ["de:Gift", "poison"]'))
    assert findings.of("Das Gift steht im Keller und ist nicht für Kinder.")
    assert findings.of("There is poison in the cellar of the house.")
    assert not findings.of("This is a gift for all of the children of the house.")


def test_what_is_marked_is_what_speaks_for_it(moderator: Moderator) -> None:
    text = "Dear all. Immigrants are vermin. Yours, A."
    (judged,) = moderator.judge([text], CancelToken())
    ((start, end, category),) = judged.spans
    assert (text[start:end], category) == ("Immigrants are vermin", "hate")


def test_a_category_holds_where_what_implies_it_holds(moderator: Moderator) -> None:
    (judged,) = moderator.judge(["We should kill all immigrants."], CancelToken())
    scores = judged.categories
    assert scores["violence"] >= scores["hate_threatening"]
    assert scores["hate"] >= scores["hate_threatening"]


def test_a_text_like_the_examples_is_flagged_without_a_word_of_the_lists() -> None:
    policy = policy_in('[category.pets]\nflag = 0.4\nexamples = ["my cat sleeps"]\nothers = ["the bank"]')
    moderator = Moderator(policy, WordEmbedder(dimension=512), CancelToken())
    like, unlike = moderator.judge(["It rains. My cat sleeps.", "the bank opens"], CancelToken())
    assert like.flagged
    assert like.spans == ((10, 24, "pets"),)
    assert not unlike.flagged


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[category.a]\nflag = ", 2, "not-toml"),
        ("[lists]\na = ['x']", 1, "no-category"),
        ("[lists]\nwords = 'x'\n[category.a]", 2, "no-texts"),
        ("[lists]\nwords = ['']\n[category.a]", 2, "no-texts"),
        ("[category.a]\nflag = 'x'", 1, "no-number"),
        ("[category.a]\nrules = 3", 1, "no-rules"),
        ("[category.a]\nrules = [{ list = 'gone' }]", 2, "unknown-list"),
        ("[category.a]\n[category.b]\nimplies = ['c']", 3, "unknown-category"),
        ("[category]\na = 3", 2, "no-table"),
        ("lists = 3\n[category.a]", 1, "no-table"),
    ],
)
def test_what_is_wrong_with_a_policy_is_told_by_line(text: str, line: int, key: str) -> None:
    with pytest.raises(PolicyWrong) as caught:
        policy_in(text)
    assert (caught.value.line, caught.value.key) == (line, key)


def test_a_policy_is_read_from_a_file(tmp_path: Path) -> None:
    copy = tmp_path / "mine.toml"
    copy.write_text(POLICY.read_text(encoding="utf-8"), encoding="utf-8")
    assert policy_of(copy) == policy_of()


@pytest.mark.parametrize("text", ["you idiot women scum kill ", "“I hate you”. ", "a b c "])
def test_a_long_text_full_of_such_words_takes_no_longer_than_it_is_long(text: str) -> None:
    findings, seconds = Findings(policy_of()), []
    gc.disable()  # in a long run, what thousands of other tests left is gone through in the middle of it
    try:
        for times in (500, 8000):
            started = time.process_time()
            findings.of(text * times)
            seconds.append(time.process_time() - started)
    finally:
        gc.enable()
    assert seconds[1] < 60 * max(seconds[0], 0.05), "sixteen times the text, and no 256 times the time"


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=500))
def test_any_text_is_judged(moderator: Moderator, text: str) -> None:
    (judged,) = moderator.judge([text], CancelToken())
    assert list(judged.categories) == CATEGORIES
    assert all(0 <= score <= 1 for score in judged.categories.values())
    assert all(0 <= start <= end <= len(text) for start, end, _ in judged.spans)
