"""An engine on the network as a person allows it, asks it and takes that back, by the command line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from engines import Asked, StandIn, llama_server, python_server, stand_in
from files.documents import BREACH, pdf
from models import CHECKOUT, model_path, models_dir

EMBEDDER, SMALL = "all-minilm-l6-v2", "qwen2.5-coder-0.5b-instruct-q4_k_m"
PATIENCE = 280
SAID = "The controller notifies the supervisory authority within 72 hours."
QUESTION = "Within how many hours must the controller notify the supervisory authority of a breach?"


class Confidant:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        secret = folder / "passphrase.txt"
        secret.write_text("correct horse\n", encoding="utf-8")
        self.options = ["--home", str(folder / "home"), "--models", str(models_dir())]
        self.options += ["--passphrase-file", str(secret)]

    def run(
        self, *arguments: str | Path, status: int = 0, traced: Path | None = None, typed: str = ""
    ) -> tuple[str, str]:
        """What it says, and what it notes beside."""
        command = [sys.executable, "-m", "app", *map(str, arguments), *self.options]
        if traced is not None and (strace := shutil.which("strace")):
            told = ["-f", "--seccomp-bpf", "-qq", "-o", str(traced), "-e", "trace=socket,connect,sendto"]
            command = [strace, *told, *command]
        done = subprocess.run(
            command, cwd=CHECKOUT, input=typed, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout, done.stderr

    def rows(self, *arguments: str | Path, status: int = 0, typed: str = "") -> list[dict[str, Any]]:
        out, _ = self.run(*arguments, "--json", status=status, typed=typed)
        return [json.loads(line) for line in out.splitlines()]


def exchanges(confidant: Confidant) -> list[dict[str, Any]]:
    """What the log tells of engines."""
    return [one["facts"] for one in confidant.rows("audit", "list") if one["kind"] == "engine"]


@pytest.fixture
def confidant(tmp_path: Path) -> Confidant:
    return Confidant(tmp_path)


def good(asked: Asked) -> None:
    asked.stream(*re.findall(r"\S+\s*", SAID))


@contextmanager
def serving(folder: Path) -> Iterator[StandIn]:
    folder.mkdir()
    with stand_in(good, folder) as server:
        yield server


def test_allowed_by_its_fingerprint_shown_tried_and_taken_back(confidant: Confidant, tmp_path: Path) -> None:
    with serving(tmp_path / "tls") as server:
        url, fingerprint = server.place.url, server.place.fingerprint
        out, _ = confidant.run("engine", "add", url, status=1)
        assert fingerprint in out
        assert server.asked == []  # a certificate was looked at, and nothing said
        out, err = confidant.run("engine", "add", url, "--fingerprint", "00" * 32, status=1)
        assert "another certificate" in (out + err).lower()
        assert server.asked == []
        (row,) = confidant.rows("engine", "add", url, "--fingerprint", fingerprint, "--key", typed="s3cret\n")
        assert (row["state"], row["model"], row["address"]) == ("allowed", "tiny", "127.0.0.1")
        assert server.asked[-1][1]["Authorization"] == "Bearer s3cret"
        (row,) = confidant.rows("engine", "show")
        assert (row["url"], row["fingerprint"]) == (url, fingerprint)
        (row,) = confidant.rows("engine", "test")
        assert (row["state"], row["host"], row["model"]) == ("answers", "127.0.0.1", "tiny")
        for file in (tmp_path / "home").rglob("*"):
            assert not file.is_file() or b"s3cret" not in file.read_bytes(), file
        log = exchanges(confidant)
        assert {one["host"] for one in log} == {url}
        assert log[-1]["generated_tokens"] > 0
        assert "Count" not in json.dumps(log)
        confidant.run("engine", "remove")
        asked = len(server.asked)
        confidant.run("engine", "test", status=1)
        assert len(server.asked) == asked


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://8.8.8.8", "private network"),
        ("http://10.0.0.5:8080", "TLS"),
        ("https://nobody.invalid", "answers to the name"),
        ("10.0.0.5", "where an engine is"),
    ],
)
def test_what_is_not_of_this_network_is_refused(confidant: Confidant, url: str, words: str) -> None:
    _, err = confidant.run("engine", "add", url, status=1)
    assert words in err
    assert not (confidant.folder / "home" / "policy").exists()


@pytest.mark.model
@pytest.mark.timeout(900)
def test_a_question_goes_there_and_nowhere_else_and_comes_home_when_it_is_away(
    confidant: Confidant, tmp_path: Path
) -> None:
    model_path(EMBEDDER), model_path(SMALL)
    pdf(tmp_path / "gdpr.pdf", [BREACH])
    confidant.run("add", tmp_path / "gdpr.pdf")
    notes = tmp_path / "calls"
    with serving(tmp_path / "tls") as server:
        confidant.run("engine", "add", server.place.url, "--fingerprint", server.place.fingerprint)
        out, err = confidant.run("ask", QUESTION, traced=notes)
        assert "72 hours" in out
        assert f"Answers come from {server.place.host} on your network" in err
        bodies = [body.decode() for path, _, body in server.asked if path.endswith("/chat/completions")]
        assert any("72 hours" in one for one in bodies)
        if notes.exists():
            told = notes.read_text(errors="replace")
            there = re.findall(r"connect\(\d+, \{sa_family=AF_INET6?.*?\}", told)
            assert there
            assert all(f"htons({server.place.port})" in one and '"127.0.0.1"' in one for one in there)
        before = len(server.asked)
        confidant.run("ask", QUESTION, "--model", SMALL)  # who names a model means that one
        assert len(server.asked) == before
    out, err = confidant.run("ask", QUESTION)
    assert "72 hours" in out
    assert err.count("cannot be reached") + err.count("does not answer") == 1
    assert "this computer" in err


@pytest.mark.model
@pytest.mark.timeout(900)
@pytest.mark.parametrize("serve", [llama_server, python_server], ids=["llama-server", "llama-cpp-python"])
def test_a_real_server_answers_a_question_about_a_document(
    confidant: Confidant, tmp_path: Path, serve: Any
) -> None:
    model_path(EMBEDDER)
    pdf(tmp_path / "gdpr.pdf", [BREACH])
    confidant.run("add", tmp_path / "gdpr.pdf")
    options = {"key": "k3y", "tls": True} if serve is llama_server else {"key": "k3y"}
    with serve(model_path(SMALL), 4096, tmp_path, **options) as place:
        pinned = ["--fingerprint", place.fingerprint] if place.tls else []
        _, err = confidant.run("engine", "add", place.url, *pinned, status=1)
        assert "key" in err
        confidant.run("engine", "add", place.url, *pinned, "--key", typed="k3y\n")
        (row,) = confidant.rows("engine", "test")
        assert row["tokens_per_second"] > 0
        before = exchanges(confidant)
        (answer,) = confidant.rows("ask", QUESTION)
        assert "72 hours" in " ".join(one["text"] for one in answer["sentences"])
        written = [one for one in exchanges(confidant)[len(before) :] if one.get("generated_tokens")]
        assert written
        assert all(one["prompt_tokens"] > 50 and one["host"] == place.url for one in written), written
