"""States of what a model has read, held in memory, with what was asked of them."""

from __future__ import annotations

from collections.abc import Sequence


class HeldStates:
    """`engine.llama.states.States`."""

    def __init__(self) -> None:
        self.held: list[tuple[tuple[str, ...], bool, bytes]] = []
        self.asked: list[list[str]] = []
        self.era = 0

    def find(self, keys: Sequence[str]) -> tuple[str, bytes] | None:
        self.asked.append(list(keys))
        for key in keys:
            for kept, _, state in self.held:
                if key in kept:
                    return key, state
        return None

    def keep(self, keys: Sequence[str], state: bytes, *, fixed: bool) -> None:
        self.held.append((tuple(keys), fixed, state))

    def known(self) -> list[str]:
        return [keys[0] for keys, _, _ in self.held]
