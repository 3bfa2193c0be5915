"""Broken bytes for everything that takes some from strangers; `bench fuzz` does it for half an hour."""

from __future__ import annotations

import io
import struct

import pytest
from damage import KEY
from fuzzed import TARGETS, contents, copies, fed, samples, scratch

from engine.errors import ProtocolBroken, UnknownFault, fault_from
from engine.workers.frames import Frame, Json, encode, read_frame
from rag.reading.frames import event_of
from rag.reading.read_so_far import ReadSoFar
from rag.storing.page_proof import is_laid_out

_SLOW = ("copies", "contents")  # a vault each time


@pytest.mark.parametrize("target", TARGETS)
def test_whole_samples_are_taken_quietly(target: str) -> None:
    for sample in samples(target):
        TARGETS[target](sample)


@pytest.mark.parametrize("target", TARGETS)
def test_broken_bytes_end_in_what_was_promised(target: str) -> None:
    found = fed(target, rounds=6 if target in _SLOW else 300)
    assert found.found == {}
    assert found.fed >= 6


def test_a_header_of_an_unsupported_format_is_damage() -> None:
    """SQLite says so under the code of a wrong statement."""
    copies(bytes.fromhex("2c0000004000fd080000c807"))


def test_a_schema_that_is_no_text_is_damage() -> None:
    """What SQLite says of it quotes it, and is no UTF-8 then."""
    contents(bytes.fromhex("008811000000075dff0cffdf"))


@pytest.mark.parametrize("size", [512, 1024, 2048, 8192])
def test_a_vault_that_says_its_pages_are_of_another_size_does_not_end_the_process(size: int) -> None:
    """SQLCipher ended it where the first page, proved with the vault's own key, said 512 or 2,048."""
    high, low = size.to_bytes(2, "big")
    contents(struct.pack("<IBBIBB", 0, 8, high, 17, 200, low))
    assert not is_laid_out(scratch() / "contents" / "vault.db", KEY)


@pytest.mark.parametrize(
    ("header", "blobs"),
    [
        ({}, ()),
        ({"event": ["page"]}, ()),
        ({"event": "page"}, ()),
        ({"event": "begun", "number": "x"}, ()),
        ({"event": "info", "title": "a", "page_count": "9", "unit": "page", "author": "", "outline": []}, ()),
        ({"event": "info", "title": 1, "page_count": 9, "unit": "page", "author": "", "outline": []}, ()),
        ({"event": "member", "about": ["k", 7]}, ()),
        ({"event": "failed", "code": "x", "facts": 3}, ()),
        ({"event": "structure"}, (b"[" * 100_000,)),
        ({"event": "structure"}, (b'{"sections": [], "passages": [[0, "a"]], "references": []}',)),
    ],
)
def test_what_is_no_event_of_a_reader_is_a_broken_protocol(
    header: dict[str, Json], blobs: tuple[bytes, ...]
) -> None:
    """A reader that was taken over writes what it likes: ValueErrors and KeyErrors stopped the caller."""
    frame = read_frame(io.BytesIO(b"".join(encode(Frame(header, blobs)))))
    assert frame is not None
    with pytest.raises(ProtocolBroken):
        event_of(frame)
    with pytest.raises(ProtocolBroken):
        ReadSoFar().event(frame)


def test_a_fault_keeps_whatever_names_its_facts_have() -> None:
    fault = fault_from("nobody's", {"self": 1, "sent_code": "other", "a b": 2})
    assert isinstance(fault, UnknownFault)
    assert fault.facts == {"self": 1, "sent_code": "nobody's", "a b": 2}
