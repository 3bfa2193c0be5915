"""Text for a terminal."""

from __future__ import annotations

import pytest

from app.cli.plain import harmless


def test_what_would_steer_a_terminal_is_spelled_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert harmless("a\x1b[31mb\u2068c\u2069\n") == "a\\u001b[31mb\\u2068c\\u2069\n"
    monkeypatch.setattr("app.cli.plain.right_to_left", lambda: True)
    assert harmless("a\x1b\u2068c\u2068d\u2069\u2069\nb") == "a\\u001b\u2068c\u2068d\u2069\u2069\nb"
    assert harmless("\u2069\u2068a\nb\u2068c") == "\\u2069\\u2068a\nb\\u2068c"
    assert harmless("\u2067a\u2069\u202e") == "\\u2067a\u2069\\u202e"
