"""Packages for macOS, as far as they can be tried elsewhere: what the application says of itself, in which
order it is signed, which commands are run, and that nothing is begun where Apple's tools are not there.
"""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bootstrap.console import StepFailed
from macos import making, plists, signing
from macos.signing import Keys
from rag.reading.formats import Format
from release import systems
from release.edition import Made

LIBRARY, FAT, TEXT = bytes.fromhex("cffaedfe0c000001"), bytes.fromhex("cafebabe00000002"), b"#!/bin/sh\n"
KEYS = Keys("Developer ID Application: A", "Developer ID Installer: A", "profile")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """As PyInstaller lays one out, with a framework that has a helper in it."""
    app = tmp_path / "Confidant.app"
    files = {
        "MacOS/confidant": LIBRARY,
        "Frameworks/libpython3.11.dylib": FAT,
        "Frameworks/PySide6/QtCore.abi3.so": LIBRARY,
        "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore": LIBRARY,
        "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/Helpers/help": LIBRARY,
        "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A/Resources/Info.plist": b"<plist/>",
        "Resources/tool.sh": TEXT,
        "Resources/words.toml": b"a = 1",
        "Info.plist": b"<plist/>",
    }
    for place, data in files.items():
        path = app / "Contents" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    framework = app / "Contents/Frameworks/PySide6/Qt/lib/QtCore.framework"
    (framework / "Versions" / "Current").symlink_to("A")
    (framework / "QtCore").symlink_to("Versions/Current/QtCore")
    (app / "Contents/Frameworks/words.toml").symlink_to("../Resources/words.toml")
    return app


def test_what_lies_inside_is_signed_before_what_it_lies_in_and_nothing_twice(app: Path) -> None:
    order = [path.relative_to(app / "Contents").as_posix() for path in signing.inside_out(app)]
    framework = "Frameworks/PySide6/Qt/lib/QtCore.framework/Versions/A"
    assert order == [
        f"{framework}/Helpers/help",
        framework,
        "Frameworks/PySide6/QtCore.abi3.so",
        "Frameworks/libpython3.11.dylib",
        "MacOS/confidant",
    ]


def test_only_the_program_may_more_than_others_and_all_is_held_afterwards(app: Path, tmp_path: Path) -> None:
    commands = list(signing.signs(app, tmp_path / "e.plist", KEYS))
    allowed = [command[-1] for command in commands if "--entitlements" in command]
    assert allowed == [str(app / "Contents" / "MacOS" / "confidant"), str(app)]
    assert all(command[:6] == ["codesign", "--force", "--timestamp", "--options", "runtime", "--sign"]
               for command in commands[:-1])  # fmt: skip
    assert commands[-2][-1] == str(app), "the application last"
    assert "--verify" in commands[-1]
    assert "--strict" in commands[-1]


def test_apple_looks_it_over_and_its_word_is_fastened_to_what_is_given_out(app: Path, tmp_path: Path) -> None:
    steps = [" ".join(one) for one in making.application_steps(app, tmp_path, KEYS)]
    kinds = [re.split(r" -| /", one)[0] for one in steps]
    assert kinds[-4:] == ["ditto", "xcrun notarytool submit", "xcrun stapler staple", "spctl"]
    image = [one[0:3] for one in making.image_steps(app.parent, "C", tmp_path / "c.dmg", tmp_path, KEYS)]
    assert [one[0] for one in image] == ["hdiutil", "codesign", "xcrun", "xcrun", "spctl"]
    package = list(making.package_steps(["--component", str(app)], tmp_path / "c.pkg", tmp_path, KEYS))
    assert package[0][-4:] == ["--sign", "Developer ID Installer: A", "--timestamp", str(tmp_path / "c.pkg")]
    assert package[-1][:4] == ["spctl", "--assess", "--verbose=2", "--type"]
    assert package[-1][4] == "install"


def test_without_keys_an_image_is_made_all_the_same_and_nothing_is_signed_or_sent(
    app: Path, tmp_path: Path
) -> None:
    none = Keys.named({})
    assert list(making.application_steps(app, tmp_path, none)) == []
    assert [one[0] for one in making.image_steps(app, "C", tmp_path / "c.dmg", tmp_path, none)] == ["hdiutil"]
    assert [one[0] for one in making.package_steps([], tmp_path / "c.pkg", tmp_path, none)] == ["pkgbuild"]
    signed = Keys.named({signing.APPLICATION: "A"})
    assert not [one for one in making.application_steps(app, tmp_path, signed) if one[0] == "xcrun"]


def test_it_says_what_it_is_and_offers_itself_after_what_opens_files_by_itself() -> None:
    suffixes = [suffix for one in Format for suffix in one.value.suffixes]
    told = plists.information("1.2.3", suffixes, ["en", "de"])
    (kinds,) = told["CFBundleDocumentTypes"]
    assert kinds["LSHandlerRank"] == "Alternate"
    assert {"pdf", "docx", "eml"} <= set(kinds["CFBundleTypeExtensions"])
    assert not [kind for kind in kinds["CFBundleTypeExtensions"] if "." in kind]
    assert told["CFBundleLocalizations"] == ["de", "en"]
    assert told["LSMinimumSystemVersion"] == "13.0"
    assert not any("network" in key for key in plists.entitlements())
    assert list(plists.entitlements()) == ["com.apple.security.cs.allow-unsigned-executable-memory"]


def test_its_lists_are_read_by_python_and_by_apples_own_reader(tmp_path: Path) -> None:
    for name, told in (
        ("Info.plist", plists.information("1.2.3", [".pdf"], ["en", "ar"])),
        ("entitlements.plist", plists.entitlements()),
    ):
        plists.write(tmp_path / name, told)
        assert plistlib.loads((tmp_path / name).read_bytes()) == told
        assert (tmp_path / name).read_bytes().startswith(b"<?xml")
        if reader := shutil.which("plutil"):
            command = [reader, "-lint", str(tmp_path / name)]
            said = subprocess.run(command, capture_output=True, text=True, check=True)
            assert "OK" in said.stdout


def test_where_apples_tools_are_not_nothing_is_begun_and_that_is_said(
    app: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert systems.making_for("darwin") is making
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    before = sorted(path.name for path in tmp_path.iterdir())
    for made in (making.program(tmp_path / "bundle", tmp_path, Made("1", 0, "")),
                 making.models(tmp_path, tmp_path, Made("1", 0, ""))):  # fmt: skip
        with pytest.raises(StepFailed, match="there alone: codesign") as failed:
            list(made)
        assert "xcode-select" in failed.value.remedy
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_licences_lie_where_the_program_looks_for_them(app: Path, tmp_path: Path) -> None:
    (tmp_path / "licences.txt").write_text("licences")
    for _ in range(2):
        making._lay_licences(app, tmp_path / "licences.txt")
    found = app / "Contents" / "Frameworks" / "licences.txt"
    assert found.is_symlink()
    assert found.read_text() == "licences"
