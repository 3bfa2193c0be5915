"""A library with a bin, which can be closed and opened again, and what is in both."""

from __future__ import annotations

from pathlib import Path

from house import House
from said import Said, say_of, seen

CANARY = "zanzibarheron"
BIRD, RENT, ROPE = f"{CANARY}.txt", "rent.txt", "rope.txt"
TEXTS = {
    BIRD: f"The {CANARY} costs nine pounds.\n" * 20,
    RENT: "The rent of the mill is due in May.\nThe mill stands by the river.\n",
    ROPE: "A rope of hemp holds two tons.\n",
}
WORDS = f"{CANARY} rent mill rope costs"
DAY = 86_400.0


class Clock:
    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A house that can be closed and opened again."""

    def __init__(self, tmp_path: Path) -> None:
        self.tmp_path = tmp_path
        self.clock = Clock()
        self.house = House(tmp_path / "home", clock=self.clock)
        self.said = Said()

    def fill(self) -> Said:
        self.said = say_of(
            self.house, self.tmp_path, TEXTS, "What of costs, pounds, the rent, the mill, a rope?"
        )
        return self.said

    def restart(self) -> None:
        self.house.close()
        self.house = House(self.tmp_path / "home", clock=self.clock)
        self.house.library.wait_idle()

    def seen(self) -> dict[str, object]:
        return seen(self.house, WORDS)

    def put(self, *names: str) -> None:
        self.house.removals.put([self.said.documents[name].id for name in names])

    def restore(self, *names: str) -> None:
        self.house.removals.restore([self.said.documents[name].id for name in names])

    def index_is_whole(self) -> bool:
        """Whether the index of words holds what is to be found, no more and no less."""
        with self.house.vault.write() as db:
            db.execute("INSERT INTO passages_fts(passages_fts) VALUES ('integrity-check')")
            indexed = db.execute("SELECT count(*) FROM passages_fts_docsize").fetchone()
            return (
                indexed
                == db.execute(
                    "SELECT coalesce(sum(passages), 0) FROM documents WHERE state <> 'removed'"
                ).fetchone()
            )
