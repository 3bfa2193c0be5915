"""Shared collections by the command line: one library publishes on a real Chroma server, another asks it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from chroma_servers import behind_tls, chroma_server
from engines import free_port
from files.documents import BREACH, pdf
from models import CHECKOUT, model_path, models_dir

EMBEDDER = "all-minilm-l6-v2"
PATIENCE = 280
QUESTION = "Within how many hours must the controller notify the supervisory authority of a breach?"


class Confidant:
    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.home = folder / "home"
        secret = folder / "passphrase.txt"
        secret.write_text("correct horse\n", encoding="utf-8")
        self.options = ["--home", str(self.home), "--models", str(models_dir())]
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

    def rows(self, *arguments: str | Path, status: int = 0) -> list[dict[str, Any]]:
        out, _ = self.run(*arguments, "--json", status=status)
        return [json.loads(line) for line in out.splitlines()]


@pytest.mark.model
@pytest.mark.timeout(900)
def test_published_by_one_found_by_another_and_withdrawn(tmp_path: Path) -> None:
    model_path(EMBEDDER)
    theirs, ours = Confidant(tmp_path / "theirs"), Confidant(tmp_path / "ours")
    pdf(tmp_path / "gdpr.pdf", [BREACH])
    (tmp_path / "notes.txt").write_text("The canteen opens at noon on weekdays.", encoding="utf-8")
    theirs.run("add", tmp_path / "gdpr.pdf", "--collection", "legal")
    ours.run("add", tmp_path / "notes.txt")
    with chroma_server(tmp_path / "chroma") as plain, behind_tls(plain, tmp_path / "tls") as place:
        out, _ = theirs.run("shared", "add", place.url, status=1)
        assert place.fingerprint in out
        for one in (theirs, ours):
            (row,) = one.rows("shared", "add", place.url, "--fingerprint", place.fingerprint)
            assert (row["state"], row["url"], row["collections"]) == ("allowed", place.url, [])
        out, err = theirs.run("shared", "publish", "legal", "--owner", "Ada", status=1)
        assert "gdpr.pdf" in out
        assert "1 document" in out
        assert "384 numbers" in out
        assert "Nothing was sent" in err
        assert ours.rows("shared", "list") == []
        (row,) = theirs.rows("shared", "publish", "legal", "--owner", "Ada", "--yes")
        assert (row["state"], row["sent"], row["name"]) == ("published", row["passages"], "legal")
        (row,) = ours.rows("shared", "list")
        assert (row["collection"], row["owner"], row["searched"], row["usable"]) == (
            "legal",
            "Ada",
            False,
            True,
        )
        (answer,) = ours.rows("ask", QUESTION)
        assert (answer["found"], answer["unasked"]) == (False, [])
        ours.run("shared", "use", "legal")
        notes = tmp_path / "calls"
        out, _ = ours.run("ask", QUESTION, traced=notes)
        assert "72 hours" in out
        assert "from the shared collection “legal” on 127.0.0.1, published by Ada" in out
        if notes.exists():
            told = notes.read_text(errors="replace")
            there = re.findall(r"connect\(\d+, \{sa_family=AF_INET6?.*?\}", told)
            assert there
            assert all(f"htons({place.port})" in one and '"127.0.0.1"' in one for one in there)
        (answer,) = ours.rows("ask", QUESTION)
        (cited,) = [one for said in answer["sentences"] for one in said["citations"]]
        assert cited["shared"] == {"collection": "legal", "server": "127.0.0.1", "owner": "Ada"}
        log = [one for one in ours.rows("audit", "list") if one["kind"] == "shared"]
        assert [one["facts"]["what"] for one in log][-4:] == ["list", "list", "search", "search"]
        assert "legal" not in json.dumps(log)
        assert "supervisory" not in json.dumps(log)
        ours.run("shared", "withdraw", "legal", status=1)
        theirs.run("shared", "withdraw", "legal")
        (row,) = ours.rows("shared", "list")
        assert (row["collection"], row["state"]) == ("legal", "gone")
        (answer,) = ours.rows("ask", "When does the canteen open?")
        assert answer["found"] is True
        assert [one["code"] for one in answer["unasked"]] == ["remote-collection-missing"]
    out, err = ours.run("ask", "When does the canteen open?")
    assert "noon" in out
    assert "could not be asked" in out
    assert "does not answer" in err
    ours.run("shared", "leave", "legal")
    out, err = ours.run("ask", "When does the canteen open?")
    assert "could not be asked" not in out + err
    ours.run("shared", "remove")
    out, _ = ours.run("shared", "show")
    assert "only this library" in out
    assert not (ours.home / "policy" / "shared.json").exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://8.8.8.8", "private network"),
        ("http://10.0.0.5:8000", "TLS"),
        ("10.0.0.5", "does not say where"),
    ],
)
def test_what_is_not_of_this_network_is_refused(tmp_path: Path, url: str, words: str) -> None:
    confidant = Confidant(tmp_path / "ours")
    _, err = confidant.run("shared", "add", url, status=1)
    assert words in err
    assert not (confidant.home / "policy").exists()


def test_where_nobody_answers_nothing_is_allowed(tmp_path: Path) -> None:
    confidant = Confidant(tmp_path / "ours")
    _, err = confidant.run("shared", "add", f"http://127.0.0.1:{free_port()}", status=1)
    assert "cannot be reached" in err
    for action in (["list"], ["use", "law"], ["publish", "law", "--yes"]):
        out, _ = confidant.run("shared", *action, status=1)
        assert "No server of shared collections" in out
