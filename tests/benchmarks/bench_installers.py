"""Packages for Windows, made with a small program in place of Confidant, and what they do under Wine:
installed, started, replaced by a newer version, removed. Files and registry are looked at after each.

    python tests/benchmarks/bench_installers.py

Needs wixl, msibuild, makensis, osslsigncode, openssl, x86_64-w64-mingw32-gcc and Wine of 64 bits (Debian:
wixl msitools nsis osslsigncode gcc-mingw-w64-x86-64 wine64), and says which is missing (exit status 2).
Wine is not Windows: it installs and removes for all unless ALLUSERS is empty, forgets what was chosen of an
older version, and leaves a second semicolon in the PATH on removal, at which its cmd stops looking.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]

from release import asking  # noqa: E402
from windows import fragments, making, setup, signing  # noqa: E402

_COMPILER = "x86_64-w64-mingw32-gcc"
_TOOLS = ("wixl", "msibuild", "makensis", "osslsigncode", "openssl", _COMPILER)
_WINES = ("wine64", "/usr/lib/wine/wine64", "wine")
_REFUSED = 1603 & 0xFF  # as much of Windows' number as a status can hold
_PATIENCE = 240.0  # seconds
# Says its version, and writes down how it was started.
_STUB = r"""
#include <stdio.h>
int main(int count, char **words) {
  FILE *notes = fopen("C:\\calls.txt", "a");
  for (int n = 0; n < count; n++) fprintf(notes, "[%s]", words[n]);
  fprintf(notes, "\n");
  fclose(notes);
  printf("stub " VERSION "\n");
  return 0;
}
"""
_MACHINE_PATH = r"HKLM\System\CurrentControlSet\Control\Session Manager\Environment"
_OPEN_WITH = r"Software\Classes\.pdf\OpenWithProgids"
_COMMAND = r"C:\Program Files\Confidant\confidant.com"
_OPENED = "confidant-setup.exe"
_ENTRY = "Start Menu/Programs/Confidant.lnk"


class Windows:
    """A Windows of its own below a folder."""

    def __init__(self, wine: str, folder: Path) -> None:
        self._wine, self.drive = wine, folder / "drive_c"
        self._variables = dict(os.environ) | {
            "WINEPREFIX": str(folder),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "netsh.exe=n;mscoree=;mshtml=;winemenubuilder.exe=",
        }
        self.run("wineboot", "-i")
        self.run("winecfg", "-v", "win10")

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self._wine, *map(str, words)],
            env=self._variables,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )

    def msi(self, action: str, package: Path | str, *properties: str) -> int:
        named = package if isinstance(package, str) else "Z:" + str(package).replace("/", "\\")
        log = "Z:" + str(self.drive.parent / "msi.log").replace("/", "\\")
        return self.run("msiexec", action, named, "/qn", "/l*v", log, *properties).returncode

    def registry(self, key: str) -> str:
        """What is below a key; empty where there is none."""
        asked = self.run("reg", "query", key, "/s")
        return asked.stdout if asked.returncode == 0 else ""

    def files(self) -> set[str]:
        """Those of ours, as they lie on the drive."""
        return {
            path.relative_to(self.drive).as_posix()
            for path in self.drive.rglob("*")
            if path.is_file() and "confidant" in path.as_posix().removeprefix(str(self.drive)).lower()
        }

    def calls(self) -> list[str]:
        """How the stub was started since this was asked last."""
        notes = self.drive / "calls.txt"
        said = notes.read_text(errors="replace").splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        return said


class Rounds:
    """What is made and tried, in this order."""

    def __init__(self, windows: Windows, room: Path) -> None:
        self._windows, self._room = windows, room
        self._grammar = asking.grammar()
        self._vault = (
            windows.drive / "users" / _user(windows) / "AppData" / "Local" / "Confidant" / "vault.db"
        )
        self._vault.parent.mkdir(parents=True)
        self._vault.write_bytes(b"kept")
        asking.icons(room)
        self._packages = {version: self._made(version) for version in ("1.0.0", "1.1.0")}
        stub = self._packages["1.0.0"].parent / "confidant.com"
        shutil.copy(stub, windows.drive / "windows" / "system32" / "netsh.exe")

    def rounds(self) -> list[Callable[[], None]]:
        return [
            self.packages_are_signed_and_a_changed_byte_is_told,
            self.an_older_windows_is_refused,
            self.installed_for_all_without_a_window,
            self.started_by_its_name,
            self.files_are_opened_by_what_opened_them,
            self.a_newer_version_takes_its_place,
            self.an_older_version_is_refused,
            self.a_model_lies_beside_the_program_and_stays,
            self.removed_but_for_what_people_keep,
            self.installed_for_one_person,
            self.a_stick_installs_and_hands_its_models_over,
        ]

    def packages_are_signed_and_a_changed_byte_is_told(self) -> None:
        for package in (self._packages["1.0.0"], self._packages["1.0.0"].with_name(_OPENED)):
            assert _signed(package, self._room), package
            data = bytearray(package.read_bytes())
            data[data.index(b"ALLUSERS") if package.suffix == ".msi" else len(data) // 2] ^= 1
            changed = package.with_name(f"changed{package.suffix}")
            changed.write_bytes(data)
            assert not _signed(changed, self._room), package

    def an_older_windows_is_refused(self) -> None:
        self._windows.run("winecfg", "-v", "win7")
        assert self._windows.msi("/i", self._packages["1.0.0"], "ALLUSERS=1") == _REFUSED
        self._windows.run("winecfg", "-v", "win10")
        assert self._windows.files() == {self._vault.relative_to(self._windows.drive).as_posix()}

    def installed_for_all_without_a_window(self) -> None:
        assert self._windows.msi("/i", self._packages["1.0.0"], "ALLUSERS=1", "ADDLOCAL=ALL") == 0
        files = self._windows.files()
        assert "Program Files/Confidant/confidant.exe" in files
        assert "Program Files/Confidant/_internal/deep/only in the first.txt" in files
        assert any(name.endswith(_ENTRY) for name in files), files
        told = self._windows.registry(r"HKLM\Software\Confidant")
        assert r"C:\Program Files\Confidant" in told
        assert "1.0.0" in told
        assert "Confidant.Document" in self._windows.registry(rf"HKLM\{_OPEN_WITH}")
        assert r"C:\Program Files\Confidant" in self._windows.registry(_MACHINE_PATH)
        rules = [line for line in self._windows.calls() if "advfirewall" in line]
        assert [making.RULE in line for line in rules] == [True, True, True], rules
        assert "[delete]" in rules[0]
        assert all("[dir=out][action=block]" in line for line in rules[1:]), rules
        assert r"Program Files\Confidant\confidant.exe]" in rules[1]

    def started_by_its_name(self) -> None:
        assert "stub 1.0.0" in self._windows.run("cmd", "/c", "confidant").stdout
        self._windows.run("start", "/wait", "confidant.exe", "a b.pdf")
        first, second = self._windows.calls()
        assert first.lower().endswith("confidant]") or "confidant.com" in first.lower(), first
        assert second.lower().endswith(r"confidant.exe][a b.pdf]"), second

    def files_are_opened_by_what_opened_them(self) -> None:
        told = self._windows.registry(r"HKLM\Software\Classes\.pdf").splitlines()
        assert any("(Default)" in line and "pdffile" in line for line in told), told

    def a_newer_version_takes_its_place(self) -> None:
        assert self._windows.msi("/i", self._packages["1.1.0"], "ALLUSERS=1") == 0
        files = self._windows.files()
        assert not any("only in the first" in name for name in files)
        assert "stub 1.1.0" in self._windows.run(_COMMAND).stdout
        assert "1.1.0" in self._windows.registry(r"HKLM\Software\Confidant")
        assert self._vault.read_bytes() == b"kept"

    def an_older_version_is_refused(self) -> None:
        assert self._windows.msi("/i", self._packages["1.0.0"], "ALLUSERS=1") == _REFUSED
        assert "stub 1.1.0" in self._windows.run(_COMMAND).stdout

    def a_model_lies_beside_the_program_and_stays(self) -> None:
        assert self._windows.msi("/i", self._model(), "ALLUSERS=1") == 0
        assert "Program Files/Confidant/models/small_q4/small.gguf" in self._windows.files()

    def removed_but_for_what_people_keep(self) -> None:
        self._windows.calls()
        assert self._windows.msi("/x", f"{{{fragments.number('program', '1.1.0')}}}") == 0
        model = "Program Files/Confidant/models/small_q4/small.gguf"
        assert self._windows.files() == {model, self._vault.relative_to(self._windows.drive).as_posix()}
        assert self._windows.registry(r"HKLM\Software\Confidant") == ""
        assert "Confidant" not in self._windows.registry(r"HKLM\Software\Classes\.pdf")
        assert "pdffile" in self._windows.registry(r"HKLM\Software\Classes\.pdf")
        assert "Confidant" not in self._windows.registry(_MACHINE_PATH)
        assert self._windows.msi("/x", f"{{{fragments.number('model small_q4', '1.0.0')}}}") == 0
        assert self._windows.files() == {self._vault.relative_to(self._windows.drive).as_posix()}

    def installed_for_one_person(self) -> None:
        assert self._windows.msi("/i", self._packages["1.1.0"], "ALLUSERS=", "MSIINSTALLPERUSER=1") == 0
        assert "1.1.0" in self._windows.registry(r"HKCU\Software\Confidant")
        assert "Confidant.Document" in self._windows.registry(rf"HKCU\{_OPEN_WITH}")
        assert "Confidant" in self._windows.registry(r"HKCU\Environment")
        assert "Confidant" not in self._windows.registry(_MACHINE_PATH)
        assert "advfirewall" not in "".join(self._windows.calls())
        assert self._windows.msi("/x", f"{{{fragments.number('program', '1.1.0')}}}", "ALLUSERS=") == 0
        assert self._windows.registry(r"HKCU\Software\Confidant") == ""

    def a_stick_installs_and_hands_its_models_over(self) -> None:
        stick = self._room / "a stick"
        (stick / "packages").mkdir(parents=True)
        (stick / "manifest.json").write_text("{}")
        package = self._packages["1.1.0"]
        opened = stick / "packages" / _OPENED
        shutil.copy(package.with_name(_OPENED), opened)
        assert self._windows.run(opened, "/S").returncode != 0, "there is no MSI beside it"
        shutil.copy(package, stick / "packages")
        assert self._windows.run(opened, "/S").returncode == 0
        assert "Program Files/Confidant/confidant.exe" in self._windows.files()
        (call,) = self._windows.calls()
        assert call.lower().endswith(r"a stick]"), call
        assert "[models][add]" in call, call

    def _made(self, version: str) -> Path:
        """The MSI of a version, with the program for sticks beside it, both signed."""
        bundle, to = self._room / f"bundle {version}", self._room / version
        (bundle / "_internal" / "deep").mkdir(parents=True)
        to.mkdir()
        source = self._room / "stub.c"
        source.write_text(_STUB)
        command = bundle / fragments.COMMAND
        _run(_COMPILER, "-Os", "-s", f'-DVERSION="{version}"', source, "-o", command)
        shutil.copy(command, bundle / fragments.PROGRAM)
        (bundle / "_internal" / "empty.txt").touch()
        name = "only in the first.txt" if version == "1.0.0" else "only in the second.txt"
        (bundle / "_internal" / "deep" / name).write_text(name)
        shutil.copy(command, to / fragments.COMMAND)
        target = to / f"confidant-{version}-x64.msi"
        making.build_program(bundle, self._room, self._grammar, version, target)
        setup.build(version, target.name, self._room, to / _OPENED)
        key = _key(self._room)
        for one in (target, to / _OPENED):
            assert signing.sign(one, key)
        return target

    def _model(self) -> Path:
        folder, target = self._room / "small_q4", self._room / "model.msi"
        folder.mkdir()
        (folder / "small.gguf").write_bytes(b"GGUF" + bytes(5000))
        making.build_model(folder, {"id": "small_q4", "name": "Small"}, "1.0.0", target)
        return target


def _key(room: Path) -> dict[str, str]:
    """A certificate to be thrown away, as a release names its own."""
    key, certificate, both, password = (
        room / name for name in ("key", "certificate", "both.pfx", "password")
    )
    if not both.exists():
        password.write_text("horse")
        made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Thrown away"]
        kept = ["-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate]
        _run("openssl", *made, *kept)
        packed = ["pkcs12", "-export", "-inkey", key, "-in", certificate, "-passout", f"file:{password}"]
        _run("openssl", *packed, "-out", both)
    return {signing.FILE: str(both), signing.PASSWORD: str(password)}


def _signed(package: Path, room: Path) -> bool:
    command = ["osslsigncode", "verify", "-CAfile", str(room / "certificate"), "-in", str(package)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _user(windows: Windows) -> str:
    return next(one.name for one in (windows.drive / "users").iterdir() if one.name != "Public")


def _run(*words: str | Path) -> None:
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def main() -> int:
    wine = next(filter(None, map(shutil.which, _WINES)), None)
    absent = [tool for tool in _TOOLS if shutil.which(tool) is None] + ([] if wine else ["wine64"])
    if wine is None or absent:
        sys.stderr.write(f"Not there: {', '.join(absent)}\n")
        return 2
    missed = 0
    with tempfile.TemporaryDirectory(prefix="confidant-installers-") as folder:
        room = Path(folder, "room")
        room.mkdir()
        for step in Rounds(Windows(wine, Path(folder, "windows")), room).rounds():
            began, outcome = time.monotonic(), ""
            try:
                step()
            except (AssertionError, ValueError) as error:
                missed += 1
                line = traceback.extract_tb(error.__traceback__)[-1]
                outcome = f"MISSED {line.line} {str(error)[:600]}"
            print(
                f"{time.monotonic() - began:6.1f} s  {step.__name__.replace('_', ' ')}  {outcome}", flush=True
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
