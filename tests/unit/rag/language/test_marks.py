"""The quotation marks of each language, and the marks of Markdown, which are no words."""

import pytest

from rag.language.languages import languages
from rag.language.marks import is_headed, quoted, unmarked, unquoted


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "“Rent is due.”"),
        ("de", "„Rent is due.“"),
        ("fr", "«\u202fRent is due.\u202f»"),
        ("es", "«Rent is due.»"),
        ("it", "«Rent is due.»"),
        ("pt", "«Rent is due.»"),
        ("nl", "„Rent is due.”"),
        ("ar", "«Rent is due.»"),
    ],
)
def test_a_quote_stands_in_the_marks_of_its_language(code: str, said: str) -> None:
    language = next(one for one in languages() if one.code == code)
    for given in ("Rent is due.", "“Rent is due.”", "„Rent is due.“", "- Rent is due.", said):
        assert quoted(given, language) == said


@pytest.mark.parametrize("said", ["He says “no” and “yes”", "“A” and “B”", "«uno» o «due»"])
def test_marks_inside_stay(said: str) -> None:
    assert unquoted(said) == said


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("## Kündigung\n\nDie **Frist** beträgt drei Monate.", "Kündigung\n\nDie Frist beträgt drei Monate."),
        ("> Take the *red* key, ***now***.", "Take the red key, now."),
        ("Use `valve 4` first.", "Use valve 4 first."),
        ("See the [leaflet](https://a.example/b) and ![plan](/p.png).", "See the leaflet and plan."),
        ("A room of 5 * 3 * 2 metres", "A room of 5 * 3 * 2 metres"),
        ("Price*: 4 euros. *With tax.", "Price*: 4 euros. *With tax."),
        ("Clause [4] (see annex) and [x](y)", "Clause [4] (see annex) and [x](y)"),
        ("Flat #4, or # 4, is let.", "Flat #4, or # 4, is let."),
        ("#4 is let", "#4 is let"),
    ],
)
def test_the_marks_of_markdown_are_no_words(written: str, words: str) -> None:
    assert unmarked(written) == words


def test_a_heading_names_what_comes() -> None:
    assert is_headed("# Lease\n\n## Notice")
    assert not is_headed("## Notice\n\nThree months.")
    assert not is_headed("#4 is let")
    assert not is_headed("")
