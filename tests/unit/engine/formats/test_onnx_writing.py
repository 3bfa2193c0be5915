"""ONNX models written by hand: ONNX Runtime reads them, and weights where they lie."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest

from engine.formats.onnx_writing import FLOAT32, MICROSOFT, Graph, Outside


def ran(model: bytes, folder: Path, **given: Any) -> Any:
    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(folder))
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]).run(None, given)


def test_nodes_constants_and_attributes(tmp_path: Path) -> None:
    graph = Graph()
    one = graph.node("Concat", ["x", graph.constant(np.array([[3.0], [4.0]], np.float32))], axis=-1)
    graph.node("LpNormalization", [one], name="y", axis=-1, p=2)
    model = graph.model([("x", "float32", ["rows", 1])], [("y", "float32", ["rows", 2])])
    (given,) = ran(model, tmp_path, x=np.array([[4.0], [3.0]], np.float32))
    np.testing.assert_allclose(given, [[0.8, 0.6], [0.6, 0.8]], rtol=1e-6)


@pytest.mark.parametrize(("kind", "stored"), [("float32", "<f4"), ("float16", "<f2"), ("bfloat16", "<u2")])
def test_weights_stay_in_their_file(tmp_path: Path, kind: str, stored: str) -> None:
    matrix = np.array([[1.0, 2.0, -0.5], [0.25, -4.0, 8.0]], np.float32)  # exact in all three
    data = ((matrix.view("<u4") >> 16) if kind == "bfloat16" else matrix).astype(stored).tobytes()
    (tmp_path / "weights.bin").write_bytes(b"head" + data + b"tail")
    graph = Graph()
    weight = graph.weight("matrix", Outside("weights.bin", kind, (2, 3), 4, 4 + len(data)))
    if kind != "float32":
        weight = graph.node("Cast", [weight], to=FLOAT32)
    graph.node("FusedMatMul", ["x", weight], MICROSOFT, name="y", transB=1, alpha=0.5)
    model = graph.model([("x", "float32", ["rows", 3])], [("y", "float32", ["rows", 2])])
    assert len(model) < 400
    x = np.array([[1.0, 1.0, 2.0]], np.float32)
    np.testing.assert_allclose(ran(model, tmp_path, x=x)[0], x @ matrix.T / 2, rtol=1e-6)
