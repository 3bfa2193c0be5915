"""The real window in a process of its own, under an X server, with a real model."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from files.documents import pdf
from models import model_path
from surroundings import HELPERS, environment
from tracing import families, traced

pytestmark = [pytest.mark.display, pytest.mark.model, pytest.mark.timeout(600)]

SMALL = "smollm2-135m-instruct-q4_1"
QUESTION = "Within how many hours must a breach be notified to the supervisory authority?"
BREACH = (
    "# Article 33\n\nIn the case of a personal data breach, the controller shall notify it\n"
    "to the supervisory authority not later than 72 hours after having become aware of it."
)


@pytest.fixture
def display(tmp_path: Path) -> Iterator[str]:
    """A virtual screen of the test's own."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.parametrize("model", [SMALL, "qwen2.5-coder-0.5b-instruct-q4_k_m"])
def test_a_dropped_pdf_answers_and_opens_on_the_marked_page(display: str, tmp_path: Path, model: str) -> None:
    models = model_path(model).parent.parent
    model_path("all-minilm-l6-v2")
    document = pdf(tmp_path / "regulation.pdf", ["# Article 1\n\nThis Regulation lays down rules.", BREACH])
    shot = tmp_path / "window.png"
    command = [sys.executable, str(HELPERS / "programs" / "window_session.py")]
    command += [str(tmp_path / "home"), str(models), model, str(document), QUESTION, str(shot)]
    around = environment(DISPLAY=display, QT_QPA_PLATFORM="xcb")
    done = subprocess.run(command, env=around, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["state"] == "ready"
    assert seen["sealed"] == "Sealed: no network"
    assert seen["page"] == 2
    assert seen["boxes"] >= 1
    assert seen["marked"] > 0.3
    assert seen["in_view"]
    if model.startswith("qwen"):
        assert seen["found"]
        assert "72 hours" in seen["answer"]
    assert shot.stat().st_size > 10_000


def test_a_whole_session_opens_no_socket_but_to_the_screen(display: str, tmp_path: Path) -> None:
    """The program is started without a command, reads, answers, locks and quits; each of its processes, and
    the one that may fetch models, is watched by the kernel.
    """
    models = model_path(SMALL).parent.parent
    model_path("all-minilm-l6-v2")
    (tmp_path / "passphrase").write_text("a passphrase\n")
    document, trace = pdf(tmp_path / "regulation.pdf", [BREACH]), tmp_path / "trace"
    command = [sys.executable, str(HELPERS / "programs" / "window_as_started.py"), str(tmp_path / "home")]
    command += [str(models), SMALL, str(tmp_path / "passphrase"), str(document), QUESTION]
    watched = traced(command, trace)
    if watched is None:
        pytest.skip("strace is not installed")
    around = environment(DISPLAY=display, QT_QPA_PLATFORM="xcb")
    done = subprocess.run(watched, env=around, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stderr[-2000:]
    seen = json.loads(done.stdout.splitlines()[-1])
    assert (seen["state"], seen["locked"], seen["status"]) == ("ready", True, 0)
    assert seen["sealed"] == "Sealed: no network"
    assert "72 hours" in seen["answer"]
    assert families(trace) == {"AF_UNIX"}, (
        "the screen is reached through one, so that the trace is no empty one"
    )
