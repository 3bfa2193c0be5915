"""Files on the command line in place of a command: what a desktop does that opens them with the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.parser import parse


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("lease.pdf", "--odd.txt", "ask"):
        (tmp_path / name).write_text("text")
    return tmp_path


def test_files_are_whole_paths_and_no_command(room: Path) -> None:
    found = parse([str(room / "lease.pdf"), "gone.pdf", "--home", "there"])
    assert found.command is None
    assert found.files == [room / "lease.pdf", room / "gone.pdf"]  # the window tells of what is gone
    assert found.home == Path("there")
    assert parse(["--", "--odd.txt"]).files == [room / "--odd.txt"]
    assert parse(["--json"]).files == []


def test_a_command_goes_before_a_file_of_its_name(room: Path) -> None:
    found = parse(["ask", "When is the rent due?"])
    assert found.command == "ask"
    assert not hasattr(found, "files")
    assert parse(["./ask"]).files == [room / "ask"]
    assert parse([str(room / "ask")]).files == [room / "ask"]


@pytest.mark.parametrize("word", ["sumarize", "gone.pdf", "x" * 5000])
def test_what_is_neither_is_wrong_usage(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse([word])
    assert ended.value.code == 2
    assert word[:20] in capsys.readouterr().err
