"""What a page's own text and boxes tell of how well it was read."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from any_text import any_text, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from rag.examining.measure import measured
from rag.types import Box, Flaw, FlawKind, Line, Page, Word

PROSE = {
    "English": "The lessee shall keep the rooms in good repair and shall return every key to the office"
    " before the lease ends, unless both parties have agreed in writing that it goes on for another year.",
    "Deutsch": "Die Mieterin zahlt die Miete im Voraus und gibt bei Auszug alle Schlüssel zurück, sofern"
    " die Parteien nicht schriftlich vereinbart haben, dass das Mietverhältnis um ein Jahr verlängert wird.",
    "Français": "Le locataire doit entretenir les lieux et rendre toutes les clés avant la fin du bail, sauf"
    " si les parties ont convenu par écrit que le contrat se poursuit pour une année supplémentaire.",
    "Polski": "Najemca płaci czynsz z góry i zwraca wszystkie klucze przed końcem umowy, chyba że strony"
    " postanowiły na piśmie, że najem trwa przez kolejny rok na tych samych warunkach co dotychczas.",
    "Suomi": "Vuokralainen maksaa vuokran etukäteen ja palauttaa kaikki avaimet ennen sopimuksen päättymistä,"
    " elleivät osapuolet ole kirjallisesti sopineet vuokrasuhteen jatkamisesta vuodella eteenpäin.",
    "Eesti": "Üürnik maksab üüri ette ning tagastab kõik võtmed enne lepingu lõppemist, kui pooled ei ole"
    " kirjalikult kokku leppinud, et üürisuhe jätkub veel ühe aasta samadel tingimustel nagu seni.",
    "Русский": "Арендатор вносит плату вперёд и возвращает все ключи до окончания договора, если стороны"
    " не договорились письменно о том, что аренда продолжается ещё один год на прежних условиях.",
    "Ελληνικά": "Ο μισθωτής καταβάλλει το μίσθωμα προκαταβολικά και επιστρέφει όλα τα κλειδιά πριν από τη"
    " λήξη της σύμβασης, εκτός αν τα μέρη συμφωνήσουν εγγράφως ότι η μίσθωση συνεχίζεται για ένα έτος.",
    "日本語": "賃借人は毎月末日までに翌月分の賃料を前払いし、すべての鍵を返還しなければならない。" * 3,
}  # fmt: skip
TABLE = "\n".join(f"{n} AX-{n}7 {n * 3}.50 EUR 2024-0{n % 9 + 1}-11 DE{n}9 3704 0044" for n in range(1, 60))
CODE = "\n".join(
    f'<set-parameter param-id="ac-{n}_prm"> <value>{n} hrs</value> getStatus(uuid) href rlink'
    for n in range(1, 60)
)


def page(text: str, lines: Sequence[Line] = (), words: Sequence[Word] = ()) -> Page:
    return Page(1, text, width=595.0, height=842.0, lines=tuple(lines), words=tuple(words))


def kinds(found: Page) -> list[FlawKind]:
    return [flaw.kind for flaw in found.flaws]


def moved(text: str) -> str:
    """Every letter the one three places on, as fonts with another order of letters give it."""
    return "".join(chr((ord(one) - 97 + 3) % 26 + 97) if "a" <= one <= "z" else one for one in text.lower())


def misread(text: str) -> str:
    """As a poor text layer of a scan has it, twice: in most words letters are taken for others."""
    slips = [
        str.maketrans(one)
        for one in ({"e": "c", "n": "ii", "t": "f", "a": "u"}, {"e": "o", "r": "n", "i": "l"})
    ]
    words = [(place, word) for place, word in enumerate(text.split())]
    return " ".join(word.translate(slip) if place % 4 else word for slip in slips for place, word in words)


@pytest.mark.parametrize("language", PROSE)
def test_a_page_of_a_language_with_or_without_a_list_passes(language: str) -> None:
    assert kinds(measured(page(PROSE[language] * 3))) == []


@pytest.mark.parametrize("text", [TABLE, CODE, "Page 4", "", "Bergen Oslo 12,45"])
def test_figures_code_and_few_words_pass(text: str) -> None:
    assert kinds(measured(page(text))) == []


@pytest.mark.parametrize("language", ["English", "Deutsch", "Français", "Polski"])
def test_words_of_no_language_are_told(language: str) -> None:
    assert kinds(measured(page(moved(PROSE[language]) * 3))) == [FlawKind.WORDS]


@pytest.mark.parametrize("language", ["English", "Deutsch", "Français", "Polski"])
def test_a_poor_text_layer_is_told(language: str) -> None:
    assert kinds(measured(page(misread(PROSE[language])))) == [FlawKind.WORDS]


def test_letters_set_one_by_one_are_told() -> None:
    assert kinds(measured(page(" ".join(PROSE["English"])))) == [FlawKind.WORDS]


def test_codes_without_meaning_are_told_and_bullets_are_not() -> None:
    assert kinds(measured(page("Betrag \ue012\ue013\ue014\ue015 EUR"))) == [FlawKind.CHARACTERS]
    assert kinds(measured(page("Na\ufffdve caf\ufffd r\ufffdle"))) == [FlawKind.CHARACTERS]
    assert kinds(measured(page("\uf0b7 one\n\uf0b7 two\n\uf0b7 three\n\uf0b7 four"))) == []


def boxed(rows: Sequence[tuple[str, float, float]]) -> Page:
    """Lines of a text at x and y."""
    text, lines = "", []
    for said, x, y in rows:
        lines.append(Line(len(text), len(text) + len(said), said, Box(x, y, x + 0.4, y + 0.015)))
        text += said + "\n"
    return page(text, lines)


def test_lines_over_others_are_told() -> None:
    rows = [(f"Article {n} of the law", 0.1, 0.1 + 0.02 * n) for n in range(6)]
    over = [(f"Amended on day {n}", 0.12, 0.102 + 0.02 * n) for n in range(4)]
    assert kinds(measured(boxed(rows))) == []
    assert kinds(measured(boxed([*rows, *over]))) == [FlawKind.OVERLAPS]


def test_a_shadow_and_one_line_across_a_page_are_no_overlap() -> None:
    rows = [(f"Article {n} of the law", 0.1, 0.1 + 0.02 * n) for n in range(6)]
    shadow = [(said, x + 0.001, y + 0.001) for said, x, y in rows]
    assert kinds(measured(boxed([*rows, *shadow]))) == []
    plain = boxed(rows)
    stamp = Line(len(plain.text), len(plain.text) + 7, "No copy", Box(0.05, 0.05, 0.6, 0.9))
    assert kinds(measured(page(plain.text + "No copy", [*plain.lines, stamp]))) == []


def across(gap: float) -> Page:
    """Rows of two times four words with a gap between."""
    text, lines, words = "", [], []
    for row in range(8):
        start, y = len(text), 0.1 + 0.02 * row
        for place, word in enumerate(["keys", "are", "given", "back", "rent", "is", "paid", "before"]):
            x = 0.05 + 0.08 * place + (gap if place > 3 else 0.0)
            words.append(Word(len(text), len(text) + len(word), Box(x, y, x + 0.07, y + 0.015)))
            text += word + " "
        lines.append(Line(start, len(text) - 1, text[start:-1], Box(0.05, y, 0.9, y + 0.015)))
        text = text[:-1] + "\n"
    return page(text, lines, words)


def test_rows_that_run_across_two_columns_are_told() -> None:
    assert kinds(measured(across(0.0))) == []
    assert measured(across(0.12)).flaws == (Flaw(FlawKind.COLUMNS, 1.0),)


def test_what_was_told_is_told_once_and_what_a_picture_told_stays() -> None:
    told = Page(1, moved(PROSE["English"] * 2), flaws=(Flaw(FlawKind.LACKING, 7, ("due",)),))
    once = measured(told)
    assert kinds(once) == [FlawKind.LACKING, FlawKind.WORDS]
    assert measured(once) is once


@fuzzed
@given(st.lists(any_text, max_size=8))
def test_any_text_is_measured(texts: list[str]) -> None:
    text = " ".join(texts)
    lines = [
        Line(at, at + 3, text[at : at + 3], Box(0.1, at % 7 / 7, 0.9, at % 7 / 7 + 0.01))
        for at in range(0, len(text), 4)
    ]
    words = [
        Word(at, at + 2, Box(at % 5 / 5, at % 7 / 7, at % 5 / 5, at % 3 / 7)) for at in range(0, len(text), 3)
    ]
    for flaw in measured(page(text, lines, words)).flaws:
        assert 0.0 < flaw.amount <= 1.0
