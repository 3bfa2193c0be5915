"""How a comment on a text is written, in every format."""

from __future__ import annotations


def comment(text: str, *about: str) -> str:
    """A comment with what is known of it: who made it, when, whether it is resolved.

    "Comment (Ada, 2024-03-05): too low"; empty where it says nothing.
    """
    if not text:
        return ""
    known = ", ".join(filter(None, about))
    return f"Comment ({known}): {text}" if known else f"Comment: {text}"
