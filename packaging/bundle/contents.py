"""What goes into the packaged program besides what PyInstaller finds by following imports."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Iterable, Iterator

OURS = ("app", "engine", "rag", "ui")  # every module: children and formats are named by text alone

COMMAND = "confidant-command"  # as PyInstaller makes what terminals of Windows start; see `bundle.building`

# Packages whose files are read, and whose modules are not imported.
PLAIN_DATA = ("wordfreq",)

# Imported by names that no reader of the source sees.
_BY_NAME = (
    *("chromadb.api.rust", "chromadb.telemetry.product.posthog", "chromadb.auth.token_authn"),
    *("chromadb_rust_bindings", "pip"),
    *("keyring.backends.SecretService", "keyring.backends.kwallet", "keyring.backends.chainer"),
    *("keyring.backends.macOS", "keyring.backends.Windows", "keyring.backends.fail", "keyring.backends.null"),
)
_TOLD = ("METADATA", "entry_points.txt")
_LICENCE = re.compile(r"/licen[cs]es?/|/(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


def hidden() -> list[str]:
    """Modules to be followed although nothing imports them."""
    return list(_BY_NAME)


def distributions(modules: Iterable[str]) -> list[str]:
    """Names of the packages that brought these modules or files, and of the program, which brought itself."""
    tops = {name.replace("/", ".").partition(".")[0] for name in modules} | set(PLAIN_DATA)
    owners = importlib.metadata.packages_distributions()
    found = {_plain(name) for top in tops for name in owners.get(top, ())}
    return sorted(found | {"confidant"})


def papers(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Of packages by their names, the files that tell their versions and licences: place in the bundle, and
    where each lies. Versions are asked for, licences are owed.
    """
    for name in names:
        package = importlib.metadata.distribution(name)
        for file in package.files or ():
            inside = len(file.parts) > 1 and file.parts[0].endswith(".dist-info")
            if inside and (file.name in _TOLD or _LICENCE.search(file.as_posix())):
                yield file.as_posix(), str(package.locate_file(file))


def _plain(name: str) -> str:
    """As packages are compared by their names (PyPA's "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", name).lower()
