"""Lines of a message that its sender's program has parted, and those that somebody wrote so."""

from __future__ import annotations

import textwrap

import pytest

from rag.reading.containers.mail.wrapping import laid_lines
from rag.types.views import Joint

BOILER = (
    "The boiler in the cellar was inspected last Tuesday, and the stoker told us that the gauge on its left "
    "side has to be replaced before the winter begins, since it shows a pressure that is far too low. "
    "Please send somebody within two weeks, and let the caretaker know on which day they are going to come."
)
KESSEL = (
    "Der Kessel im Keller wurde am Dienstag geprüft, und der Heizer hat uns mitgeteilt, dass die Anzeige an "
    "der linken Seite vor dem Winter ersetzt werden muss, weil sie einen viel zu niedrigen Druck angibt. "
    "Bitte schicken Sie innerhalb von zwei Wochen jemanden und sagen Sie dem Hausmeister Bescheid."
)
CHAUDIERE = (
    "La chaudière de la cave a été inspectée mardi dernier, et le chauffeur nous a dit que le manomètre de "
    "gauche doit être remplacé avant le début de l’hiver, parce qu’il indique une pression bien trop basse. "
    "Merci d’envoyer quelqu’un sous deux semaines et de prévenir le gardien du jour de son passage."
)
GHALLAYA = (
    "فُحصت الغلاية في القبو يوم الثلاثاء الماضي، وأخبرنا العامل أن المقياس الذي على جانبها الأيسر يجب أن "
    "يُستبدل قبل بداية الشتاء، لأنه يُظهر ضغطًا منخفضًا جدًا. نرجو أن ترسلوا أحدًا خلال أسبوعين وأن تخبروا "
    "الحارس باليوم الذي سيأتون فيه حتى يفتح لهم باب القبو."
)


def shown(text: str) -> str:
    """The text as it is shown, a line for each that begins anew; a blank one between paragraphs."""
    said = [line for line in text.split("\n") if line.strip()]
    found = ""
    for line, laid in zip(said, laid_lines(text), strict=True):
        gap = {Joint.APART: "\n\n", Joint.LINE: "\n", Joint.WRAPPED: " "}[laid.joint]
        found += (gap if found else "") + line[laid.indent :]
    return found


def wrapped(text: str, width: int, **more: str) -> str:
    return textwrap.fill(text, width, break_on_hyphens=False, break_long_words=False, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [65, 68, 72, 76, 78, 79])
@pytest.mark.parametrize("text", [BOILER, KESSEL, CHAUDIERE, GHALLAYA])
def test_a_paragraph_is_one_again(text: str, width: int) -> None:
    assert shown(wrapped(text, width)) == text


@pytest.mark.parametrize("width", [65, 72, 78])
def test_a_whole_letter_keeps_its_short_lines(width: int) -> None:
    head = "Mill Lane 4\nThornfield\n\nDear Mr Rochester,"
    end = "Kind regards,\nJane Eyre\n-- \n"
    end += "Jane Eyre, Governess\nMill Lane 4, Thornfield, and on Sundays at the parsonage\nin the village"
    text = f"{head}\n\n{wrapped(BOILER, width)}\n\n{wrapped(BOILER[:150], width)}\n\n{end}"
    assert shown(text) == f"{head}\n\n{BOILER}\n\n{BOILER[:150]}\n\n{end}"


def test_a_paragraph_of_two_lines_is_one_where_the_letter_is_wrapped() -> None:
    two = "Wir haben den Kessel am Dienstag zusammen mit der Werkstatt\nMeier aus Dole geprüft."
    assert shown(f"{wrapped(KESSEL, 62)}\n\n{two}").endswith("mit der Werkstatt Meier aus Dole geprüft.")
    assert shown(two) == two  # alone, nothing tells


def test_a_paragraph_narrower_than_the_others_is_one_too() -> None:
    assert shown(f"{wrapped(BOILER, 76)}\n\n{wrapped(BOILER, 66)}") == f"{BOILER}\n\n{BOILER}"


def test_paragraphs_without_a_blank_line_between_them_stay_apart() -> None:
    first, second = wrapped(BOILER, 72), wrapped(BOILER, 72)
    assert len(first.split("\n")[-1]) < 55
    assert shown(f"{first}\n{second}") == f"{BOILER}\n{BOILER}"


def test_the_items_of_a_list_stay_and_are_one_line_each() -> None:
    items = [f"- {wrapped(BOILER, 70).replace(chr(10), chr(10) + '  ')}", "- The rent.", "- The deposit."]
    assert shown("\n".join(items)) == f"- {BOILER}\n- The rent.\n- The deposit."
    numbered = wrapped(BOILER, 72, initial_indent="1. ", subsequent_indent="   ")
    assert shown(f"{numbered}\n2. The rent.") == f"1. {BOILER}\n2. The rent."
    flush = wrapped(f"* {BOILER}", 72)
    assert shown(f"{flush}\n* The rent.") == f"* {BOILER}\n* The rent."


def test_a_date_at_the_beginning_of_a_line_is_no_item() -> None:
    text = (
        "Der Kessel wird, wie mit dem Hausmeister besprochen, geprüft am\n"
        "3. März 2026 um neun Uhr, und der Heizer ist an diesem Tag im\n"
        "Haus, damit er die Tür öffnen kann."
    )
    assert shown(text) == text.replace("\n", " ")


ADDRESSES = """Confidant Verein für Nachbarschaftshilfe, Abteilung Wohnen und Pflege
Lange Straße am Alten Güterbahnhof 117, Hinterhaus, zweiter Aufgang
12345 Berlin-Friedrichshain, Bundesrepublik Deutschland, Postfach 12
Telefon 030 123456, werktags von neun bis zwölf und vierzehn bis 17"""
POEM = """Shall I compare thee to a summer’s day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
and summer’s lease hath all too short a date;
sometime too hot the eye of heaven shines,
and often is his gold complexion dimmed"""
LONG_VERSES = """Sing to me of the man, Muse, the man of twists and turns, driven time
and again off course, once he had plundered the hallowed heights
of Troy, and many cities of men he saw and learned their minds,
many pains he suffered, heartsick
on the open sea, fighting to save his life and bring
his comrades home, but he could not save them"""
TABLE = """Month        Rent      Heating    Water     Paid on
January      640.00     80.00     21.50     3 January 2026
February     640.00     80.00     21.50     3 February 2026
March        640.00     95.50     21.50     not yet paid by you"""
INVOICES = """Invoice 4711 of 3 March for the repair of the boiler: 312.50 euros
Invoice 4712 of 4 March for the repair of the roof tiles: 99.00 euros
Invoice 4713 of 9 March for the new gauge of the boiler: 45.00 euros
Invoice 4714 of 9 March for two hours of the stoker: 120.00 euros"""
HEADERS = """From: Jane Eyre <jane.eyre@thornfield.example>, on behalf of the house
Sent: Monday, 2 March 2026 09:12, as it was told by the server
To: Edward Rochester <edward.rochester@thornfield.example>; Adele Varens
Subject: the boiler in the cellar and the gauge on its left side, again"""
QUOTED = """> The boiler in the cellar was inspected last Tuesday, and the stoker
> told us that the gauge on its left side has to be replaced before the
> winter begins.
Yes."""
SHORT = """Hello,
see you at nine
in the cellar
bring the gauge"""
SENTENCES = """The boiler is inspected on the first Tuesday of every month at nine.
The stoker opens the cellar at eight and closes it again at about six.
The caretaker has the keys, and the gauge is read by him every evening.
Nobody else may go in there unless the stoker or the caretaker is by."""
LINKS = """The plan of the cellar, with the boiler and with its gauges, is here:
https://thornfield.example/plans/of/the/cellar/with/the/boiler/2026-03
and the bill of the stoker is here"""
JAPANESE = """本契約は、甲と乙との間で締結されるものとし、その期間は三年間とする。また、
期間満了の三か月前までに書面による申し出がない場合は更新される。"""
RULED = """The boiler in the cellar was inspected last Tuesday, and the stoker says
-----------------------------------------------------------------------
that the gauge has to be replaced"""
LONG_LINES = f"{BOILER}\nand so it is.\n{BOILER}\nand that is all."
CODE = """def stoker(boiler, gauge, cellar, winter, pressure, caretaker, day):
    gauge = boiler.gauges[winter] if pressure else cellar.gauges[0][1]
        return gauge"""


@pytest.mark.parametrize(
    "text",
    [
        *(ADDRESSES, POEM, LONG_VERSES, TABLE, INVOICES, HEADERS, QUOTED, SHORT, SENTENCES, LINKS, JAPANESE),
        *(RULED, LONG_LINES, CODE),
    ],
)
@pytest.mark.parametrize("beside", ["", wrapped(BOILER, 72), wrapped(KESSEL, 76)])
def test_what_somebody_put_on_lines_stays_on_them(text: str, beside: str) -> None:
    """Alone, and in a letter that is wrapped."""
    assert shown(f"{beside}\n\n{text}".strip()).endswith(text)


def test_blanks_that_only_move_a_line_in_are_left_out_where_it_goes_on() -> None:
    moved = textwrap.indent(wrapped(BOILER, 66), "    ")
    assert shown(moved) == f"    {BOILER}"


@pytest.mark.parametrize("text", ["", "\n", "One line.", "One.\n\nTwo."])
def test_little_is_what_it_is(text: str) -> None:
    assert shown(text) == text.strip()
