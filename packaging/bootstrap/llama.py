"""llama-cpp-python, compiled for this machine.

The package index has its source alone. The wheel is kept in `.setup/wheels`, so that an interrupted
set-up, or a new virtual environment, does not compile again.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap.console import LiveLine, StepFailed, logged, say
from bootstrap.state import LOGS, PYTHON, SETUP, State, key_of
from bootstrap.system import COMPILERS, compiler_remedy

VERSION = "0.3.36"
BACKENDS = ("cpu", "cuda", "metal", "portable", "vulkan")
FLAGS = {
    "cpu": "-DGGML_METAL=OFF" if sys.platform == "darwin" else "",
    "cuda": "-DGGML_CUDA=ON",
    "metal": "-DGGML_METAL=ON",
    # For processors other than this one: a variant for each generation, the best of which is loaded at run
    # time. Left to themselves they are installed where programs are.
    "portable": "-DGGML_NATIVE=OFF -DGGML_BACKEND_DL=ON -DGGML_CPU_ALL_VARIANTS=ON "
    "-DCMAKE_INSTALL_BINDIR=llama_cpp/lib",
    "vulkan": "-DGGML_VULKAN=ON",
}
# Where libraries look for each other while they are built: not by the folder's whole name, whose length stays
# in them when it is taken out.
_SAME_ANYWHERE = "-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON"
# Tiles of Intel's server processors stay unused: what is compiled with them died of an illegal instruction,
# with every model, in a virtual machine that says it has them; no laptop has any.
WITHOUT_TILES = "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
START = "import llama_cpp as l; l.llama_backend_init(); print(l.llama_print_system_info().decode())"
# Measured: 4 minutes on 2 cores for the CPU, a minute of one core for each of its 14 variants; GPU kernels
# take several times as long.
CORE_SECONDS = {"cpu": 480, "metal": 600, "cuda": 3600, "portable": 1320, "vulkan": 2500}
_LAYER_SETTINGS = "VK_EXT_layer_settings"  # of Vulkan 1.3.272: llama.cpp does not compile with older headers


def detect_backend() -> str:
    """The best back end that can be compiled and run here."""
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return "metal"
    if _works("nvcc", "--version") and _works("nvidia-smi", "-L"):
        return "cuda"
    return "vulkan" if shutil.which("glslc") and _vulkan_headers() else "cpu"


def _vulkan_headers(system: Path = Path("/usr")) -> bool:
    """Whether all that llama.cpp's Vulkan back end is compiled with is there, and new enough: it takes half
    an hour to find out otherwise.
    """
    if os.environ.get("VULKAN_SDK"):
        return True
    try:
        headers = (system / "include/vulkan/vulkan_core.h").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return _LAYER_SETTINGS in headers and any(
        (system / place / "cmake" / "SPIRV-Headers").is_dir()
        for place in ("share", "lib", "lib64", "local/share", "local/lib")
    )


def machine_key() -> str:
    """Names the processor: a native build runs only on its like."""
    try:
        cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return key_of(platform.machine(), os.environ.get("PROCESSOR_IDENTIFIER", ""))
    wanted = re.findall(r"^(?:model name|flags|Features|CPU part)\s*:.*$", cpu, re.MULTILINE)
    return key_of(platform.machine(), *sorted(set(wanted)))


def step_key(requested: str) -> str:
    return key_of(VERSION, requested, machine_key(), WITHOUT_TILES)


def install(state: State, requested: str, constraints: Path, *, offline: bool) -> None:
    """Build (or take the kept wheel) and install; a GPU build that fails becomes a CPU build.

    Raises `StepFailed`.
    """
    detected = detect_backend() if requested == "auto" else requested
    index = ["--no-index"] if offline else []
    wanted = detected
    try:
        _install_wheel(built_wheel(state, wanted, index), wanted, constraints, index)
    except StepFailed as failure:
        if wanted == "cpu":
            raise
        say(f"{failure.what}\nThe {wanted} build failed ({failure.remedy}); using the processor instead.")
        wanted = "cpu"
        _install_wheel(built_wheel(state, wanted, index), wanted, constraints, index)
    state.finish("llama", step_key(requested), requested=requested, detected=detected, backend=wanted)


def built_wheel(state: State, backend: str, index: list[str]) -> Path:
    folder = SETUP / "wheels" / f"{backend}-{key_of(machine_key(), WITHOUT_TILES)}"
    kept = sorted(folder.glob(f"llama_cpp_python-{VERSION}-*.whl"))
    if kept:
        return kept[-1]
    if sys.platform != "win32" and not any(shutil.which(name) for name in COMPILERS):
        raise StepFailed("There is no C++ compiler to build llama.cpp with.", compiler_remedy())
    source = _source(index)
    build = SETUP / "build" / f"llama-{backend}-{machine_key()}"
    partial = folder / "partial"
    shutil.rmtree(partial, ignore_errors=True)
    before = state.facts(f"llama-{backend}-build").get("seconds")
    expected = before if isinstance(before, int | float) else CORE_SECONDS[backend] / (os.cpu_count() or 1)
    # A build folder that stays lets an interrupted compilation go on with the files it had made.
    command: list[str | Path] = [PYTHON, "-m", "pip", "wheel", "--no-deps", "--no-cache-dir", "-w", partial]
    command += ["--config-settings", f"build-dir={build}", *index, source]
    with LiveLine(f"Compiling llama.cpp for {backend}", expected) as line:
        logged(command, LOGS / f"llama-{backend}.log", environment=_environment(backend))
    built = next(partial.glob("*.whl"))
    built = built.replace(folder / built.name)
    for spent in (partial, build, source):
        shutil.rmtree(spent, ignore_errors=True)
    state.finish(f"llama-{backend}-build", VERSION, seconds=round(line.seconds))
    return built


def _source(index: list[str]) -> Path:
    """The unpacked source package."""
    folder = SETUP / "source"
    source = folder / f"llama_cpp_python-{VERSION}"
    if source.is_dir():
        return source
    with LiveLine(f"Fetching llama-cpp-python {VERSION}"):
        command: list[str | Path] = [PYTHON, "-m", "pip", "download", "--no-deps"]
        command += ["--no-binary", "llama-cpp-python", *index, "-d", folder, f"llama-cpp-python=={VERSION}"]
        logged(command, LOGS / "llama-source.log", environment=_environment("cpu"))
        archive = next(folder.glob(f"llama_cpp_python-{VERSION}*.tar.gz"))
        unpacked = folder / "unpacked"
        shutil.rmtree(unpacked, ignore_errors=True)
        shutil.unpack_archive(archive, unpacked)
        next(unpacked.iterdir()).replace(source)
        archive.unlink()
    return source


def _install_wheel(wheel: Path, backend: str, constraints: Path, index: list[str]) -> None:
    log = LOGS / "llama-install.log"
    with LiveLine(f"Installing llama.cpp for {backend}"):
        command: list[str | Path] = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *index]
        command += ["-c", constraints]
        logged([*command, wheel], log)
        logged([*command, "--no-deps", "--force-reinstall", wheel], log)
        try:
            logged([PYTHON, "-c", START], LOGS / "llama-start.log")
        except StepFailed:
            wheel.unlink()
            raise


def _environment(backend: str) -> dict[str, str]:
    environment = dict(os.environ)
    # With it set, ggml's CMake turns native code off and the build is silently a slow one.
    environment.pop("SOURCE_DATE_EPOCH", None)
    given = environment.get("CMAKE_ARGS", "")
    environment["CMAKE_ARGS"] = f"{FLAGS[backend]} {_SAME_ANYWHERE} {given}".strip()
    environment.setdefault("CMAKE_BUILD_PARALLEL_LEVEL", str(os.cpu_count() or 1))
    for name, compiler, usual in (("CFLAGS", "CC", "cc"), ("CXXFLAGS", "CXX", "c++")):
        called = environment.get(compiler, usual)
        flags = (environment.get(name), WITHOUT_TILES if _knows_tiles(called) else "", _nowhere(called))
        if told := " ".join(filter(None, flags)):
            environment[name] = told
    return environment


def _nowhere(compiler: str) -> str:
    """The flag that lets a library not say in which folder it was built, which two builds have each their
    own; "" for compilers that have none (GCC 8 and Clang 10 have it), and where the folder's name has blanks.
    """
    flag = f"-ffile-prefix-map={SETUP}=."
    told = len(flag.split()) == 1 and _works(*compiler.split(), flag, "-E", "-x", "c", os.devnull)
    return flag if told else ""


def _knows_tiles(compiler: str) -> bool:
    """Whether it can be told to leave them: not before GCC 11 and Clang 11, nor for other processors."""
    return _works(*compiler.split(), *WITHOUT_TILES.split(), "-E", "-x", "c", os.devnull)


def _works(*command: str) -> bool:
    if not shutil.which(command[0]):
        return False
    try:
        return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
