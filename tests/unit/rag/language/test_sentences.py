"""Sentences of prose, numbered clauses and lists, whole or arriving in pieces."""

import pytest

from rag.language.sentences import SentenceCutter, sentences

CASES = {
    "plain": ("It has 72 hours. The rest follows.", ["It has 72 hours.", "The rest follows."]),
    "article": (
        "See Art. 33(1). It says: under Art. 4 No. 12 a breach counts.",
        ["See Art. 33(1).", "It says: under Art. 4 No. 12 a breach counts."],
    ),
    "decimals": ("A fine of 3.5 million. 2.5 % is due.", ["A fine of 3.5 million.", "2.5 % is due."]),
    "citation": (
        "See 11 U.S.C. § 704(a)(9). Generally, Fed. R. Bankr. P. 5009 holds.",
        ["See 11 U.S.C. § 704(a)(9).", "Generally, Fed. R. Bankr. P. 5009 holds."],
    ),
    "latin": (
        "Give data, i.e. names, e.g. J. Smith. Keep it.",
        ["Give data, i.e. names, e.g. J. Smith.", "Keep it."],
    ),
    "etc": (
        "Logs, keys, etc. must stay. Names, etc. Others go.",
        ["Logs, keys, etc. must stay.", "Names, etc.", "Others go."],
    ),
    "quote": ('"Is it so?" he asked. "Yes." She left.', ['"Is it so?" he asked.', '"Yes."', "She left."]),
    "clauses": (
        "1. The controller shall\nnotify. 2. The processor shall:\n(a) act; and\n(b) report\nat once.",
        [
            "1. The controller shall\nnotify.",
            "2. The processor shall:",
            "(a) act; and",
            "(b) report\nat once.",
        ],
    ),
    "bullets": (
        "Keep:\n- names\n- dates\n\nNothing else",
        ["Keep:", "- names", "- dates", "Nothing else"],
    ),
    "sections": (
        "3.5.8 Prohibit reuse. See Section 3.1.2. Next.",
        ["3.5.8 Prohibit reuse.", "See Section 3.1.2.", "Next."],
    ),
    "paragraphs": (
        "Zusammen mit dem Bund der Imker e.V.\n§ 3 Mitglieder\n3.1 Mitglied ist, wer will.\n3.2 Gast nie.",
        [
            "Zusammen mit dem Bund der Imker e.V.",
            "§ 3 Mitglieder",
            "3.1 Mitglied ist, wer will.",
            "3.2 Gast nie.",
        ],
    ),
    "wrapped paragraphs": (
        "The fee is due as laid down in\n§ 3 of the Act and Section\n3.1 Fees of the list.",
        ["The fee is due as laid down in\n§ 3 of the Act and Section\n3.1 Fees of the list."],
    ),
    "wrapped lines": ("One line\ngoes on\nhere. Another", ["One line\ngoes on\nhere.", "Another"]),
    "nothing": (" \n ", []),
}


@pytest.mark.parametrize("name", CASES)
def test_cuts(name: str) -> None:
    text, expected = CASES[name]
    assert [text[span.start : span.end] for span in sentences(text)] == expected


@pytest.mark.parametrize("size", [1, 2, 5, 11])
@pytest.mark.parametrize("name", CASES)
def test_text_in_pieces_is_cut_like_the_whole(name: str, size: int) -> None:
    text, _ = CASES[name]
    cutter = SentenceCutter()
    found = [
        span for at in range(0, len(text), size) for span in cutter.feed(text[at : at + size])
    ] + cutter.close()
    assert found == sentences(text)


def test_a_sentence_is_given_as_soon_as_the_next_begins() -> None:
    cutter = SentenceCutter()
    assert cutter.feed("It has 72 hours.") == []
    assert cutter.feed(" The") == sentences("It has 72 hours.")
