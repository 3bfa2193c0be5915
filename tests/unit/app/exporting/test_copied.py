"""An answer as plain text to be pasted: what it says, with no mark of a markup."""

from __future__ import annotations

from app.exporting.copied import answer_plain
from rag.types import Citation, Sentence, Support

CITED = Citation(1, "lease.pdf", 2, "§ 4 Rent", 0, 4, "The rent is\n900 euros.")
PLACE = "lease.pdf · page 2 · § 4 Rent"


def test_words_stand_as_they_are_shown_with_their_sources_below() -> None:
    """The question stood between stars, and signs that mean something to Markdown behind a backslash."""
    first, second = "The **rent** is 900 euros [net].", "It may rise_again."
    text = f"{first}\n\n{second}"
    sentences = (
        Sentence(0, len(first), first, Support.SUPPORTED, (CITED,)),
        Sentence(len(first) + 2, len(text), second, Support.UNSUPPORTED, ()),
    )
    assert answer_plain("What is the *rent*?", text, sentences, (CITED,), (PLACE,)) == (
        "What is the *rent*?\n\n"
        "The rent is 900 euros [net]. [1]\n\n"
        "It may rise_again. (not found in the documents)\n\n"
        f"[1] {PLACE}: “The rent is 900 euros.”\n"
    )


def test_lists_tables_and_code_keep_their_form() -> None:
    text = (
        "## Two things\n- to *pay*\n  - in time\n2. to keep\n\n"
        "| Who | Must |\n| --- | --- |\n| tenant | **pay** |\n\n```sh\na **b**\n```\n\n---\n> said"
    )
    assert answer_plain("What?", text, (), (), ()) == (
        "What?\n\nTwo things\n• to pay\n  • in time\n2. to keep\n\n"
        "Who\tMust\ntenant\tpay\n\na **b**\n\nsaid\n"
    )


def test_a_row_of_a_table_has_its_number_in_its_last_cell() -> None:
    head, row = "| Who | Must |\n| --- | --- |\n", "| tenant | pay |"
    sentence = Sentence(len(head), len(head + row), row, Support.SUPPORTED, (CITED,))
    copied = answer_plain("What?", head + row, (sentence,), (CITED,), (PLACE,))
    assert "tenant\tpay [1]\n" in copied


def test_a_question_without_an_answer_is_copied_alone() -> None:
    assert answer_plain("What?", "", (), (), ()) == "What?\n"
