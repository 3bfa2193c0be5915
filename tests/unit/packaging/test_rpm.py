"""Packages for rpm: what they are told, and, where its own tools are, what they say of what was made."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from linux import layout, rpm
from linux.archive import Entry, of_folder
from release.edition import licence_text

MOMENT = 1_767_225_600
TOLD = rpm.Description(
    package="confidant",
    version="1.2",
    architecture="x86_64",
    licence="Apache-2.0",
    summary="Assistant, 100 % private",
    description=["Word " * 30, "Second."],
    requires=["glibc >= 2.31", "libGL.so.1()(64bit)"],
    gone=layout.KEPT_LUA,
)
needs_rpm = pytest.mark.skipif(
    not shutil.which("rpmbuild") or not shutil.which("rpm"), reason="rpm reads its packages"
)


@pytest.fixture
def entries(tmp_path: Path) -> list[Entry]:
    folder = tmp_path / "bundle"
    (folder / "_internal" / "with space").mkdir(parents=True)
    (folder / "confidant").write_bytes(b"#!/bin/sh\necho started\n")
    (folder / "confidant").chmod(0o755)
    (folder / "_internal" / "liba.so.1").write_bytes(b"x" * 3000)
    (folder / "_internal" / "with space" / "100%.txt").write_bytes(b"odd name")
    (folder / "_internal" / "liba.so").symlink_to("liba.so.1")
    return [
        *of_folder(folder, layout.PROGRAM),
        Entry("usr/bin/confidant", link="../lib/confidant/confidant"),
        Entry("usr/share/doc/confidant/CHANGELOG.md", b"changes"),
    ]


def test_the_description_lists_own_folders_whole_and_files_of_shared_ones_singly(
    entries: list[Entry],
) -> None:
    text = TOLD.text(entries, Path("/staged"), MOMENT)
    listed = text.partition("%defattr(-,root,root,-)\n")[2].partition("\n\n")[0].splitlines()
    assert listed == ["/usr/bin/confidant", "/usr/lib/confidant", "/usr/share/doc/confidant"]
    assert "Summary: Assistant, 100 %% private\n" in text
    assert "Requires: libGL.so.1()(64bit)\n" in text
    model = [Entry(f"{layout.MODELS}/small/a.gguf", b""), Entry(f"{layout.MODELS}/small/b.json", b"")]
    assert f"\n/{layout.MODELS}/small\n\n" in TOLD.text(model, Path("/staged"), MOMENT)
    assert "\n* Thu Jan 01 2026 " in text


def test_where_its_tool_is_missing_that_is_said_and_nothing_else_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "rpmbuild" in (rpm.missing() or "")


@needs_rpm
def test_a_package_is_the_same_twice_and_rpm_reads_it(entries: list[Entry], tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for entry in entries:
            if isinstance(entry.source, Path):
                entry.source.touch()
        made.append(rpm.build(TOLD, entries, tmp_path / name, MOMENT))
        assert [path.name for path in (tmp_path / name).iterdir()] == ["confidant-1.2-1.x86_64.rpm"]
    assert made[0].read_bytes() == made[1].read_bytes()
    said = _rpm("-qp", "--qf", "%{SUMMARY}|%{LICENSE}|%{ARCH}|%{BUILDTIME}|%{PAYLOADCOMPRESSOR}", made[0])
    assert said == f"Assistant, 100 % private|Apache-2.0|x86_64|{MOMENT}|xz"
    assert "/usr/lib/confidant/_internal/with space/100%.txt\n" in _rpm("-qlp", made[0])
    assert "libGL.so.1()(64bit)\n" in _rpm("-qp", "--requires", made[0])
    assert "/bin/sh" not in _rpm("-qp", "--requires", made[0])
    dumped = _rpm("-qlp", "--dump", made[0])
    assert f"/usr/lib/confidant/confidant 23 {MOMENT} " in dumped
    assert all(line.split()[-7:-5] == ["root", "root"] or "root root" in line for line in dumped.splitlines())


@needs_rpm
def test_it_is_installed_in_an_empty_root_upgraded_and_removed_and_says_where_libraries_stay(
    entries: list[Entry], tmp_path: Path
) -> None:
    root, to = tmp_path / "root", tmp_path / "to"
    root.mkdir()
    to.mkdir()
    older = rpm.build(TOLD, entries, to, MOMENT)
    newer = rpm.build(_of_version("1.3"), entries, to, MOMENT)
    vault = root / "home" / "somebody" / ".local" / "share" / "Confidant" / "vault.db"
    vault.parent.mkdir(parents=True)
    vault.write_bytes(b"kept")
    change = ("--root", root, "--nodeps", "--ignoreos", "--ignorearch")
    assert "Libraries" not in _rpm(*change, "-i", older)
    assert (root / "usr" / "lib" / "confidant" / "confidant").stat().st_mode & 0o777 == 0o755
    assert (root / "usr" / "bin" / "confidant").readlink() == Path("../lib/confidant/confidant")
    assert "Libraries" not in _rpm(*change, "-U", newer)
    assert _rpm("--root", root, "-q", "confidant") == "confidant-1.3-1.x86_64\n"
    assert ".local/share/Confidant" in _rpm("--root", root, "-e", "confidant")
    assert not (root / "usr" / "lib" / "confidant").exists()
    assert vault.read_bytes() == b"kept"


def _of_version(version: str) -> rpm.Description:
    import dataclasses

    return dataclasses.replace(TOLD, version=version)


def _rpm(*arguments: str | Path) -> str:
    done = subprocess.run(["rpm", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_models_package_carries_the_words_of_its_licence_where_the_program_has_them() -> None:
    carried = licence_text({"licence": "Apache-2.0", "licence_text": "address"})
    assert "TERMS AND CONDITIONS" in carried
    assert licence_text({"licence": "Llama-3.2", "licence_text": "address"}) == "address"
