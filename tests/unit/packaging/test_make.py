"""Set-up: what it remembers, what it asks the system for, and how its command line reads."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import make
from bootstrap import llama, steps, system
from bootstrap.console import StepFailed, clock, logged, so_far
from bootstrap.state import State, key_of

ROOT = Path(__file__).resolve().parents[3]


def program(folder: Path, name: str, status: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A search path with nothing on it, on a Linux without a Vulkan SDK."""
    if sys.platform != "linux":
        pytest.skip("the programs looked for are scripts here")
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("VULKAN_SDK", raising=False)
    return folder


def test_a_step_is_done_until_what_it_was_made_from_changes(tmp_path: Path) -> None:
    state = State(tmp_path / "state.json")
    assert not state.done("venv", "a")
    state.finish("venv", "a", folder="here")
    again = State(tmp_path / "state.json")
    assert again.done("venv", "a")
    assert not again.done("venv", "b")
    assert again.facts("venv")["folder"] == "here"
    again.forget("venv", "never-finished")
    assert not State(tmp_path / "state.json").done("venv", "a")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"venv": 3}'])
def test_a_damaged_memory_means_nothing_is_done(tmp_path: Path, content: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(content)
    state = State(file)
    assert not state.done("venv", "a")
    state.finish("venv", "a")
    assert State(file).done("venv", "a")


def test_keys_tell_parts_apart_and_read_files(tmp_path: Path) -> None:
    file = tmp_path / "constraints.txt"
    file.write_text("a==1")
    before = key_of(file)
    assert key_of("ab", "c") != key_of("a", "bc")
    file.write_text("a==2")
    assert key_of(file) != before


def test_a_failed_command_shows_the_end_of_its_log(tmp_path: Path) -> None:
    log = tmp_path / "logs" / "step.log"
    script = "print('first'); print('the reason'); raise SystemExit(3)"
    with pytest.raises(StepFailed) as failure:
        logged([sys.executable, "-c", script], log)
    assert "the reason" in failure.value.what
    assert str(log) in failure.value.remedy
    assert "first" in log.read_text()


def test_a_command_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match="no-such-command"):
        logged(["no-such-command-anywhere"], tmp_path / "log")


@pytest.mark.parametrize(("seconds", "shown"), [(0, "0:00"), (61.9, "1:01"), (3600, "60:00")])
def test_seconds_are_shown_as_a_clock(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


@pytest.mark.parametrize(
    ("argv", "parts"),
    [
        (["run"], ("run", [], [])),
        (["run", "--backend", "cpu", "--", "--home", "x"], ("run", ["--backend", "cpu"], ["--home", "x"])),
        (["--offline", "run"], ("run", ["--offline"], [])),
        (["test", "--", "-k", "vault"], ("test", [], ["-k", "vault"])),
        (["cli", "search", "--", "-x", "--json"], ("cli", [], ["search", "--", "-x", "--json"])),
        (["--offline", "cli", "add", "test"], ("cli", ["--offline"], ["add", "test"])),
        (["bench", "read", "a.pdf"], ("bench", [], ["read", "a.pdf"])),
        (["--offline", "package", "--check"], ("package", ["--offline"], ["--check"])),
        (["--help"], ("help", [], [])),
        ([], ("", [], [])),
    ],
)
def test_the_command_line(argv: list[str], parts: tuple[str, list[str], list[str]]) -> None:
    assert make._split(argv) == parts


@pytest.mark.parametrize(
    ("argv", "status", "said"),
    [
        (["--help"], 0, "python3 make.py run"),
        ([], 2, "Name a command."),
        (["frobnicate"], 2, "Name a command."),
        (["run", "--backend", "abacus"], 2, "abacus"),
        (["run", "--models", "/no/such/folder"], 2, "There is no folder"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_set_up(argv: list[str], status: int, said: str) -> None:
    command = [sys.executable, str(ROOT / "make.py"), *argv]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert said in done.stderr


def test_an_old_python_is_told_what_is_needed(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(make, "NEEDED", (99, 0))
    assert make.main(["run"]) == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


# --- back ends ---------------------------------------------------------------------------------------------


def test_a_machine_without_any_gpu_uses_the_processor(bare: Path) -> None:
    assert llama.detect_backend() == "cpu"


def test_cuda_needs_the_compiler_and_a_driver_that_works(bare: Path) -> None:
    program(bare, "nvcc")
    assert llama.detect_backend() == "cpu"
    program(bare, "nvidia-smi", status=9)
    assert llama.detect_backend() == "cpu"
    program(bare, "nvidia-smi")
    assert llama.detect_backend() == "cuda"


def test_vulkan_needs_its_sdk(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VULKAN_SDK", "/opt/vulkan")
    assert llama.detect_backend() == "cpu"
    program(bare, "glslc")
    assert llama.detect_backend() == "vulkan"


def test_vulkan_needs_headers_that_are_new_enough(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VULKAN_SDK", raising=False)
    headers = tmp_path / "include" / "vulkan" / "vulkan_core.h"
    shaders = tmp_path / "share" / "cmake" / "SPIRV-Headers"
    assert not llama._vulkan_headers(tmp_path)
    headers.parent.mkdir(parents=True)
    shaders.mkdir(parents=True)
    headers.write_text("#define VK_HEADER_VERSION 239")  # Debian 12
    assert not llama._vulkan_headers(tmp_path)
    headers.write_text('#define VK_EXT_LAYER_SETTINGS_EXTENSION_NAME "VK_EXT_layer_settings"')
    assert llama._vulkan_headers(tmp_path)
    shaders.rmdir()
    assert not llama._vulkan_headers(tmp_path)


def test_a_portable_build_has_a_variant_for_every_processor_beside_the_library() -> None:
    flags = llama._environment("portable")["CMAKE_ARGS"]
    assert "-DGGML_CPU_ALL_VARIANTS=ON" in flags
    assert "-DGGML_NATIVE=OFF" in flags
    assert "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib" in flags


def test_the_build_is_native_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "315532800")
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_BLAS=ON")
    environment = llama._environment("cuda")
    assert "SOURCE_DATE_EPOCH" not in environment
    assert environment["CMAKE_ARGS"] == "-DGGML_CUDA=ON -DCMAKE_BUILD_RPATH_USE_ORIGIN=ON -DGGML_BLAS=ON"


def test_no_build_uses_the_tiles_of_server_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the compiler knows them, and beside what the user asks it for."""
    asked: list[tuple[str, ...]] = []

    def works(*command: str) -> bool:
        asked.append(command)
        return command[0] != "old-c++"

    monkeypatch.setattr(llama, "_works", works)
    monkeypatch.setenv("CFLAGS", "-pipe")
    monkeypatch.setenv("CC", "ccache clang")
    monkeypatch.setenv("CXX", "old-c++")
    monkeypatch.delenv("CXXFLAGS", raising=False)
    environment = llama._environment("cpu")
    where = f"-ffile-prefix-map={llama.SETUP}=."
    assert environment["CFLAGS"] == f"-pipe -mno-amx-tile -mno-amx-int8 -mno-amx-bf16 {where}"
    assert "CXXFLAGS" not in environment
    assert asked[0][:3] == ("ccache", "clang", "-mno-amx-tile")


@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no compiler")
def test_what_is_built_does_not_say_in_which_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two builds of one tree are the same, and nobody reads in them where they were made."""
    monkeypatch.setattr(llama, "SETUP", tmp_path)
    source, made = tmp_path / "source.c", tmp_path / "made.o"
    source.write_text("const char *where = __FILE__;\n", encoding="utf-8")
    environment = llama._environment("portable")
    assert "-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON" in environment["CMAKE_ARGS"].split()
    flags = environment["CFLAGS"].split()
    subprocess.run(["cc", *flags, "-c", source, "-o", made], check=True)
    assert b"source.c" in made.read_bytes()
    assert str(tmp_path).encode() not in made.read_bytes()


def test_a_failed_gpu_build_becomes_a_build_for_the_processor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built: list[str] = []

    def wheel(_: State, backend: str, __: list[str]) -> Path:
        built.append(backend)
        if backend == "cuda":
            raise StepFailed("    nvcc: no such architecture", "The whole log: llama-cuda.log")
        return tmp_path / "wheel"

    monkeypatch.setattr(llama, "built_wheel", wheel)
    monkeypatch.setattr(llama, "_install_wheel", lambda *_: None)
    state = State(tmp_path / "state.json")
    llama.install(state, "cuda", tmp_path, offline=False)
    assert built == ["cuda", "cpu"]
    assert state.facts("llama")["backend"] == "cpu"
    assert state.done("llama", llama.step_key("cuda"))
    said = capsys.readouterr().err
    assert "no such architecture" in said
    assert "llama-cuda.log" in said


def test_a_wheel_is_built_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []

    def build(command: list[str | Path], log: Path, **_: object) -> None:
        words = [str(word) for word in command]
        commands.append(words)
        partial = Path(words[words.index("-w") + 1])
        partial.mkdir(parents=True)
        (partial / f"llama_cpp_python-{llama.VERSION}-py3-none-any.whl").write_bytes(b"wheel")

    monkeypatch.setattr(llama, "SETUP", tmp_path)
    monkeypatch.setattr(llama, "COMPILERS", ("python3", "python"))
    monkeypatch.setattr(llama, "_source", lambda _: tmp_path / "source")
    monkeypatch.setattr(llama, "logged", build)
    state = State(tmp_path / "state.json")
    first = llama.built_wheel(state, "cpu", [])
    assert first.read_bytes() == b"wheel"
    assert llama.built_wheel(state, "cpu", []) == first
    assert len(commands) == 1
    assert "seconds" in state.facts("llama-cpu-build")


def test_without_a_compiler_the_remedy_is_told(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(llama, "SETUP", tmp_path)
    with pytest.raises(StepFailed) as failure:
        llama.install(State(tmp_path / "state.json"), "cpu", tmp_path, offline=True)
    assert "compiler" in failure.value.what
    assert "g++" in failure.value.remedy


# --- the system's own packages -----------------------------------------------------------------------------


def test_missing_libraries_are_named_as_packages(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = set(system.WINDOW_LIBRARIES) - {"libxcb-cursor.so.0"}
    monkeypatch.setattr(system, "_library_names", lambda: known)
    monkeypatch.setattr(system, "_has_font", lambda: True)
    missing = system.missing_packages(window=True, tests=True, compiler=True)
    assert missing == ["g++", "libxcb-cursor0", "xvfb", "dbus", "gnome-keyring", "strace"]


def test_an_ordinary_user_is_given_the_line_to_run(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program(bare, "apt-get", status=1)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert system.install_packages(["libegl1", "g++"]) == ["libegl1", "g++"]
    assert "sudo apt-get install -y --no-install-recommends libegl1 g++" in capsys.readouterr().err


# --- the project's own lists -------------------------------------------------------------------------------


def test_every_dependency_is_pinned_and_no_pin_names_an_index_or_a_build() -> None:
    lines = steps.CONSTRAINTS.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(
        pin.count("==") == 1 and "+" not in pin and "://" not in pin and "@" not in pin for pin in pins
    )
    pinned = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    project = tomllib.loads(steps.PYPROJECT.read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in wanted}
    assert names <= pinned
    assert steps.TORCH in pins
    assert f"llama_cpp_python=={llama.VERSION}" in pins


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "python3 make.py test\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "exec python3 make.py test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "needed"), [("test", True), ("bench", True), ("run", False), ("cli", False)]
)
def test_what_stands_on_the_tests_brings_their_packages(command: str, needed: bool) -> None:
    wishes = make._wishes(command, [])
    assert wishes is not None
    assert wishes.tests is needed


@pytest.mark.parametrize(
    ("seconds", "expected", "told"),
    [
        (67, None, "1:07"),
        (67, 240, "1:07 of about 4:00"),
        (480, 240, "8:00, longer than the 4:00 expected: still at work"),
    ],
)
def test_what_takes_longer_than_it_was_expected_to_says_so(
    seconds: float, expected: float | None, told: str
) -> None:
    assert so_far(seconds, expected) == told
