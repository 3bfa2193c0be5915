"""What a question comes to that is answered by reckoning, in its own language."""

from __future__ import annotations

from rag.language.languages import Language, languages
from rag.reckoning.calculator import calculated
from rag.reckoning.deadlines import deadline_in, told


def reckoned(question: str, language: Language) -> str | None:
    """The result and how it was come by; None where a question is not plainly a deadline or a calculation.
    Few words do not tell their language: "5,5 Meilen in km".
    """
    for one in dict.fromkeys((language, *languages())):
        deadline = deadline_in(question, one)
        if deadline is not None:
            try:
                return told(deadline, one)
            except (ValueError, OverflowError):  # outside the calendar
                return None
        if (found := calculated(question, one)) is not None:
            return found
    return None
