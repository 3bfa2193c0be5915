"""What is listed is found in every form that people and readers of pictures give it, and what is never to go
stays.
"""

from __future__ import annotations

import pytest

from rag.redacting.finder import find
from rag.redacting.kinds import Kind
from rag.redacting.listed import Entry, Sort, person_of


def person(text: str, *, never: bool = False) -> Entry:
    return Entry(Sort.PERSON, text, never)


def gone(text: str, *entries: Entry) -> list[str]:
    found = find([text], entries=entries)
    return [text[one.start : one.end] for one in found.spans[0]]


FORMS = {
    "Hans Müller": (
        "hans müller|HANS MÜLLER|Müller, Hans|MÜLLER, Hans|H. Müller|Müllers|des Müller'schen|Hans Mueller|"
        "Hans Muller|"
        "Hans Miiller|H. MUELLER|hans.mueller|H.M.|M Ü L L E R|Mül-\nler|Müller|muller|Hans Mü11er|Müllersche"
    ),
    "Gabriel García Márquez": (
        "García Márquez, Gabriel|GARCIA MARQUEZ|G. García Márquez|García|Marquez|"
        "Gabriel García|garcía márquez|"
        "Garcia Márquez|G. García M.|García-Márquez"
    ),
    "Xanthe Okonjo": "Okonjo|OKONJO|okonjo|Okonjo's|X. Okonjo|Okonjo, X.|xokonjo|0konjo|Okonjo Xanthe",
    "Wang, Xiaoming": "Xiaoming Wang|Wang Xiaoming|WANG Xiaoming|Wang|xiaoming",
    "Dr. Ayşe Yılmaz-Demir": "Yilmaz|Demir|Ayse Yilmaz Demir|Frau Yılmaz-Demir|YILMAZ-DEMIR",
    "Jan van der Berg": "van der Berg|Berg, Jan|J. van der Berg|J. Berg",
    "Jean-Pierre Lefèvre": "LEFEVRE|Jean Pierre Lefèvre|J.-P. Lefèvre|Lefevre",
    "الحارثي، سالم": "سالم الحارثي|الحارثي، سالم|الحارثي؛ سالم",
    "Ng": "Ng",
}


@pytest.mark.parametrize("name", FORMS)
def test_a_listed_person_is_found_in_every_form(name: str) -> None:
    for form in FORMS[name].split("|"):
        text = f"about the pump of {form} in the cellar, it is red."
        bare = form.removeprefix("Frau ").removeprefix("des ").removesuffix("'schen")
        assert any(bare in one or one == bare.removesuffix(" M.") for one in gone(text, person(name))), form


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("Anna Klein", "Das ist ein klein wenig zu groß, sagte man; eine Klage war nicht nötig."),
        ("John Brown", "The brown fox and the young king will mark the white house."),
        ("Jean Petit", "Le petit chat est dans la maison, et il y est resté toute la nuit."),
        ("Rosa Cruz", "La cruz de piedra está en la plaza del pueblo y es de color gris."),
    ],
)
def test_usual_words_stay(language: str, text: str) -> None:
    assert gone(text, person(language)) == []


def test_companies_numbers_and_words() -> None:
    text = (
        "ACME WIDGETS Limited and Acme-Widgets pay; the acme  widgets’ pump, file 12/4567-B, then 12 4567 b "
        "and l2/4567-B. Project Heron, project\nheron. Acme stays, so does 12/45678-B."
    )
    listed = (
        Entry(Sort.COMPANY, "Acme Widgets Ltd"),
        Entry(Sort.NUMBER, "12/4567-B"),
        Entry(Sort.WORD, "Project Heron"),
    )

    found = find([text], entries=listed).spans[0]

    assert [(one.kind, text[one.start : one.end]) for one in found] == [
        (Kind.COMPANY, "ACME WIDGETS Limited"),
        (Kind.COMPANY, "Acme-Widgets"),
        (Kind.COMPANY, "acme  widgets’"),
        (Kind.NUMBER, "12/4567-B"),
        (Kind.NUMBER, "12 4567 b"),
        (Kind.NUMBER, "l2/4567-B"),
        (Kind.OTHER, "Project Heron"),
        (Kind.OTHER, "project\nheron"),
    ]


def test_who_is_never_to_go_stays_and_others_of_the_name_go() -> None:
    text = (
        "Sehr geehrte Frau Dr. Anna Weber,\nHerr Peter Lang und Frau Weber waren da.\n"
        "Mit freundlichen Grüßen\nAnna Weber"
    )

    assert gone(text, person("Anna Weber", never=True)) == ["Peter Lang"]

    both = text + "\nZeuge: Karl Weber. Weber sagte nichts."
    assert "Karl Weber" in gone(both, person("Anna Weber", never=True))
    assert "Weber" in gone(both, person("Anna Weber", never=True))


def test_a_number_or_word_that_is_never_to_go() -> None:
    text = "Call +44 20 7946 0958 or jane.roe@example.com. Signed by Jane Roe."

    assert gone(text, Entry(Sort.NUMBER, "+442079460958", never=True)) == ["jane.roe@example.com", "Jane Roe"]
    assert gone(text, Entry(Sort.WORD, "jane.roe@example.com", never=True)) == [
        "+44 20 7946 0958",
        "Jane Roe",
    ]


def test_what_is_spared_and_who_is_sure_are_told() -> None:
    found = find(
        ["Name: Xanthe Okonjo\nDear Mr Lang,\nthe report of Jane Roe."],
        entries=[person("Jane Roe", never=True)],
    )

    assert found.spared == ("Jane Roe",)
    assert [one.key for one in found.sure] == ["xanthe okonjo"]


@pytest.mark.parametrize(
    ("written", "given", "family"),
    [
        ("Herr Dr. Hans Müller", ("Hans",), ("Müller",)),
        ("الحارثي، سالم", ("سالم",), ("الحارثي",)),
        ("müller, hans", ("hans",), ("müller",)),
        ("Xanthe Okonjo", ("Xanthe",), ("Okonjo",)),
        ("Okonjo", (), ("Okonjo",)),
        ("Hans", ("Hans",), ()),
        ("Jan van der Berg", ("Jan",), ("Berg",)),
    ],
)
def test_a_person_as_it_is_written(written: str, given: tuple[str, ...], family: tuple[str, ...]) -> None:
    told = person_of(written)
    assert told is not None
    assert (told.given, told.family) == (given, family)
