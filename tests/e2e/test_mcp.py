"""`confidant mcp` as other programs use it: by the official client, over standard input and output."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from files.documents import BREACH, pdf
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from models import CHECKOUT, model_path, models_dir

EMBEDDER = "all-minilm-l6-v2"
PATIENCE = 280
QUESTION = "Within how many hours must a breach be notified?"


class Library:
    """One with a document, by the command line."""

    def __init__(self, folder: Path) -> None:
        secret = folder / "passphrase.txt"
        secret.write_text("correct horse\n", encoding="utf-8")
        self.options = ["--home", str(folder / "home"), "--models", str(models_dir())]
        self.options += ["--passphrase-file", str(secret)]
        pdf(folder / "gdpr.pdf", [BREACH])
        self.run("add", str(folder / "gdpr.pdf"))

    def run(self, *arguments: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "app", *arguments, *self.options]
        done = subprocess.run(
            command, cwd=CHECKOUT, input="", capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == status, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.run(*arguments, "--json").stdout.splitlines()]

    def ask(self, work: Callable[[ClientSession], Awaitable[None]], traced: Path | None = None) -> None:
        """Have a client of the protocol do something."""
        command = [sys.executable, "-m", "app", "mcp", *self.options]
        if traced is not None and (strace := shutil.which("strace")):
            told = ["-f", "--seccomp-bpf", "-qq", "-o", str(traced), "-e", "trace=socket,connect"]
            command = [strace, *told, *command]

        async def whole() -> None:
            server = StdioServerParameters(command=command[0], args=command[1:], cwd=str(CHECKOUT))
            with anyio.fail_after(PATIENCE):
                async with (
                    stdio_client(server) as (reading, writing),
                    ClientSession(reading, writing) as client,
                ):
                    await client.initialize()
                    await work(client)

        anyio.run(whole)


async def rows_of(client: ClientSession, name: str, **arguments: Any) -> list[dict[str, Any]]:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    found: list[dict[str, Any]] = json.loads(result.content[0].text)  # type: ignore[union-attr]
    return found


async def refused(client: ClientSession, name: str, **arguments: Any) -> str:
    result = await client.call_tool(name, arguments)
    assert result.is_error
    return str(result.content[0].text)  # type: ignore[union-attr]


@pytest.mark.model
@pytest.mark.timeout(900)
def test_nobody_may_ask_until_it_is_allowed_and_then_all_is_logged(tmp_path: Path) -> None:
    model_path(EMBEDDER)
    library = Library(tmp_path)
    assert library.rows("mcp", "show") == [{"allowed": False}]
    assert "confidant mcp allow" in library.run("mcp", status=1).stderr
    assert library.rows("mcp", "allow") == [{"allowed": True}]

    async def work(client: ClientSession) -> None:
        tools = (await client.list_tools()).tools
        assert [one.name for one in tools] == ["search", "open_page", "list_documents"]
        assert all(one.annotations is not None and one.annotations.read_only_hint for one in tools)
        (document,) = await rows_of(client, "list_documents")
        assert (document["document"], document["pages"]) == ("gdpr.pdf", 1)
        first = (await rows_of(client, "search", query=QUESTION, limit=3))[0]
        assert (first["document"], first["page"]) == ("gdpr.pdf", 1)
        assert "72 hours" in first["quote"]
        (page,) = await rows_of(client, "open_page", document="gdpr.pdf", page=1)
        assert "72 hours" in page["text"]
        assert "gdpr.pdf" in await refused(client, "open_page", document="gdpr.pdf", page=2)
        assert "none.pdf" in await refused(client, "search", query="x", document="none.pdf")
        assert "remove" in await refused(client, "remove", document="gdpr.pdf")
        assert "query" in await refused(client, "search")
        assert "Confidant is already open" in library.run("library", status=1).stderr
        assert "limit" in await refused(client, "search", query="x", limit="many")

    traced = tmp_path / "calls.txt"
    library.ask(work, traced)
    if traced.exists():
        opened = traced.read_text(encoding="utf-8")
        assert "AF_INET" not in opened
    noted = [row for row in library.rows("audit", "list") if row["kind"] == "outward"]
    assert [row["facts"]["tool"] for row in noted][:3] == ["list_documents", "search", "open_page"]
    assert QUESTION not in json.dumps(noted)
    assert library.rows("mcp", "withdraw") == [{"allowed": False}]
    assert library.run("mcp", status=1).stdout == ""
