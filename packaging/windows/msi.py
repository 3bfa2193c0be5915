"""Builds an MSI: on Windows with the WiX Toolset 3.14, elsewhere with wixl and msibuild of msitools."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bootstrap.console import StepFailed

TOOLS = "WiX Toolset 3.14 (candle, light), or msitools (Debian: wixl, msitools)"
FOR_ALL = "ALLUSERS=1 OR (ALLUSERS=2 AND NOT MSIINSTALLPERUSER=1)"  # a condition: not for one person alone
# What wixl leaves out of a source, or writes as Windows does not read it: HKMU is -1; what was chosen of an
# older version is chosen of the newer one (1 beside 256, which is that its lowest version counts).
_UPGRADE = "INSERT INTO `Upgrade` (`UpgradeCode`, `VersionMin`, `VersionMax`, `Attributes`, `ActionProperty`)"
_ADDED = (
    "UPDATE `Registry` SET `Root` = -1 WHERE `Root` = 4",
    "DELETE FROM `Upgrade` WHERE `ActionProperty` = 'OLDERFOUND'",
    _UPGRADE + " VALUES ('{{{UpgradeCode}}}', '0.0.0', '{Version}', 257, 'OLDERFOUND')",
)
# And of a source that writes the PATH: everybody's ("*") or one person's, "=" on installing, "-" on removal,
# behind what is there already (learn.microsoft.com, "Environment Table", "InstallExecuteSequence Table").
_PATH_TABLE = (
    "Environment\tName\tValue\tComponent_",
    "s72\tl255\tL255\ts72",
    "Environment\tEnvironment",
    "PathForAll\t=-*PATH\t[~];[INSTALLDIR]\tPathForAll",
    "PathForOne\t=-PATH\t[~];[INSTALLDIR]\tPathForOne",
)
_SEQUENCE = "INSERT INTO `InstallExecuteSequence` (`Action`, `Sequence`) VALUES"
_PATH_ADDED = (
    f"UPDATE `Component` SET `Condition` = '{FOR_ALL}' WHERE `Component` = 'PathForAll'",
    f"UPDATE `Component` SET `Condition` = 'NOT ({FOR_ALL})' WHERE `Component` = 'PathForOne'",
    f"{_SEQUENCE} ('RemoveEnvironmentStrings', 3300)",
    f"{_SEQUENCE} ('WriteEnvironmentStrings', 5200)",
)


def build(
    sources: Sequence[Path],
    variables: Mapping[str, str],
    folder: Path,
    target: Path,
    *,
    writes_path: bool = False,
) -> None:
    """The MSI at `target` of sources in the language of WiX 3, whose `$(var.NAME)` are `variables` and whose
    files are named as they lie below `folder`, or beside a source; `writes_path` where components of it are
    PathForAll and PathForOne.

    Raises `StepFailed` where no tool is there, or one fails.
    """
    if shutil.which("candle") and shutil.which("light"):
        _by_toolset(sources, variables, folder, target)
    elif shutil.which("wixl") and shutil.which("msibuild"):
        defined = [
            part
            for name, value in {**variables, "Toolset": "no"}.items()
            for part in ("-D", f"{name}={value}")
        ]
        _run(["wixl", "--arch", "x64", *defined, "-o", str(target), *map(str, sources)], folder)
        _add(target, variables, writes_path=writes_path)
    else:
        raise StepFailed("An MSI cannot be made here.", f"Needed: {TOOLS}.")


def _by_toolset(sources: Sequence[Path], variables: Mapping[str, str], folder: Path, target: Path) -> None:
    """It knows all of the source, and looks the MSI over once it is made as Microsoft wants it (ICE)."""
    defined = [f"-d{name}={value}" for name, value in {**variables, "Toolset": "yes"}.items()]
    with tempfile.TemporaryDirectory() as room:
        _run(["candle", "-nologo", "-arch", "x64", *defined, "-out", f"{room}{os.sep}", *map(str, sources)])
        objects = sorted(map(str, Path(room).glob("*.wixobj")))
        # ICE61: a version is never put over itself. ICE91: the folder of one person or of all is meant.
        searched = [
            part for one in (folder, *{source.parent for source in sources}) for part in ("-b", str(one))
        ]
        _run(
            [
                "light",
                "-nologo",
                "-spdb",
                *searched,
                "-sice:ICE61",
                "-sice:ICE91",
                "-out",
                str(target),
                *objects,
            ]
        )


def _add(target: Path, variables: Mapping[str, str], *, writes_path: bool) -> None:
    """To what wixl made of a source, the rest of it."""
    if writes_path:
        with tempfile.TemporaryDirectory() as folder:
            table = Path(folder, "Environment.idt")
            table.write_text("\r\n".join(_PATH_TABLE) + "\r\n", encoding="ascii", newline="")
            _run(["msibuild", str(target), "-i", str(table)])
    chosen = [query.format_map(variables) for query in _ADDED]
    for query in (*chosen, *(_PATH_ADDED if writes_path else ())):
        _run(["msibuild", str(target), "-q", query])


def _run(command: list[str], folder: Path | None = None) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-1000:]
        raise StepFailed(f"{command[0]} failed: {said}", f"Needed: {TOOLS}.")
