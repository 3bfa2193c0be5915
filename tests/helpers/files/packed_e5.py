"""A small packed E5 as the package lays it out, with random weights of a given seed."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

HIDDEN, LAYERS, HEADS, INNER, PLACES = 32, 1, 4, 64, 64
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "▁", "▁the", "▁lamp", "s", "▁fine", "ä", "<mask>")

Floats = NDArray[np.float32]


def packed(seed: int = 1) -> tuple[bytes, dict[str, Floats]]:
    """The file, and the weights that it holds by the package's names, as they are after the packing."""
    made = np.random.default_rng(seed)
    shapes = {"emb.word": (len(PIECES), HIDDEN), "emb.pos": (PLACES, HIDDEN), "emb.type": (2, HIDDEN)}
    shapes |= {"emb.ln.w": (HIDDEN,), "emb.ln.b": (HIDDEN,)}
    for part, rows, columns in (
        ("q", HIDDEN, HIDDEN),
        ("k", HIDDEN, HIDDEN),
        ("v", HIDDEN, HIDDEN),
        ("ao", HIDDEN, HIDDEN),
        ("fi", INNER, HIDDEN),
        ("fo", HIDDEN, INNER),
    ):
        shapes |= {f"l0.{part}.w": (rows, columns), f"l0.{part}.b": (rows,)}
    for part in ("aln", "oln"):
        shapes |= {f"l0.{part}.w": (HIDDEN,), f"l0.{part}.b": (HIDDEN,)}
    weights, blobs = {}, {}
    for name, shape in shapes.items():
        value = made.normal(size=shape).astype(np.float32)
        if len(shape) == 2 and name not in ("emb.pos", "emb.type"):
            blobs[name], weights[name] = _blocks(value)
        else:
            blobs[name], weights[name] = value.tobytes(), value
    return _file(weights, blobs), weights


def _blocks(value: Floats) -> tuple[bytes, Floats]:
    """Q4_0: 32 weights as 16 bytes behind a float16 scale."""
    rows = value.reshape(-1, 32)
    scale = (np.abs(rows).max(axis=1) / 7).astype("<f2")
    whole = np.clip(np.rint(rows / scale[:, None].astype(np.float32)) + 8, 0, 15).astype(np.uint8)
    nibbles = whole[:, :16] | (whole[:, 16:] << 4)
    data = b"".join(one.tobytes() + two.tobytes() for one, two in zip(scale, nibbles, strict=True))
    kept = (whole.astype(np.float32) - 8) * scale[:, None].astype(np.float32)
    return data, kept.reshape(value.shape)


def _file(weights: dict[str, Floats], blobs: dict[str, bytes]) -> bytes:
    names = [piece.encode("utf-8") for piece in PIECES]
    offsets = np.cumsum([0, *map(len, names)]).astype("<u4")
    scores = -np.arange(len(names), dtype="<f4")
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, INNER, len(PIECES), PLACES, 2, 1e-12, 32)
    head += struct.pack("<5iQ", len(names), 0, 2, 1, 3, sum(map(len, names)))
    head += offsets.tobytes() + scores.tobytes() + b"".join(names)
    table = struct.pack("<IB1I", 0x09, 1, 0x20)  # a tab is a blank
    head += struct.pack("<iI", 1, len(table)) + table + struct.pack("<i", len(blobs))
    entry = sum(2 + len(name) + 21 for name in blobs)
    at, listed = len(head) + entry, b""
    for name, blob in blobs.items():
        kind = int(len(blob) != 4 * weights[name].size)
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", kind, weights[name].size, at, len(blob))
        at += len(blob)
    return head + listed + b"".join(blobs.values())
