"""The program may end at any moment of a recipe: the next start goes on with it, and does nothing twice."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from house import House
from surroundings import environment

from rag.runs.types import RunState
from rag.storing.recipes import Recipe, Step

PROGRAM = Path(__file__).parents[3] / "helpers" / "programs" / "killed_recipe.py"
TEXTS = {"a.txt": "Stromrechnung 2024\nBetrag 12 EUR", "b.txt": "Protokoll der Sitzung vom 3. Mai"}
PLACES = 8


def begin(home: Path, out: Path) -> None:
    with closing(House(home)) as house:
        files = home.parent / "files"
        files.mkdir()
        for name, text in TEXTS.items():
            (files / name).write_text(text, encoding="utf-8")
        house.library.add([files])
        house.library.wait_idle()
        steps = (
            Step("tag", ("Post",)),
            Step("classify", ("document-type", "tags")),
            Step("summarize", ("executive", "brief")),
            Step("ask", ("How much is due?",)),
            Step("save", (str(out), "json")),
        )
        recipes = house.services.recipes.recipes
        recipes.begin(recipes.add(Recipe("Post", steps)))


def program(home: Path, last: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROGRAM), str(home), str(last)],
        capture_output=True,
        text=True,
        check=False,
        env=environment(),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_what_a_kill_interrupts_is_gone_on_with_and_done_once(tmp_path: Path) -> None:
    begun, out = tmp_path / "begun", tmp_path / "out"
    out.mkdir()
    begin(begun, out)
    shutil.copytree(begun, tmp_path / "counted")
    calls = int(program(tmp_path / "counted", 0).stdout)
    whole = sorted(one.name for one in out.iterdir())
    assert len(whole) == 4  # labels, two summaries, a table of answers
    chance = random.Random(7)
    places = sorted(
        chance.randint(calls * at // PLACES + 1, calls * (at + 1) // PLACES) for at in range(PLACES)
    )
    for place in places:
        shutil.rmtree(out)
        out.mkdir()
        home = tmp_path / f"killed-{place}"
        shutil.copytree(begun, home)
        assert program(home, place).returncode == -signal.SIGKILL
        with closing(House(home)) as house:
            assert house.runs.pending() == [], "nobody else goes on with what a recipe makes"
            house.services.recipes.once()
            recipes = house.services.recipes.recipes
            (execution,) = recipes.executions()
            kinds = [(one.step, one.kind) for one in execution.made]
            expected = [(1, "tags"), (2, "run"), (2, "tags"), (3, "run"), (3, "run"), (4, "run")]
            assert kinds == [*expected, *[(5, "file")] * 4], f"killed at {place} of {calls}"
            assert execution.ended is not None
            assert not execution.failed
            assert len(house.runs.runs()) == 4
            assert all(one.state is RunState.DONE for one in house.runs.runs())
            assert sorted(one.name for one in out.iterdir()) == whole
            assert recipes.undo(execution.id, files=True, runs=True).documents == 2, "all of it is undone"
            assert [one.tags for one in house.library.documents()] == [(), ()]
            assert house.runs.runs() == []
            assert list(out.iterdir()) == []
