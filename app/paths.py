"""Where things are kept on this machine."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

MOVED_FILE = "moved-to.txt"  # stays behind where a home was moved away from
MATTERS = "matters"  # the folder of a library's matters
HOME_VARIABLE = "CONFIDANT_HOME"
MODELS_VARIABLE = "CONFIDANT_MODELS"


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders of one home. The models folder may serve several homes. `library` is the home of the library
    that a matter belongs to, whose settings and rules are the matter's too.
    """

    home: Path
    models: Path
    library: Path | None = None

    @property
    def vault(self) -> Path:
        return self.home / "vault.db"

    @property
    def settings(self) -> Path:
        return self._own / "settings.json"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def moderation(self) -> Path:
        """The user's own rules of moderation."""
        return self._own / "policy" / "moderation.toml"

    @property
    def engine(self) -> Path:
        """Where the engine on the private network is that was allowed, if one was."""
        return self._own / "policy" / "engine.json"

    @property
    def shared(self) -> Path:
        """Where the server of shared collections is that was allowed, if one was."""
        return self._own / "policy" / "shared.json"

    @property
    def kinds(self) -> Path:
        """The user's own kinds of summaries."""
        return self._own / "summaries"

    @property
    def templates(self) -> Path:
        """The user's own templates of drafts."""
        return self._own / "templates"

    @property
    def matters(self) -> Path:
        """The homes of this library's matters, each by its id."""
        return self._own / MATTERS

    @property
    def _own(self) -> Path:
        return self.library or self.home


def default_home() -> Path:
    """The platform's folder for an application's data of this user."""
    return Path(platformdirs.user_data_dir("Confidant", appauthor=False))  # not for people


def resolve(home: Path | None = None, models: Path | None = None) -> Paths:
    """Folders from the arguments, else the environment, else the platform's default.

    Models are shared: a home without a models folder of its own uses the platform's.
    """
    chosen_home = _moved(_absolute(home or _from_environment(HOME_VARIABLE) or default_home()))
    named = models or _from_environment(MODELS_VARIABLE)
    if named is None:
        own = chosen_home / "models"
        named = own if own.is_dir() else default_home() / "models"
    return Paths(chosen_home, _absolute(named))


def _moved(home: Path) -> Path:
    """Where a home is now that was moved away from here."""
    try:
        return (
            Path((home / MOVED_FILE).read_text(encoding="utf-8").strip()) if not home.is_symlink() else home
        )
    except (OSError, ValueError):
        return home


def make_private(folder: Path) -> None:
    """Create a folder that only this user may enter. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def _from_environment(name: str) -> Path | None:
    value = os.environ.get(name)
    return Path(value) if value else None


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()
