"""Frames: what goes in comes out; what is no frame, or too much of one, is refused."""

from __future__ import annotations

import io
import json
import struct
import tracemalloc

import pytest

from engine.errors import ProtocolBroken
from engine.workers.frames import (
    MAX_BLOB_BYTES,
    MAX_BLOBS,
    MAX_HEADER_BYTES,
    Frame,
    FrameCut,
    FrameTooLarge,
    encode,
    read_frame,
    read_sized,
    write_frame,
)


class Trickle(io.RawIOBase):
    """A stream that gives a byte at a time, as a pipe may."""

    def __init__(self, data: bytes) -> None:
        self._source = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._source.read(min(size, 1))


def written(*frames: Frame) -> bytes:
    stream = io.BytesIO()
    for frame in frames:
        write_frame(stream, frame)
    return stream.getvalue()


FRAMES = [
    Frame({}),
    Frame({"text": "Zürich § 12 日本 🙂", "list": [1, 2.5, None, True, {"a": []}]}),
    Frame({"n": -(2**63)}, (b"", b"\x00\xff" * 1000, b"x")),
    Frame({"path": "not-utf8-\udcff\udcfe.pdf"}),
    Frame({}, (b"",) * MAX_BLOBS),
]


@pytest.mark.parametrize("frame", FRAMES)
def test_a_frame_comes_out_as_it_went_in(frame: Frame) -> None:
    data = written(frame)
    assert read_sized(io.BytesIO(data)) == (frame, len(data))


def test_frames_follow_each_other_byte_by_byte() -> None:
    stream = Trickle(written(*FRAMES))
    assert [read_frame(stream) for _ in FRAMES] == FRAMES  # type: ignore[arg-type]  # a raw stream reads like it
    assert read_frame(stream) is None  # type: ignore[arg-type]  # likewise


@pytest.mark.parametrize("frame", [Frame({"a": 1}, (b"12345", b"678"))])
def test_a_stream_cut_anywhere_inside_a_frame_is_noticed(frame: Frame) -> None:
    data = written(frame)
    for length in range(1, len(data)):
        with pytest.raises(FrameCut):
            read_frame(io.BytesIO(data[:length]))


@pytest.mark.parametrize(
    "lengths",
    [
        struct.pack("<II", MAX_HEADER_BYTES + 1, 0),
        struct.pack("<II", 2, MAX_BLOBS + 1),
        struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF),
        struct.pack("<IIQ", 2, 1, MAX_BLOB_BYTES + 1),
        struct.pack("<IIQQ", 2, 2, MAX_BLOB_BYTES, 1),
        struct.pack("<IIQ", 2, 1, 2**64 - 1),
    ],
)
def test_lengths_out_of_bounds_are_refused_before_anything_is_allocated(lengths: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FrameTooLarge):
            read_frame(io.BytesIO(lengths + bytes(64)))
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_limit_of_the_moment_counts_header_and_blobs() -> None:
    data = written(Frame({"a": 1}, (bytes(100),)))
    with pytest.raises(FrameTooLarge):
        read_frame(io.BytesIO(data), limit=100)
    assert read_frame(io.BytesIO(data), limit=107) == Frame({"a": 1}, (bytes(100),))


@pytest.mark.parametrize(
    "header", [b"", b"{", b"[]", b"1", b'"text"', b"\xff\xfe{}", b"[" * 100_000, b'{"a":' * 100_000]
)
def test_a_header_that_is_no_object_is_refused(header: bytes) -> None:
    with pytest.raises(ProtocolBroken):
        read_frame(io.BytesIO(struct.pack("<II", len(header), 0) + header))


@pytest.mark.parametrize(
    "frame",
    [Frame({}, (b"",) * (MAX_BLOBS + 1)), Frame({"a": "x" * MAX_HEADER_BYTES})],
    ids=["blobs", "header"],
)
def test_what_no_reader_accepts_is_not_sent(frame: Frame) -> None:
    stream = io.BytesIO()
    with pytest.raises(FrameTooLarge):
        write_frame(stream, frame)
    assert stream.getvalue() == b""


def test_blobs_are_not_copied_to_be_sent() -> None:
    blob = bytes(1000)
    assert encode(Frame({}, (blob,)))[1] is blob


def test_the_header_is_plain_json() -> None:
    data = written(Frame({"key": "ü"}))
    assert json.loads(data[8:]) == {"key": "ü"}
