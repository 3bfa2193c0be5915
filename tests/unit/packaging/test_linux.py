"""Packages for Linux: what is in them, where, and that the same tree gives the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy.random.mtrand
import pytest

from linux import debian, desktop, layout, left
from linux.archive import Entry, compressed, of_folder, write_ar, write_tar
from linux.deb import Control, build
from rag.reading.mime_types import all_types
from release.edition import Made, known_models
from release.grammar import told
from release.sums import sums

MOMENT = 1_767_225_600
GRAMMAR = {
    "options": [{"names": "-h --help", "value": "", "about": "it's help"}],
    "commands": {
        "add": {"about": "reads .files", "commands": {}, "options": []},
        "tags": {
            "about": "tags",
            "commands": {"list": {"about": "", "commands": {}, "options": []}},
            "options": [{"names": "--tag", "value": "T", "about": "only this"}],
        },
    },
    "types": ["application/pdf", "text/plain"],
}
needs_xz = pytest.mark.skipif(not shutil.which("xz"), reason="xz compresses")
CONTROL = Control(
    package="confidant",
    version="1.2",
    architecture="amd64",
    section="text",
    summary="assistant",
    description=["Word " * 30, "Second."],
    depends=["libc6 (>= 2.31)", "libgl1"],
)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    (folder / "_internal").mkdir(parents=True)
    (folder / "confidant").write_bytes(b"program")
    (folder / "confidant").chmod(0o755)
    (folder / "_internal" / "liba.so.1").write_bytes(b"x" * 3000)
    (folder / "_internal" / "liba.so.1").chmod(0o755)  # as wheels bring them
    (folder / "_internal" / "liba.so").symlink_to("liba.so.1")
    return folder


def _tar(entries: list[Entry]) -> bytes:
    out = io.BytesIO()
    write_tar(entries, out, MOMENT, "./")
    return out.getvalue()


def test_a_tar_is_the_same_bytes_whatever_the_order_the_owner_and_the_clock(bundle: Path) -> None:
    entries = list(of_folder(bundle, "usr/lib/confidant"))
    first = _tar(entries)
    (bundle / "confidant").touch()
    assert _tar(entries[::-1]) == first
    with tarfile.open(fileobj=io.BytesIO(first)) as archive:
        members = {one.name: one for one in archive}
    assert list(members)[:4] == [".", "./usr", "./usr/lib", "./usr/lib/confidant"]
    program = members["./usr/lib/confidant/confidant"]
    assert (program.mode, program.mtime, program.uname, program.uid) == (0o755, MOMENT, "root", 0)
    assert members["./usr/lib/confidant/_internal/liba.so"].linkname == "liba.so.1"
    assert members["./usr/lib/confidant/_internal/liba.so.1"].mode == 0o644


def test_an_ar_has_heads_of_sixty_characters_and_even_places(tmp_path: Path) -> None:
    write_ar(tmp_path / "a.deb", [("debian-binary", b"2.0\n"), ("odd", b"abc"), ("end", b"z")], MOMENT)
    data = (tmp_path / "a.deb").read_bytes()
    assert data[:8] == b"!<arch>\n"
    assert data[8:68] == b"debian-binary   1767225600  0     0     100644  4         `\n"
    assert data[72:75] == b"odd"
    assert data[132 : 132 + 4] == b"abc\n"


@needs_xz
def test_a_package_is_the_same_twice_and_tells_the_truth_of_its_files(bundle: Path, tmp_path: Path) -> None:
    entries = [
        *of_folder(bundle, layout.PROGRAM),
        Entry("usr/bin/confidant", link="../lib/confidant/confidant"),
    ]
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(build(CONTROL, entries, {"postrm": layout.KEPT}, tmp_path / name, MOMENT))
        assert [path.name for path in (tmp_path / name).iterdir()] == ["confidant_1.2_amd64.deb"]
    data = made[0].read_bytes()
    assert data == made[1].read_bytes()
    start = data.index(b"control.tar.gz") + 60
    size = int(data[start - 12 : start - 2])
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data[start : start + size]))) as head:
        texts = {one.name: head.extractfile(one).read().decode() for one in head if one.isfile()}  # type: ignore[union-attr]
        assert head.getmember("./postrm").mode == 0o755
    assert "Depends: libc6 (>= 2.31), libgl1\n" in texts["./control"]
    assert "Installed-Size: 4\n" in texts["./control"]
    assert all(len(line) <= 80 for line in texts["./control"].splitlines())
    digest = hashlib.md5(b"program", usedforsecurity=False).hexdigest()
    assert f"{digest}  usr/lib/confidant/confidant\n" in texts["./md5sums"]
    assert "liba.so\n" not in texts["./md5sums"]  # a link has no bytes of its own


@needs_xz
@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg reads its packages")
def test_dpkg_reads_the_package(bundle: Path, tmp_path: Path) -> None:
    made = build(CONTROL, of_folder(bundle, layout.PROGRAM), {}, tmp_path, MOMENT)
    listed = subprocess.run(["dpkg-deb", "-c", str(made)], capture_output=True, text=True, check=True).stdout
    assert "root/root" in listed
    assert "./usr/lib/confidant/_internal/liba.so -> liba.so.1" in listed
    field = subprocess.run(
        ["dpkg-deb", "-f", str(made), "Package"], capture_output=True, text=True, check=True
    )
    assert field.stdout == "confidant\n"


@needs_xz
def test_an_archive_to_unpack_is_the_same_twice(bundle: Path, tmp_path: Path) -> None:
    for name in ("a.tar.xz", "b.tar.xz"):
        compressed(of_folder(bundle, "confidant"), tmp_path / name, MOMENT)
    assert (tmp_path / "a.tar.xz").read_bytes() == (tmp_path / "b.tar.xz").read_bytes()
    with tarfile.open(tmp_path / "a.tar.xz") as archive:
        assert archive.getnames()[0] == "confidant"


@needs_xz
def test_code_of_the_machine_becomes_smaller_and_is_the_same_again(tmp_path: Path) -> None:
    library = Path(numpy.random.mtrand.__file__)
    if library.read_bytes()[18:20] != b"\x3e\0":  # e_machine
        pytest.skip("no code of Intel's kind")
    sizes = {}
    for machine in ("x86_64", "aarch64"):
        target = tmp_path / f"{machine}.tar.xz"
        compressed([Entry("lib.so", library)], target, MOMENT, machine=machine)
        sizes[machine] = target.stat().st_size
        with tarfile.open(target) as archive:
            held = archive.extractfile("lib.so")
            assert held is not None
            assert held.read() == library.read_bytes()
    assert sizes["x86_64"] < 0.98 * sizes["aarch64"]


def test_what_removal_says_names_where_libraries_stay() -> None:
    if sys.platform == "win32":
        pytest.skip("a script of a shell")
    for action, says in (("remove", True), ("purge", False), ("upgrade", False)):
        done = subprocess.run(
            ["sh", "-c", layout.KEPT, "postrm", action], capture_output=True, text=True, check=True
        )
        assert (".local/share/Confidant" in done.stdout) == says


def test_a_copyright_names_a_licence_that_every_debian_has_and_gives_the_text_of_another() -> None:
    shared = debian.copyright_of("One", "Apache-2.0", "\nIt brings parts.")
    assert (
        "License: Apache-2.0\n On Debian systems its text is /usr/share/common-licenses/Apache-2.0.\n"
        in shared
    )
    assert shared.endswith(" .\n It brings parts.\n")
    own = debian.copyright_of("Two", "MIT", "Permission is hereby granted\n\nto anybody")
    assert "License: MIT\n Permission is hereby granted\n .\n to anybody\n" in own
    assert "common-licenses" not in own


def test_an_exception_that_debian_is_asked_for_names_what_its_checker_knows() -> None:
    said = debian._overrides("confidant-speech").splitlines()
    asked = [line.partition(": ") for line in said if not line.startswith("#")]
    assert asked
    assert all(package == "confidant-speech" and tag.replace("-", "").isalpha() for package, _, tag in asked)


def test_each_file_is_in_the_program_or_in_what_hears_and_speaks(bundle: Path) -> None:
    for place in ("ctranslate2/_ext.so", "libctranslate2-a.so.4", "hibari/assets/hibari.onnx"):
        path = bundle / "_internal" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"s")
    program, speech = (
        {entry.place for entry in layout.part(bundle, "usr/lib/confidant", speech=speech)}
        for speech in (False, True)
    )
    assert speech == {
        f"usr/lib/confidant/_internal/{place}"
        for place in ("ctranslate2/_ext.so", "libctranslate2-a.so.4", "hibari/assets/hibari.onnx")
    }
    assert not program & speech
    assert program | speech == {entry.place for entry in of_folder(bundle, "usr/lib/confidant")}


@needs_xz
def test_what_hears_and_speaks_goes_with_the_program_of_its_version(bundle: Path, tmp_path: Path) -> None:
    (bundle / "_internal" / "ctranslate2").mkdir()
    shutil.copy(numpy.random.mtrand.__file__, bundle / "_internal" / "ctranslate2" / "_ext.so")
    made = debian.speech(bundle, b"changes", tmp_path, Made("1.2", MOMENT, "licences.txt", quick=True))
    assert made.name.startswith("confidant-speech_1.2_")
    data = made.read_bytes()
    head = gzip.decompress(data[data.index(b"\x1f\x8b") :][: int(data[120:130])])
    with tarfile.open(fileobj=io.BytesIO(head)) as archive:
        control = archive.extractfile("./control")
        assert control is not None
        depends = r"^Depends: libc6 \(>= [\d.]+\), confidant \(= 1\.2\)$"  # lintian wants both
        assert re.search(depends, control.read().decode(), re.MULTILINE)


def test_models_of_the_list_become_packages_for_every_machine(tmp_path: Path) -> None:
    folder, catalogue = tmp_path / "models", tmp_path / "models.json"
    entry = {
        "id": "small_q4_k_m",
        "name": "Small",
        "description": "Answers.",
        "licence": "Apache-2.0",
        "licence_text": "text of it",
        "files": [{"name": "small.gguf"}],
    }
    catalogue.write_text(json.dumps({"models": [entry, {**entry, "id": "absent"}]}))
    (folder / "small_q4_k_m").mkdir(parents=True)
    (folder / "small_q4_k_m" / "small.gguf").write_bytes(b"GGUF")
    (one, known), *others = known_models(folder, catalogue)
    assert others == []
    entries = list(layout.model(one))
    assert entries[0].place == "usr/share/confidant/models/small_q4_k_m/small.gguf"
    made = debian.model(one, known, tmp_path, Made("1.2", MOMENT, ""))
    assert made.name == "confidant-model-small-q4-k-m_1.2_all.deb"


def test_a_models_package_is_the_same_twice_and_takes_no_time_to_unpack(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    weights = bytes(range(256)) * 4000
    (tmp_path / "small" / "small.gguf").write_bytes(weights)
    known = {"id": "small", "name": "Small", "description": "Answers.", "licence": "MIT", "licence_text": ""}
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(debian.model(tmp_path / "small", known, tmp_path / name, Made("1.2", MOMENT, "")))
    data = made[0].read_bytes()
    assert data == made[1].read_bytes()
    assert b"data.tar.gz " in data
    assert weights[:4096] in data  # as it is
    assert len(data) < len(weights) + 20_000


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg reads its packages")
@pytest.mark.parametrize(
    ("licence", "told"),
    [
        ("Apache-2.0", "/usr/share/common-licenses/Apache-2.0"),
        ("MIT", "Permission is hereby granted"),
        ("Gemma", "https://licence.example/text"),
    ],
)
def test_a_models_package_tells_the_words_of_its_licence_where_they_came_along(
    tmp_path: Path, licence: str, told: str
) -> None:
    (tmp_path / "small").mkdir()
    known = {"id": "small", "name": "Small", "description": "Answers.", "licence": licence}
    known["licence_text"] = "https://licence.example/text"
    made = debian.model(tmp_path / "small", known, tmp_path, Made("1.2", MOMENT, ""))
    subprocess.run(["dpkg-deb", "-x", str(made), str(tmp_path / "out")], check=True)
    copyright_file = tmp_path / "out/usr/share/doc/confidant-model-small/copyright"
    assert told in copyright_file.read_text(encoding="utf-8")


# --- what desktops and shells are told ----------------------------------------------------------------------


def test_the_page_of_software_centres_is_well_formed_and_dated() -> None:
    tree = ET.fromstring(desktop.metainfo(GRAMMAR["types"], "1.2 & more", MOMENT))
    release = tree.find("releases/release")
    assert release is not None
    assert release.attrib == {"version": "1.2 & more", "date": "2026-01-01"}
    assert tree.findtext("id") == desktop.ID
    assert [one.text for one in tree.iter("mediatype")] == GRAMMAR["types"]


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="freedesktop's checker reads it")
def test_the_desktop_entry_is_valid_and_opens_files(tmp_path: Path) -> None:
    place = tmp_path / f"{desktop.ID}.desktop"
    place.write_text(desktop.entry(all_types()), encoding="utf-8")
    done = subprocess.run(["desktop-file-validate", str(place)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    lines = place.read_text(encoding="utf-8").splitlines()
    assert "Exec=confidant %F" in lines
    assert any(line.startswith("MimeType=") and ";application/pdf;" in line for line in lines)


def test_the_manual_page_says_its_signs_and_begins_no_line_with_a_request() -> None:
    page = desktop.manual(GRAMMAR, "1.2", MOMENT)
    assert "\\fB\\-h\\fR, \\fB\\-\\-help\\fR" in page
    assert "\nreads .files\n" in page
    assert desktop._troff(".files") == "\\&.files"


def test_completions_know_commands_and_what_is_below_them(tmp_path: Path) -> None:
    bash = desktop.bash(GRAMMAR)
    assert "words='add tags --help'" in bash
    assert "tags) words='list --tag' ;;" in bash
    assert "complete -c confidant -n '__fish_seen_subcommand_from tags' -l tag" in desktop.fish(GRAMMAR)
    assert "'add:reads .files'" in desktop.zsh(GRAMMAR)
    if shutil.which("bash"):
        script = tmp_path / "completion"
        script.write_text(
            bash + 'COMP_WORDS=(confidant tags l); COMP_CWORD=2; _confidant; echo "${COMPREPLY[@]}"\n'
        )
        said = subprocess.run(["bash", str(script)], capture_output=True, text=True, check=True).stdout
        assert said == "list\n"


def test_the_grammar_of_the_program_is_told_whole() -> None:
    from app.cli.commands import COMMANDS
    from app.cli.parser import parser

    grammar = told(parser())
    assert list(grammar["commands"]) == list(COMMANDS)
    assert "list" in grammar["commands"]["tags"]["commands"]
    assert any(one["names"] == "--json" for one in grammar["options"])


def test_sums_are_those_of_the_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.deb").write_bytes(b"b")
    (tmp_path / "a.deb").write_bytes(b"a")
    (tmp_path / "SHA256SUMS").write_text("old")
    lines = sums(tmp_path).splitlines()
    assert [line.split("  ")[1] for line in lines] == ["a.deb", "b.deb"]
    assert lines[0].startswith(hashlib.sha256(b"a").hexdigest())


@pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("cc", "objdump"))),
    reason="a library is made and read by the tools of Linux",
)
def test_what_asks_for_a_newer_system_than_the_oldest_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, library = tmp_path / "any.c", tmp_path / "bundle" / "_internal" / "libany.so"
    library.parent.mkdir(parents=True)
    code.write_text('#include <stdio.h>\nint any(char *to) { return sprintf(to, "%p", (void *)to); }')
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(code)], check=True)
    bundle = tmp_path / "bundle"
    assert left.beyond(bundle) == {}
    asked = left.libc(bundle)
    monkeypatch.setitem(left.FLOOR, "GLIBC", "2.1")
    assert left.beyond(bundle) == {"_internal/libany.so": f"GLIBC_{asked}"}
