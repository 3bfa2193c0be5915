"""Broken bytes for everything that takes some from strangers, for as long as was asked.

Model files, frames of a child that was taken over, texts, key files, vaults with damaged pages, and vaults
whose pages are proved but whose contents are not ours (`fuzzed.py`). Each target has a process of
its own and an equal share of the time; what ends the process, takes 30 seconds or 4 GB is a finding too. With
atheris (a wheel for Linux, not among the requirements) by what an input reached of the code, else by chance.
Prints and writes how many inputs were fed and what was found; an input of each kind lies beside the results.
Run `python make.py bench fuzz [--minutes N] [--only TARGET …]`.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_RESULTS = Path(__file__).parent / "results"
_MEGABYTES = 4096
_GRACE = 120.0  # seconds to start and to end
TARGETS = ("gguf", "frames", "sections", "keys", "copies", "contents")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--only", nargs="+", choices=TARGETS, default=TARGETS)
    parser.add_argument("--child", choices=TARGETS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        _feed(asked.child, asked.minutes * 60, asked.folder)
        return
    guided = importlib.util.find_spec("atheris") is not None
    _RESULTS.mkdir(exist_ok=True)
    told = {"guided by coverage": guided, "minutes": asked.minutes, "targets": {}}
    for target in asked.only:
        told["targets"][target] = found = _target(target, asked.minutes / len(asked.only))
        print(target, json.dumps(found), flush=True)
        (_RESULTS / "fuzz.json").write_text(json.dumps(told, indent=1), encoding="utf-8")


def _target(target: str, minutes: float) -> dict[str, object]:
    kept = _RESULTS / "fuzz"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, __file__, "--child", target, "--minutes", str(minutes), "--folder", name]
        try:
            with (folder / "log").open("wb") as log:
                ran = subprocess.run(
                    command, stdout=log, stderr=log, check=False, timeout=minutes * 60 + _GRACE
                )
            ended = ran.returncode
        except subprocess.TimeoutExpired:
            ended = -9
        state = folder / "state.json"
        found = json.loads(state.read_text(encoding="utf-8")) if state.exists() else {"fed": 0, "found": []}
        artifacts = [*folder.glob("crash-*"), *folder.glob("oom-*"), *folder.glob("timeout-*")]
        for number, path in enumerate([*artifacts, *sorted(folder.glob("input-*"))]):
            kept.mkdir(exist_ok=True)
            shutil.copyfile(path, kept / f"{target}-{number}-{path.name}")
        if ended != 0:
            lines = (folder / "log").read_text(encoding="utf-8", errors="replace").splitlines()
            found["found"] += [f"the process ended with {ended}: {' / '.join(lines[-4:])[:500]}"]
    return found


def _feed(target: str, seconds: float, folder: Path) -> None:
    """In a process of its own."""
    with contextlib.suppress(ImportError):
        import atheris

        with atheris.instrument_imports(include=["app", "engine", "rag"]):
            import fuzzed
        _guided(atheris, fuzzed, target, seconds, folder)
        return
    import resource

    resource.setrlimit(resource.RLIMIT_DATA, (_MEGABYTES << 20, _MEGABYTES << 20))
    import fuzzed

    _write(fuzzed.fed(target, seconds=seconds), folder)


def _guided(atheris: object, fuzzed: object, target: str, seconds: float, folder: Path) -> None:
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, sample in enumerate(fuzzed.samples(target)):
        (corpus / str(number)).write_bytes(sample)
    findings = fuzzed.watched(target)
    last = [time.monotonic()]

    def feed(data: bytes) -> None:
        before = len(findings.found)
        findings.feed(data)
        if len(findings.found) != before or time.monotonic() - last[0] > 2:
            last[0] = time.monotonic()
            _write(findings, folder)  # libFuzzer ends the process without a word to Python

    options = [
        f"-max_total_time={int(seconds)}",
        f"-rss_limit_mb={_MEGABYTES}",
        "-timeout=60",
        "-max_len=65536",
    ]
    options += [f"-artifact_prefix={folder}/", "-handle_alrm=0", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *options, str(corpus)], feed)
    atheris.Fuzz()


def _write(findings: object, folder: Path) -> None:
    for number, data in enumerate(findings.found.values()):
        (folder / f"input-{number}").write_bytes(data)
    state = {"fed": findings.fed, "found": list(findings.found)}
    (folder / "state.json").write_text(json.dumps(state), encoding="utf-8")


if __name__ == "__main__":
    main()
