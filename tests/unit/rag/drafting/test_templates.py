"""What a template may hold, and what is wrong in one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.drafting.slots import kind_of, same
from rag.drafting.syntax import Answer, Given, Kept, Length, Points, Slot, Tone, Words, Write, parsed, walked
from rag.drafting.templates import Templates, load, parsed_template
from rag.errors import TemplateInvalid, TemplateUnknown
from rag.extracting.fields.schema import ColumnType

OWN = """---
name: Renewal
language: en
tone: friendly
slot policy number: text; policy no, policy number
slot renewal day: date; renews on; When does the policy renew?
---
Dear {{recipient}},

Your policy {{policy number}} renews on {{renewal day}}. {{remark?}}
"""


def test_slots_and_blocks_are_told_apart() -> None:
    nodes = parsed("Hi {{name}}, {{answer: how long is {{what}}?}} {{points}}{{write: thank | Thank you.}}")
    assert [type(one) for one in nodes] == [Words, Slot, Words, Answer, Words, Points, Write]
    assert [one.name for one in walked(nodes) if isinstance(one, Slot)] == ["name", "what"]
    write = nodes[-1]
    assert isinstance(write, Write)
    assert write.instead == (Words(" Thank you."),) or write.instead == (Words("Thank you."),)


def test_a_second_blank_behind_the_colon_belongs_to_the_text() -> None:
    (one, two) = parsed("{{if x: a}}{{if x:  a}}")
    assert isinstance(one, Given)
    assert isinstance(two, Given)
    assert (one.inside, two.inside) == ((Words("a"),), (Words(" a"),))


@pytest.mark.parametrize(
    ("names", "tone", "length", "fits"),
    [
        ("formal", Tone.FORMAL, Length.LONG, True),
        ("formal, plain", Tone.FRIENDLY, Length.LONG, False),
        ("formal, long", Tone.FORMAL, Length.SHORT, False),
        ("friendly, plain, long", Tone.PLAIN, Length.LONG, True),
    ],
)
def test_a_choice_needs_one_of_each_kind_that_it_names(
    names: str, tone: Tone, length: Length, fits: bool
) -> None:
    from rag.drafting.syntax import Address

    (one,) = parsed(f"{{{{{names}: text}}}}")
    assert isinstance(one, Kept)
    assert one.fits(tone, length, Address.POLITE) is fits


@pytest.mark.parametrize(
    ("text", "line"),
    [("a\nb {{recipient", 2), ("{{greet: hello}}", 1), ("a\n\n{{answer: when?", 3), ("{{}}", 1), ("", 1)],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(TemplateInvalid) as wrong:
        parsed_template(text, "x")
    assert wrong.value.facts["line"] == line


def test_a_wrong_line_of_a_body_counts_from_the_head() -> None:
    with pytest.raises(TemplateInvalid) as wrong:
        parsed_template("---\nname: x\n---\n\nDear {{recipient\n", "x")
    assert wrong.value.facts["line"] == 5


@pytest.mark.parametrize("line", ["tone: angry", "length: endless", "slot day: when", "nonsense"])
def test_a_head_that_says_nonsense_is_told(line: str) -> None:
    with pytest.raises(TemplateInvalid) as wrong:
        parsed_template(f"---\nname: x\n{line}\n---\ntext", "x")
    assert wrong.value.facts["line"] == 3


def test_a_file_of_ones_own_declares_its_slots(tmp_path: Path) -> None:
    path = tmp_path / "renewal.md"
    path.write_text(OWN.replace("\n", "\r\n"), encoding="utf-8")
    found = load(path)
    assert (found.name, found.language, found.tone) == ("Renewal", "en", Tone.FRIENDLY)
    assert [(one.name, one.optional) for one in found.wanted] == [
        ("recipient", False),
        ("policy number", False),
        ("renewal day", False),
        ("remark", True),
    ]
    kind = kind_of("renewal day", dict(found.slots))
    assert (kind.type, kind.labels, kind.question) == (
        ColumnType.DATE,
        ("renews on",),
        "When does the policy renew?",
    )


def test_a_text_without_a_head_is_a_template_in_its_own_language(tmp_path: Path) -> None:
    path = tmp_path / "kurz.txt"
    path.write_text("Guten Tag {{recipient}}, wir haben das Paket nicht erhalten.", encoding="utf-8")
    assert load(path).language == "de"


def test_names_of_slots_are_known_in_five_languages() -> None:
    assert same("Empfänger", "recipient")
    assert same("DUE_DATE", "Fälligkeit")
    assert same("Betrag", "importe")
    assert not same("recipient", "sender")


def test_templates_that_come_along_are_whole_in_english_and_german() -> None:
    every = Templates().all()
    by_language = {code: {one.id for one in every if one.language == code} for code in ("en", "de")}
    assert by_language["en"] == by_language["de"] == {
        "reply", "notice", "reminder", "cover", "inspection", "marketing", "summary", "snippet"
    }  # fmt: skip


def test_a_template_is_found_by_its_name_in_the_language_wished_for(tmp_path: Path) -> None:
    templates = Templates(tmp_path)
    assert templates.get("reply").language == "en"
    assert templates.get("reply", ["de", "en"]).language == "de"
    assert templates.get("reply-fr").language == "fr"
    assert templates.get("Kündigung").id == "notice"
    assert templates.get("reminder", ["nl", "de", "en", "en"]).language == "de"
    (tmp_path / "reply.md").write_text("---\nlanguage: en\n---\nDear {{recipient}}, yes.", encoding="utf-8")
    assert templates.get("reply").own
    with pytest.raises(TemplateUnknown, match="reply"):
        templates.get("sonnet")
