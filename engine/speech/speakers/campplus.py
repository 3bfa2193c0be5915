"""CAM++ as a graph of ONNX, by the names of 3D-Speaker's `CAMPPlus` (arXiv:2303.00332, figure 1).

A front of small pictures over time and pitch, then three rows of layers each of which is given all that those
before it found, masked by what is heard in general; last the mean and the spread over time, brought to 192
numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.formats.onnx_writing import Graph
from engine.speech.speakers.filter_bank import BANDS

BANK, POINTS = "bank", "points"  # what it takes, (sounds, frames, BANDS), and gives, (sounds, SIZE)
SIZE = 192
MOST_FRAMES = 200  # what is heard "in general" is taken by pieces of 100 steps of two frames: one here

_ROWS = ((12, 1), (24, 2), (16, 2))  # layers, and how far apart the steps are that they look at
_EPSILON = 1e-5
Array = NDArray[Any]


def campplus(weights: Mapping[str, Array]) -> bytes:
    """The model's bytes. Raises KeyError where weights are missing."""
    return _Writer(weights).model()


class _Writer:
    def __init__(self, weights: Mapping[str, Array]) -> None:
        self._weights = weights
        self._graph = Graph()

    def model(self) -> bytes:
        graph = self._graph
        x = graph.node("Transpose", [BANK], perm=(0, 2, 1))
        x = graph.node("Unsqueeze", [x, self._whole(1)])
        x = self._timed(self._front(x))
        for row, (layers, apart) in enumerate(_ROWS, 1):
            for layer in range(1, layers + 1):
                found = self._layer(x, f"xvector.block{row}.tdnnd{layer}.", apart)
                x = graph.node("Concat", [x, found], axis=1)
            name = f"xvector.transit{row}."
            x = self._conv(self._active(x, f"{name}nonlinear.batchnorm"), f"{name}linear")
        x = self._summed(self._active(x, "xvector.out_nonlinear.batchnorm"))
        x = self._norm(self._conv(x, "xvector.dense.linear"), "xvector.dense.nonlinear.batchnorm")
        graph.node("Squeeze", [x, self._whole(2)], name=POINTS)
        return graph.model(
            [(BANK, "float32", ["sounds", "frames", BANDS])], [(POINTS, "float32", ["sounds", SIZE])]
        )

    def _front(self, x: str) -> str:
        x = self._relu(self._picture(x, "head.conv1", "head.bn1"))
        for layer in ("head.layer1.", "head.layer2."):
            for block in (f"{layer}0.", f"{layer}1."):
                step = 2 if f"{block}shortcut.0.weight" in self._weights else 1
                inner = self._relu(self._picture(x, f"{block}conv1", f"{block}bn1", step))
                inner = self._picture(inner, f"{block}conv2", f"{block}bn2")
                if step > 1:
                    x = self._picture(x, f"{block}shortcut.0", f"{block}shortcut.1", step)
                x = self._relu(self._graph.node("Add", [inner, x]))
        return self._relu(self._picture(x, "head.conv2", "head.bn2", 2))

    def _timed(self, x: str) -> str:
        """Bands and what was found in each as one row of channels, every second step."""
        frames = self._graph.node("Shape", [x], start=3, end=4)
        shape = self._graph.node("Concat", [self._whole(0), self._whole(-1), frames], axis=0)
        x = self._graph.node("Reshape", [x, shape])
        x = self._conv(x, "xvector.tdnn.linear", pads=(2, 2), strides=(2,))
        return self._active(x, "xvector.tdnn.nonlinear.batchnorm")

    def _layer(self, x: str, name: str, apart: int) -> str:
        graph = self._graph
        x = self._conv(self._active(x, f"{name}nonlinear1.batchnorm"), f"{name}linear1")
        x = self._active(x, f"{name}nonlinear2.batchnorm")
        local = self._conv(x, f"{name}cam_layer.linear_local", pads=(apart, apart), dilations=(apart,))
        mean = graph.node("ReduceMean", [x, self._whole(-1)], keepdims=1)
        general = graph.node("Add", [mean, mean])  # over all steps, and over the one piece of them
        general = self._relu(self._conv(general, f"{name}cam_layer.linear1"))
        mask = graph.node("Sigmoid", [self._conv(general, f"{name}cam_layer.linear2")])
        return graph.node("Mul", [local, mask])

    def _summed(self, x: str) -> str:
        """The mean and the spread over time, (sounds, twice the channels, 1)."""
        graph, last = self._graph, self._whole(-1)
        mean = graph.node("ReduceMean", [x, last], keepdims=1)
        apart = graph.node("Sub", [x, mean])
        squares = graph.node("ReduceSum", [graph.node("Mul", [apart, apart]), last], keepdims=1)
        steps = graph.node("Cast", [graph.node("Shape", [x], start=2, end=3)], to=1)
        one = graph.constant(np.array([1.0], np.float32))
        variance = graph.node("Div", [squares, graph.node("Sub", [steps, one])])
        return graph.node("Concat", [mean, graph.node("Sqrt", [variance])], axis=1)

    def _picture(self, x: str, name: str, norm: str, step: int = 1) -> str:
        edge = self._weights[f"{name}.weight"].shape[-1] // 2
        return self._norm(self._conv(x, name, pads=(edge,) * 4, strides=(step, 1)), norm)

    def _conv(self, x: str, name: str, **attributes: tuple[int, ...]) -> str:
        taken = [x, self._constant(f"{name}.weight")]
        if f"{name}.bias" in self._weights:
            taken.append(self._constant(f"{name}.bias"))
        return self._graph.node("Conv", taken, "", "", **attributes)

    def _norm(self, x: str, name: str) -> str:
        mean = self._weights[f"{name}.running_mean"]
        scale = self._weights.get(f"{name}.weight", np.ones_like(mean))
        bias = self._weights.get(f"{name}.bias", np.zeros_like(mean))
        values = (scale, bias, mean, self._weights[f"{name}.running_var"])
        return self._graph.node(
            "BatchNormalization", [x, *map(self._graph.constant, values)], epsilon=_EPSILON
        )

    def _active(self, x: str, name: str) -> str:
        return self._relu(self._norm(x, name))

    def _relu(self, x: str) -> str:
        return self._graph.node("Relu", [x])

    def _constant(self, name: str) -> str:
        return self._graph.constant(self._weights[name])

    def _whole(self, value: int) -> str:
        return self._graph.constant(np.array([value], np.int64))
