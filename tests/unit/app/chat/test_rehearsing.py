"""The first question finds made what is made once for all questions."""

from __future__ import annotations

import subprocess
import sys

from surroundings import environment

_FIRST = """
import re
import sys

from rag.answering.intents.bare import bare
from rag.answering.intents.wishes import intent_of
from app.chat.rehearsing import rehearse
from rag.answering.quoting.ranking import ranked
from rag.reckoning.reckoning import reckoned
from rag.structuring.called import asked_keys, ours_in
from rag.types import Hit

made, compiles = [], re._compiler.compile


def counted(pattern, flags=0):
    made.append(pattern)
    return compiles(pattern, flags)


re._compiler.compile = counted
if sys.argv[1] == "rehearsed":
    rehearse()
    made.clear()
question = "Who signs for the pressure of gauge 7?"
asked = bare(question)
reckoned(asked.whole, asked.language)
intent_of(question, asked.whole, asked.language)
asked_keys(question)
ours_in(question)
text = "Jane Fonda signed for gauge 7 on 4 June 2020."
ranked(question, [Hit(1, 1, "", None, 1, 1, "", 0, len(text), 1.0, text)])
print(len(made))
"""


def made_at_the_first_question(how: str) -> int:
    ran = subprocess.run(
        [sys.executable, "-c", _FIRST, how], capture_output=True, text=True, check=True, env=environment()
    )
    return int(ran.stdout)


def test_the_first_question_makes_no_pattern_that_every_question_needs() -> None:
    assert made_at_the_first_question("rehearsed") * 10 < made_at_the_first_question("not")
