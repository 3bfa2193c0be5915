"""The forms of a document: what is said of one of them is found below its heading, and of no other."""

from __future__ import annotations

import pytest

from rag.answering.cells.forms import forms_of, kind_of_forms, named_form
from rag.answering.cells.matching import rows_with
from rag.language.languages import language_of
from rag.types import Section

BOILERS = """Inspection of the boilers of the Vellmark baths
Boiler in hall 2

Engineer: Osei
Date: 4 June 2031
Safety valve: tight
Result: passed

Boiler in hall 5

Engineer: Larsen
Date: 5 June 2031
Safety valve: leaks
Result: failed

Boiler in hall 7

Engineer: Osei
Date: 6 June 2031
Safety valve: tight
Result: passed
"""
MAENGEL = """Feststellung 1
Der Handlauf der Treppe ist lose.
Schwere: hoch
Frist: 14 Tage
Feststellung 2
Eine Lampe im Flur fehlt.
Schwere: gering
Frist: 60 Tage
Feststellung 3
Der Notausgang ist verstellt.
Schwere: hoch
Frist: 1 Tag
"""
LETTER = "Dear Ms Osei\n\nThank you for your letter.\nRe: the boiler in hall 2\nYours\nP. Larsen\n"


def told(question: str, text: str) -> str | None:
    named = named_form(question, forms_of(1, "a.pdf", text, ()), language_of(question))
    return None if named is None else named[1]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("When was the boiler in hall 5 inspected by Larsen?", None),  # no word of an inspection in the form
        ("On what date did the engineer see the boiler in hall 5?", None),
        ("What is the date of the boiler in hall 5?", "Boiler in hall 5; Date: 5 June 2031"),
        ("Is the safety valve of the boiler in hall 5 tight?", None),
        ("Does the safety valve of the boiler in hall 5 leak?", "Safety valve: leaks"),
        ("Who is the engineer of the boiler in hall 7?", "Engineer: Osei Date: 6 June 2031"),
        ("What colour is the boiler in hall 7?", None),
        ("What is the result of the boiler in hall 9?", None),
        ("What is the result of the boilers?", None),
    ],
)
def test_what_is_asked_of_one_form(question: str, said: str | None) -> None:
    found = told(question, BOILERS)
    assert (found is None) if said is None else (found is not None and said in found)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Welche Frist hat Feststellung 2?", "Feststellung 2; Frist: 60 Tage"),
    ],
)
def test_the_same_in_german(question: str, said: str) -> None:
    assert said in (told(question, MAENGEL) or "")


@pytest.mark.parametrize(
    ("question", "text", "headings"),
    [
        ("Which boilers have passed?", BOILERS, ["Boiler in hall 2", "Boiler in hall 7"]),
        ("Which findings have a high severity?", MAENGEL, []),  # in another language
        ("Welche Feststellungen sind von geringer Schwere?", MAENGEL, ["Feststellung 2"]),
    ],
)
def test_all_forms_that_have_it(question: str, text: str, headings: list[str]) -> None:
    forms = forms_of(1, "a.pdf", text, ())
    found = rows_with(question, forms, kind_of_forms(forms), language_of(question))
    assert [one.cells[0][1] for one in found] == headings


def test_sections_tell_where_forms_begin() -> None:
    """A heading in the text may look like any line: where the document's sections are known, they count."""
    text = "Pump A\nchecked on site\nState: good\n\nPump B\nchecked on site\nState: worn\n"
    second = text.index("Pump B")
    sections = (
        Section(0, None, 1, "", "Pump A", 1, 0, second),
        Section(1, None, 1, "", "Pump B", 1, second, len(text)),
    )
    assert [one.cells for one in forms_of(1, "a.pdf", text, sections)] == [
        (("", "Pump A"), ("State", "good")),
        (("", "Pump B"), ("State", "worn")),
    ]
    assert kind_of_forms(forms_of(1, "a.pdf", text, sections)) == "Pump"


def test_one_labelled_line_makes_no_form() -> None:
    assert forms_of(1, "letter.txt", LETTER, ()) == []
