"""What models write as Markdown, as blocks and pieces; what is quoted stays as it is."""

from __future__ import annotations

import pytest

from app.exporting.markup import Block, Kind, blocks, bulleted, plain, split
from rag.types import Citation, Sentence, Support


def shown(text: str, *, growing: bool = False) -> list[tuple[str, object]]:
    """Kinds with words, rows or lines."""

    def held(block: Block) -> object:
        if block.kind is Kind.TABLE:
            return [[plain(cell) for cell in row.cells] for row in block.rows]
        return block.lines if block.kind is Kind.CODE else f"{block.marker} {plain(block.pieces)}".strip()

    return [(block.kind.value, held(block)) for block in blocks(text, growing=growing)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("One.\nTwo.", [("text", "One."), ("text", "Two.")]),
        ("# Die Frist\nText", [("heading", "Die Frist"), ("text", "Text")]),
        ("#hashtag 3", [("text", "#hashtag 3")]),
        ("- un\n* deux\n2) trois", [("item", "• un"), ("item", "• deux"), ("item", "2) trois")]),
        ("1. Mai 2024 ist ein Mittwoch", [("item", "1. Mai 2024 ist ein Mittwoch")]),
        ("> dit", [("quote", "dit")]),
        ("a\n\n---\n\nb", [("text", "a"), ("rule", ""), ("text", "b")]),
        ("```py\na = 1\n\n# b\n```\nx", [("code", "a = 1\n\n# b"), ("text", "x")]),
        ("````\n```\n````", [("code", "```")]),
        ("```py\na =", [("code", "a =")]),
        ("| A | B |\n|---|:-:|\n| 1 |\n| 2 | 3 |\nx", [
            ("table", [["A", "B"], ["1", ""], ["2", "3"]]), ("text", "x"),
        ]),
        (r"| a \| b | **c** |" + "\n|-|-|", [("table", [["a | b", "c"]])]),
        ("| no table", [("text", "| no table")]),
        ("|x| is its absolute value", [("text", "|x| is its absolute value")]),
    ],
)  # fmt: skip
def test_blocks(text: str, wanted: list[tuple[str, object]]) -> None:
    assert shown(text) == wanted


QUOTED = [
    ("- The rent is paid monthly.", "• The rent is paid monthly."),
    ("* Keys: three", "• Keys: three"),
    ("+ a bicycle store", "• a bicycle store"),
    ("  - below another item", "• below another item"),
    ("• as its file has it", "• as its file has it"),
    ("1. the first of them", "1. the first of them"),
    ("- 5 °C at night", "- 5 °C at night"),  # below zero
    ("- 1.250,00 EUR", "- 1.250,00 EUR"),
    ("- € 300", "- € 300"),
    ("-5", "-5"),
    ("- Où vas-tu ?", "- Où vas-tu ?"),  # said by somebody
    ("- Come in!", "- Come in!"),
    ("- “Come in,” she said.", "- “Come in,” she said."),
    ("— Entrez, dit-elle.", "— Entrez, dit-elle."),
    ("– und dann nichts", "– und dann nichts"),
    ("--force", "--force"),
]


@pytest.mark.parametrize(("text", "wanted"), QUOTED)
def test_a_list_that_is_quoted_has_its_bullets_and_no_other_dash_is_one(text: str, wanted: str) -> None:
    before = "The document says: "
    for lead in ("", f"{before}\n"):
        start = len(lead)
        place = Citation(1, "lease.md", 1, "", 0, len(text), text)
        sentence = Sentence(start, start + len(text), text, Support.SUPPORTED, (place,))
        *_, block = blocks(lead + text, [sentence])
        assert f"{block.marker} {plain(block.pieces)}".strip() == wanted


@pytest.mark.parametrize(("text", "wanted"), QUOTED)
def test_notes_have_bullets_where_lists_were_typed(text: str, wanted: str) -> None:
    assert bulleted(f"Mine:\n\n{text}").strip().removeprefix("Mine:").strip() == wanted


def test_a_list_below_a_list_keeps_its_place_in_a_note() -> None:
    assert bulleted("To do\n- call\n  * before noon\n1. write") == "To do\n• call\n  • before noon\n1. write"


def test_a_number_below_zero_that_stands_alone_is_no_item() -> None:
    assert shown("At night:\n- 5 °C") == [("text", "At night:"), ("text", "- 5 °C")]
    assert [kind for kind, _ in shown("- 5 rooms\n- 2 baths")] == ["item", "item"]
    assert [kind for kind, _ in shown("- 5 rooms\n  - of these 2 with a view")] == ["item", "item"]


def test_items_below_items() -> None:
    found = blocks("- a\n  - b\n    - c\n- d\n\n1. e\n   - f")
    assert [one.level for one in found] == [0, 1, 2, 0, 0, 1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a **b c** d", [("a ", ""), ("b c", "b"), (" d", "")]),
        ("*a* and _b_ and `c*d*`", [("a", "i"), (" and ", ""), ("b", "i"), (" and ", ""), ("c*d*", "c")]),
        ("**a *b***", [("**a *b***", "")]),
        ("5 * 3 * 2 = 30, 2*3*4, 2**3**2", [("5 * 3 * 2 = 30, 2*3*4, 2**3**2", "")]),
        ("snake_case_name and __init__", [("snake_case_name and __init__", "")]),
        ("**not closed", [("**not closed", "")]),
        (r"\*plain\*", [("*", ""), ("plain", ""), ("*", "")]),
        ("see [the law](https://x.example/a?b=1)", [("see ", ""), ("the law (https://x.example/a?b=1)", "")]),
        ("![chart](http://x.example/p.png)", [("chart (http://x.example/p.png)", "")]),
        ("<img src=x onerror=y> <b>x</b>", [("<img src=x onerror=y> <b>x</b>", "")]),
        ("[1] says so", [("[1] says so", "")]),
    ],
)
def test_pieces(text: str, wanted: list[tuple[str, str]]) -> None:
    (block,) = blocks(text)
    assert [(one.text, "b" * one.bold + "i" * one.italic + "c" * one.code) for one in block.pieces] == wanted
    for one in block.pieces:
        assert one.text == text[one.start : one.end] or one.text not in text or "\\" in text


def test_what_is_quoted_is_no_markup() -> None:
    quote = "# The fee is *net* | `x` | and __all__"
    text = f"{quote}\n**This** is mine."
    cited = Sentence(0, len(quote), quote, Support.NEUTRAL, (Citation(1, "a", 1, "", 0, 9, quote),))
    own = Sentence(len(quote) + 1, len(text), "**This** is mine.", Support.SUPPORTED)
    first, second = blocks(text, [cited, own])
    assert (first.kind, plain(first.pieces)) == (Kind.TEXT, quote)
    assert plain(second.pieces) == "This is mine."


def test_a_table_that_is_being_written_is_one_from_its_first_bar() -> None:
    whole = "| A | B |\n|---|---|\n| 1 | 2 |\n"
    for end in range(1, len(whole) + 1):
        found = shown(whole[:end], growing=True)
        assert [kind for kind, _ in found] == ["table"], whole[:end]
    assert shown("| A | B", growing=False) == [("text", "| A | B")]


def test_pieces_are_cut_where_sentences_end() -> None:
    text = "One is **so. Two** is not."
    sentences = [
        Sentence(0, 12, "One is **so.", Support.SUPPORTED),
        Sentence(13, len(text), "Two** is not.", Support.UNSUPPORTED),
    ]
    (block,) = blocks(text, sentences)
    told = [(piece.text, piece.bold, of and of.support.value) for piece, of in split(block.pieces, sentences)]
    assert told == [
        ("One is ", False, "supported"),
        ("so.", True, "supported"),
        (" ", True, None),
        ("Two", True, "unsupported"),
        (" is not.", False, "unsupported"),
    ]
