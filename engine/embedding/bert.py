"""BERT as a graph of ONNX, over the weights of its safetensors file as they lie there.

Source: J. Devlin et al., BERT, NAACL 2019 (arXiv:1810.04805), by the names of transformers' `BertModel`,
which are those of RoBERTa's and XLM-RoBERTa's layers too. The operators are ONNX's, and for attention, for a
product with a matrix that lies transposed and for GELU after a bias ONNX Runtime's own
(https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md). Its `SkipLayerNormalization` is
left out: it takes four times as long as the three nodes that do the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from engine.embedding.description import Network, NotKnown
from engine.embedding.token_codes import BITS, rotation
from engine.formats.onnx_writing import FLOAT32, MICROSOFT, Graph, Outside
from engine.formats.safetensors import WEIGHTS, Lying

IDS, LENGTHS, SHARES = "ids", "lengths", "shares"  # what it takes: see `bert`
VECTORS, PROJECTED = "vectors", "projected"  # what it gives

_PREFIXES = ("", "bert.", "roberta.")  # of the names, by the class that the folder was saved from
_KINDS = {"F32": "float32", "F16": "float16", "BF16": "bfloat16"}
_ALIGNED = 4  # bytes: numbers that begin elsewhere would have to be moved


def bert(network: Network, tensors: Mapping[str, Lying]) -> bytes:
    """The model's bytes; its weights stay in the folder's file.

    It takes `ids`, (texts, tokens), filled up at the end; `lengths`, the tokens of each text; `shares`, what
    each token adds to its text's vector, (texts, 1, tokens). It gives `vectors`, (texts, 1, hidden), and
    `projected`, the tokens' vectors times the rotation of the codes, (texts, tokens, BITS).

    Raises `NotKnown` where weights are missing, or in a form that is not read.
    """
    prefix = next((one for one in _PREFIXES if f"{one}embeddings.LayerNorm.weight" in tensors), None)
    if prefix is None:
        raise NotKnown("weights of other names")
    try:
        return _Writer(network, tensors, prefix).model()
    except KeyError as missing:
        raise NotKnown("weights are missing, or of another kind") from missing


class _Writer:
    def __init__(self, network: Network, tensors: Mapping[str, Lying], prefix: str) -> None:
        self._network, self._tensors, self._prefix = network, tensors, prefix
        self._graph = Graph()

    def model(self) -> bytes:
        graph, hidden = self._graph, self._network.hidden
        tokens = self._embedded()
        for layer in range(self._network.layers):
            tokens = self._layer(tokens, f"encoder.layer.{layer}.")
        graph.node("MatMul", [SHARES, tokens], name=VECTORS)
        graph.node("MatMul", [tokens, graph.constant(rotation(hidden))], name=PROJECTED)
        return graph.model(
            [
                (IDS, "int64", ["texts", "tokens"]),
                (LENGTHS, "int32", ["texts"]),
                (SHARES, "float32", ["texts", 1, "tokens"]),
            ],
            [
                (VECTORS, "float32", ["texts", 1, hidden]),
                (PROJECTED, "float32", ["texts", "tokens", BITS]),
            ],
        )

    def _embedded(self) -> str:
        """Words, places and the first kind of text, added up."""
        graph, name, first = self._graph, "embeddings.", self._network.first_place
        # The table of words is most of a small model, and few of its rows are read: it stays as it lies.
        words = self._floats(
            f"{name}word_embeddings.weight", then=lambda table: graph.node("Gather", [table, IDS])
        )
        tokens = graph.node("Shape", [IDS], start=1, end=2)
        zero, begin = (graph.constant(np.array([place], np.int64)) for place in (0, first))
        end = graph.node("Add", [tokens, begin])
        places = graph.node("Slice", [self._floats(f"{name}position_embeddings.weight"), begin, end, zero])
        # Every text is of the first kind: the second was for pairs.
        kind = graph.node("Gather", [self._floats(f"{name}token_type_embeddings.weight"), zero])
        placed = graph.node("Add", [places, kind])
        return self._norm(graph.node("Add", [words, placed]), f"{name}LayerNorm")

    def _layer(self, tokens: str, name: str) -> str:
        graph = self._graph
        parts = [f"{name}attention.self.{part}" for part in ("query", "key", "value")]
        bias = graph.node("Concat", [self._floats(f"{part}.bias") for part in parts], axis=0)
        attended = graph.node(
            "MultiHeadAttention",
            [*(self._product(tokens, part) for part in parts), bias, LENGTHS],
            MICROSOFT,
            num_heads=self._network.heads,
        )
        tokens = self._joined(attended, tokens, f"{name}attention.output")
        inner = f"{name}intermediate.dense"
        active = graph.node(
            "BiasGelu", [self._product(tokens, inner), self._floats(f"{inner}.bias")], MICROSOFT
        )
        return self._joined(active, tokens, f"{name}output")

    def _joined(self, tokens: str, before: str, name: str) -> str:
        graph, dense = self._graph, f"{name}.dense"
        added = graph.node("Add", [self._product(tokens, dense), self._floats(f"{dense}.bias")])
        return self._norm(graph.node("Add", [added, before]), f"{name}.LayerNorm")

    def _product(self, tokens: str, name: str) -> str:
        # A layer's matrix has a row for each number that it gives.
        return self._graph.node("FusedMatMul", [tokens, self._floats(f"{name}.weight")], MICROSOFT, transB=1)

    def _norm(self, tokens: str, name: str) -> str:
        return self._graph.node(
            "LayerNormalization",
            [tokens, self._floats(f"{name}.weight"), self._floats(f"{name}.bias")],
            axis=-1,
            epsilon=self._network.epsilon,
        )

    def _floats(self, name: str, then: Callable[[str], str] = str) -> str:
        """Weights as float32, after what is done `then` with them as they lie."""
        lying = self._tensors[self._prefix + name]
        if lying.begin % _ALIGNED:
            raise NotKnown("weights that are not aligned")
        kind = _KINDS[lying.kind]
        given = then(self._graph.weight(name, Outside(WEIGHTS, kind, lying.shape, lying.begin, lying.end)))
        return given if kind == "float32" else self._graph.node("Cast", [given], to=FLOAT32)
