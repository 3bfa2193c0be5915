"""Killed at any moment, indexing goes on at the next start and ends as if nothing had happened."""

from __future__ import annotations

import random
from pathlib import Path

from files.documents import docx, pdf
from programs.kills import Tally, follow, follow_killed
from vault_picture import picture_of


def _fill(folder: Path) -> None:
    folder.mkdir()
    words = [f"Clause {n}: the supplier delivers part {n * 31} within {n} days." for n in range(30)]
    pdf(folder / "supply.pdf", ["\n".join(words)] * 12)
    docx(folder / "handbook.docx")
    (folder / "rules.txt").write_text("\n\n".join(f"Rule {n}. " + "word " * 60 for n in range(300)), "utf-8")
    (folder / "copy.txt").write_bytes((folder / "rules.txt").read_bytes())
    (folder / "lease.md").write_text("# Lease\n\nNotice is given three months before.\n", "utf-8")


def _change(folder: Path) -> None:
    """Everything that can happen to files, between two runs."""
    (folder / "rules.txt").write_text("\n\n".join(f"Rule {n}. " + "term " * 60 for n in range(250)), "utf-8")
    (folder / "done").mkdir()
    (folder / "supply.pdf").rename(folder / "done" / "signed.pdf")
    (folder / "lease.md").unlink()
    (folder / "new.txt").write_text("A new rule about notice.", "utf-8")


def test_nothing_is_lost_when_the_program_is_killed(tmp_path: Path) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    chance, tally = random.Random(7), Tally()
    for change, most in ((_fill, 5), (_change, 9)):
        change(tmp_path / "matter")
        longest = follow(calm, tmp_path / "matter")
        follow_killed(
            rough, tmp_path / "matter", longest, chance, tally, lambda most=most: tally.kills >= most
        )
        undisturbed, killed = picture_of(calm), picture_of(rough)
        assert undisturbed.faults == []
        assert killed == undisturbed
    assert tally.kills > 0
