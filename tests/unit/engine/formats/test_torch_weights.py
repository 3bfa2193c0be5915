"""Checkpoints of PyTorch, read without it: its own files, and such as would run something."""

from __future__ import annotations

import os
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.errors import ModelInvalid
from engine.formats.torch_weights import torch_weights


def test_what_pytorch_saved_is_read(tmp_path: Path) -> None:
    saved = {
        "a.weight": torch.randn(4, 3, 2),
        "a.bias": torch.randn(4),
        "half": torch.randn(5).half(),
        "count": torch.tensor(7),
    }
    torch.save(saved, tmp_path / "model.pt")
    found = torch_weights(tmp_path / "model.pt")
    assert found.keys() == saved.keys()
    for name, tensor in saved.items():
        np.testing.assert_array_equal(found[name], tensor.numpy())


class Calls:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch broken-in",)


def test_nothing_that_is_in_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(tmp_path / "model.pt", "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"a": Calls()}))
    with pytest.raises(ModelInvalid):
        torch_weights(tmp_path / "model.pt")
    assert not Path("broken-in").exists()


def test_a_view_beyond_what_is_stored_is_refused(tmp_path: Path) -> None:
    torch.save({"a": torch.randn(6, 2).t()}, tmp_path / "turned.pt")
    with pytest.raises(ModelInvalid):
        torch_weights(tmp_path / "turned.pt")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x02}q\x00."])
def test_what_is_no_checkpoint_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.pt").write_bytes(content)
    with pytest.raises(ModelInvalid):
        torch_weights(tmp_path / "model.pt")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelInvalid):
        torch_weights(tmp_path / "model.pt")
