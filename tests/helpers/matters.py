"""A library with matters, whose passphrases cost little, and houses over either."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from house import KEY, House

from app.matters.matters import Matter, Matters
from app.paths import Paths
from app.security.keys import PassphraseCost
from rag.storing.vault import Vault

CHEAP = PassphraseCost(memory_kib=64, time=1, parallelism=1)
PASSPHRASE = "a wall of its own"
CANARY = "ZanzibarHeron"


class Chambers:
    """Open with a folder; every part is a home below it."""

    def __init__(self, home: Path, clock: float | None = None) -> None:
        self.home = home
        self.clock = clock

    @contextmanager
    def matters(self) -> Iterator[Matters]:
        paths = Paths(self.home, self.home / "models")
        with closing(Vault.open_or_create(paths.vault, KEY)) as vault:
            if self.clock is None:
                yield Matters(paths, vault, CHEAP)
            else:
                yield Matters(paths, vault, CHEAP, lambda: self.clock or 0.0)

    def new(self, name: str, passphrase: str | None = None) -> Matter:
        with self.matters() as matters:
            return matters.new(name, passphrase)

    @contextmanager
    def house(self, matter: Matter | None = None, passphrase: str | None = None) -> Iterator[House]:
        """The application over a matter, or over the library."""
        if matter is None:
            with closing(House(self.home)) as house:
                yield house
            return
        with self.matters() as matters:
            key = matters.slots(matter.home).unlock(passphrase)
        with closing(House(matter.home, key=key)) as house:
            yield house

    def add(self, path: Path, text: str, matter: Matter | None = None, passphrase: str | None = None) -> int:
        """Read a text into a matter, or the library; the document's id."""
        path.write_text(text, encoding="utf-8")
        with self.house(matter, passphrase) as house:
            (added,) = house.library.add([path])
            return added.outcome.result(timeout=30).id

    def names(self, matter: Matter | None = None, passphrase: str | None = None) -> list[str]:
        with self.house(matter, passphrase) as house:
            return [one.name for one in house.library.documents()]

    def finds(self, text: str, matter: Matter | None = None, passphrase: str | None = None) -> list[str]:
        """The documents in which a search finds it."""
        with self.house(matter, passphrase) as house:
            return [hit.document for hit in house.library.search(text) if text in hit.text]


def in_clear(folder: Path, text: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """The files below a folder that hold a text as it is, in UTF-8 or UTF-16; those named in `but` may."""
    wanted = (text.encode(), text.encode("utf-16-le"))
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.name not in but and any(one in path.read_bytes() for one in wanted)
    ]
