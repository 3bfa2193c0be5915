"""Parcels between the one that speaks and the one that connects, wherever the bytes are cut."""

from __future__ import annotations

import struct

import pytest
from any_text import fuzzed
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ProtocolBroken
from engine.remote.parcels import MOST, Kind, Unpacking, packed

PARCELS = st.lists(st.tuples(st.sampled_from(Kind), st.binary(max_size=300)), max_size=8)


@fuzzed
@given(PARCELS, st.lists(st.integers(1, 40), min_size=1))
def test_what_is_packed_comes_out_whole_and_in_order(
    parcels: list[tuple[Kind, bytes]], cuts: list[int]
) -> None:
    data = b"".join(packed(*one) for one in parcels)
    unpacking, found, at, turn = Unpacking(), [], 0, 0
    while at < len(data):
        step = cuts[turn % len(cuts)]
        found += unpacking.feed(data[at : at + step])
        at, turn = at + step, turn + 1
    assert found == parcels


def test_what_is_no_parcel_is_refused() -> None:
    for head in (struct.pack("<BI", 0, 0), struct.pack("<BI", 99, 1), struct.pack("<BI", 2, MOST + 1)):
        with pytest.raises(ProtocolBroken):
            Unpacking().feed(head)
    with pytest.raises(ValueError, match="parcel"):
        packed(Kind.DATA, b"x" * (MOST + 1))


@fuzzed
@given(st.binary(max_size=2000))
def test_bytes_of_anybody_end_in_parcels_or_a_fault(data: bytes) -> None:
    try:
        for kind, payload in Unpacking().feed(data):
            assert kind in Kind
            assert len(payload) <= MOST
    except ProtocolBroken:
        return
