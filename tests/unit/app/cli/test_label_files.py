"""Files of labels and batches of texts: what is wrong is told with its line, and a bad row stops no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.label_files import labels_of
from app.cli.texts import text_rows
from app.errors import BatchInvalid, LabelsInvalid
from rag.errors import FileMissing


def test_labels_with_all_they_may_have(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    rows = [{"name": "a", "description": "d", "examples": ["x", "y"]}, {"name": "b"}]
    path.write_text(json.dumps({"labels": rows, "reject": False}), encoding="utf-8")
    found = labels_of(path)
    assert [(one.name, one.description, one.examples) for one in found.labels] == [
        ("a", "d", ("x", "y")),
        ("b", "", ()),
    ]
    assert not found.rejects


def test_a_text_may_fit_none_where_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "labels.json"
    path.write_text('{"labels": [{"name": "a"}]}', encoding="utf-8")
    assert labels_of(path).rejects


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ('{"labels": [\n {"name": "a"},\n {"name": }\n]}', 3, "not JSON"),
        ('{"labels": [\n {"name": "a"},\n {"description": "b"}\n]}', 3, "name"),
        ('{"labels": [\n {"name": "a"},\n\n {"name": "a"}]}', 4, "“a” is there twice"),
        ('{"reject": true,\n "labels": [\n {"name": "a", "examples": "x"}]}', 3, "examples of “a”"),
        ('{"labels": [\n {"name": "a", "examples": ["x", 1]}]}', 2, "examples of “a”"),
        ('{"labels": [\n {"name": "a", "description": 1}]}', 2, "description of “a”"),
        ('{"labels": []}', 1, "labels"),
        ('{"labels": [{"name": "a"}], "reject": "no"}', 1, "reject"),
        ("[]", 1, "labels"),
        ("", 1, "not JSON"),
        ("[" * 100_000, 1, "not JSON"),
    ],
)
def test_what_is_wrong_with_labels_is_told_by_line(tmp_path: Path, text: str, line: int, why: str) -> None:
    path = tmp_path / "labels.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LabelsInvalid) as caught:
        labels_of(path)
    assert caught.value.facts["line"] == line
    assert why in str(caught.value.facts["detail"])


def test_no_file_of_labels(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        labels_of(tmp_path / "none.json")


def test_rows_that_are_wrong_stand_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    lines = [
        '{"id": 1, "text": "a"}',
        "{",
        "",
        '{"text": "b"}',
        '{"id": 4}',
        '{"id": 5, "document": "x.pdf"}',
        "7",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    rows = text_rows(path)
    assert [row.id for row in rows] == [1, None, None, 4, 5, None]
    assert [row.text for row in rows if row.wrong is None] == ["a", ""]
    assert rows[4].document == "x.pdf"
    wrong = [row.wrong for row in rows if row.wrong is not None]
    assert all(isinstance(one, BatchInvalid) for one in wrong)
    assert [one.facts["line"] for one in wrong] == [2, 4, 5, 7]
