"""Packages for Windows: what their sources say, and who signs them. What they do is tried by the benchmark
`installers`, which needs wixl and Wine.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from bootstrap.console import StepFailed
from rag.reading.formats import Format
from release import systems
from release.edition import Made
from windows import fragments, making, msi, setup, signing

WIX = "{http://schemas.microsoft.com/wix/2006/wi}"
SOURCES = Path(making.__file__).parent
LANGUAGES = {"English", "German", "French", "Spanish", "Italian", "Arabic"}


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    (folder / "_internal" / "Qt & more").mkdir(parents=True)
    for place in ("confidant.exe", "confidant.com", "_internal/a.dll", "_internal/Qt & more/a.dll"):
        (folder / place).write_text(place)
    return folder


def ids(text: str, element: str) -> list[str]:
    return [one.attrib["Id"] for one in ET.fromstring(text).iter(f"{WIX}{element}")]


def test_every_file_is_a_component_of_its_own_and_belongs_to_the_program(bundle: Path) -> None:
    text = fragments.files(bundle, "program")
    root = ET.fromstring(text)
    files = [one.attrib for one in root.iter(f"{WIX}File")]
    assert sorted(one["Source"] for one in files) == [
        "_internal/Qt & more/a.dll",
        "_internal/a.dll",
        "confidant.com",
        "confidant.exe",
    ]
    assert [one["Name"] for one in files].count("a.dll") == 2
    components = ids(text, "Component")
    assert len(set(components)) == len(components) == 4
    assert sorted(ids(text, "ComponentRef")) == sorted(components)
    assert all(one.attrib["Win64"] == "yes" for one in root.iter(f"{WIX}Component"))
    folders = {one.attrib["Id"] for one in root.iter(f"{WIX}Directory")} | {"INSTALLDIR"}
    assert {one.attrib["Id"] for one in root.iter(f"{WIX}DirectoryRef")} == folders


def test_the_same_place_has_the_same_number_in_every_version_and_in_no_other_msi(bundle: Path) -> None:
    def guids(text: str) -> set[str]:
        return {one.attrib["Guid"] for one in ET.fromstring(text).iter(f"{WIX}Component")}

    first = guids(fragments.files(bundle, "program"))
    (bundle / "_internal" / "new.dll").write_text("new")
    (bundle / "confidant.exe").write_text("newer")
    assert first < guids(fragments.files(bundle, "program"))
    assert not first & guids(fragments.files(bundle, "model a"))
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", one) for one in first)


def test_what_is_too_large_for_an_msi_is_refused(bundle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fragments, "LARGEST_FILE", 10)
    with pytest.raises(StepFailed, match="more than 2 GB"):
        fragments.files(bundle, "program")


def test_it_is_offered_for_what_it_reads_and_takes_nothing_over() -> None:
    suffixes = [suffix for one in Format for suffix in one.value.suffixes]
    rows = [one.attrib for one in ET.fromstring(fragments.types(suffixes)).iter(f"{WIX}RegistryValue")]
    assert all(row["Root"] == "HKMU" for row in rows)
    offered = {row["Key"] for row in rows if row["Key"].endswith("OpenWithProgids")}
    assert r"Software\Classes\.pdf\OpenWithProgids" in offered
    assert len(offered) == len(set(suffixes))
    # The value without a name of a suffix's own key is what opens such files by themselves.
    assert not [row for row in rows if re.fullmatch(r"Software\\Classes\\\.\w+", row["Key"])]
    command = [row["Value"] for row in rows if row["Key"].endswith(r"open\command")]
    assert command == ['"[INSTALLDIR]confidant.exe" "%1"'] * 2


@pytest.mark.parametrize("name", ["confidant.wxs", "model.wxs"])
def test_a_source_is_well_formed_and_names_what_there_is(name: str) -> None:
    text = (SOURCES / name).read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert set(re.findall(r"\$\(var\.(\w+)\)", text)) <= {
        *("Version", "ProductCode", "UpgradeCode", "Icon", "Rule", "ForAll", "Toolset", "Name", "Folder")
    }
    components = {one.attrib["Id"] for one in root.iter(f"{WIX}Component")} | {"Types"}
    assert {one.attrib["Id"] for one in root.iter(f"{WIX}ComponentRef")} <= components
    upgrade = {one.attrib["Property"]: one.attrib for one in root.iter(f"{WIX}UpgradeVersion")}
    assert upgrade["OLDERFOUND"]["IncludeMaximum"] == "no"
    assert upgrade["NEWERFOUND"]["OnlyDetect"] == "yes"
    actions = {one.attrib["Id"] for one in root.iter(f"{WIX}CustomAction")}
    assert {one.attrib["Action"] for one in root.iter(f"{WIX}Custom")} == actions
    # What is to be done with an administrator's right is done before Windows ends what it does with it.
    deferred = {one.attrib["Id"] for one in root.iter(f"{WIX}CustomAction") if "Execute" in one.attrib}
    placed = {one.attrib["Action"]: int(one.attrib["Sequence"]) for one in root.iter(f"{WIX}Custom")}
    assert all(1500 < placed[one] < 6600 for one in deferred)


def test_without_a_tool_nothing_is_made_and_it_is_said_what_is_needed(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StepFailed, match="cannot be made here") as failed:
        msi.build([SOURCES / "model.wxs"], {}, bundle, tmp_path / "a.msi")
    assert "WiX Toolset" in failed.value.remedy
    assert "makensis" in (setup.missing() or "")


def test_each_system_has_its_packages_and_another_is_told_so(bundle: Path, tmp_path: Path) -> None:
    assert systems.making_for("win32") is making
    assert systems.making_for("linux").__name__ == "linux.making"
    with pytest.raises(StepFailed, match="sunos"):
        systems.making_for("sunos")
    (bundle / "confidant.com").unlink()
    with pytest.raises(StepFailed, match=r"confidant\.com"):
        list(making.program(bundle, tmp_path, Made("1.2.3", 0, "")))


@pytest.mark.parametrize(
    ("version", "number"), [("1.2.3", "1.2.3"), ("1.2.3rc1", "1.2.3"), ("1.2.3.4", "1.2.3")]
)
def test_a_version_is_three_numbers_for_windows(version: str, number: str) -> None:
    assert making.numbers(version) == number


def test_a_version_that_windows_cannot_compare_is_refused() -> None:
    with pytest.raises(StepFailed, match="three numbers"):
        making.numbers("1.2")


def test_who_signs_is_named_from_outside() -> None:
    path = Path("a.msi")
    assert signing.command_for(path, {}) is None
    stored = signing.command_for(path, {signing.THUMBPRINT: "ab12", signing.TIMESTAMP: "address"})
    assert stored is not None
    assert stored[:4] == ["signtool", "sign", "/sha1", "ab12"]
    assert stored[-5:] == ["/tr", "address", "/td", "sha256", "a.msi"]
    filed = signing.command_for(path, {signing.FILE: "k.pfx", signing.PASSWORD: "p"})
    assert filed is not None
    assert filed[:6] == ["osslsigncode", "sign", "-pkcs12", "k.pfx", "-readpass", "p"]
    assert "-add-msi-dse" in filed
    assert "-ts" not in filed


def test_a_named_certificate_without_its_tool_ends_the_making(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(StepFailed, match="osslsigncode"):
        signing.sign(tmp_path / "a.exe", {signing.FILE: "k.pfx"})


def test_the_program_for_sticks_speaks_every_language_and_says_only_what_it_has() -> None:
    texts = tomllib.loads(setup.WORDS.read_text(encoding="utf-8"))
    assert set(texts) == LANGUAGES
    script = (SOURCES / "setup.nsi").read_text(encoding="utf-8")
    asked = set(re.findall(r"\$\((\w+)\)", script))
    assert all(set(words) == asked for words in texts.values())
    for words in texts.values():
        assert "$Code" in words["failed"]
        assert "${MSI}" in words["failed"]
        assert '"' not in "".join(words.values())
    lines = setup.languages().splitlines()
    assert lines[0] == '!insertmacro MUI_LANGUAGE "English"'
    assert len([line for line in lines if line.startswith("LangString")]) == len(asked) * len(LANGUAGES)
