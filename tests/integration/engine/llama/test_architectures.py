"""Models of many architectures, made by the tests: llama.cpp loads them, they answer, and they take the
memory that was told from their headers.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tiny_gguf import CONTEXT, tiny

from engine.cancel import CancelToken
from engine.errors import ModelDoesNotFit
from engine.formats.gguf_parts import read_model
from engine.llama import model as loading
from engine.llama.fit import CacheType, need
from engine.llama.knowing import look
from engine.llama.model import LlamaModel
from engine.llama.native import NativeLog
from engine.types import GenerationDone, Message, Sampling, Speaker, StopReason

ARCHITECTURES = (
    "llama",
    "qwen2",
    "qwen3",
    "qwen3moe",
    "gemma2",
    "gemma3",
    "phi3",
    "granite",
    "smollm3",
    "mamba",
)
ASKED = (Message(Speaker.SYSTEM, "Be brief."), Message(Speaker.USER, "Hi"))
_SET_ASIDE = re.compile(r"(KV|RS|compute) buffer size = +([\d.]+) MiB")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What llama.cpp writes to its log."""
    lines: list[str] = []
    take = NativeLog.take

    def keep(self: NativeLog, level: int, line: bytes) -> None:
        lines.append(line.decode("utf-8", "replace"))
        take(self, level, line)

    monkeypatch.setattr(NativeLog, "take", keep)
    return lines


def buffers(told: list[str]) -> dict[str, float]:
    """Mebibytes by what they are for."""
    found: dict[str, float] = {}
    for line in told:
        if held := _SET_ASIDE.search(line):
            found[held[1]] = found.get(held[1], 0.0) + float(held[2])
    return found


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_an_architecture(architecture: str, tmp_path: Path, told: list[str]) -> None:
    path = tiny(architecture).save(tmp_path / f"{architecture}.gguf")
    known = look([path])
    assert known is not None
    assert not known.error
    model = LlamaModel(path, architecture, context_length=CONTEXT)
    try:
        events = list(model.generate(ASKED, Sampling(max_tokens=6), CancelToken()))
        done = events[-1]
        assert isinstance(done, GenerationDone)
        assert done.stop_reason in (StopReason.END, StopReason.LENGTH)
        assert done.generated_tokens > 0
    finally:
        model.close()
    expected, found = need(read_model(path), CONTEXT), buffers(told)
    kept = found.get("KV", 0.0) + found.get("RS", 0.0)
    assert expected.cache / 2**20 == pytest.approx(kept, abs=0.006)  # the log rounds to hundredths
    assert 0.9 <= expected.compute / 2**20 / found["compute"] <= 1.6


@pytest.mark.parametrize("parts", [2, 3, 7])
def test_a_model_in_parts_answers_as_the_whole_one_does(tmp_path: Path, parts: int) -> None:
    made = tiny("qwen3")
    whole = made.save(tmp_path / "whole.gguf")
    cut = made.save_in_parts(tmp_path / "cut", "cut", parts)
    said = []
    for path in (whole, cut[0]):
        model = LlamaModel(path, "tiny", context_length=CONTEXT)
        said.append(
            [repr(event) for event in model.generate(ASKED, Sampling(max_tokens=6), CancelToken())][:-1]
        )
        model.close()
    assert said[0] == said[1]
    assert read_model(cut[0]).parameters == read_model(whole).parameters


def test_keys_kept_less_finely_still_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = tiny("llama", context=4096, layers=16, head=32).save(tmp_path / "wide.gguf")
    header = read_model(wide)
    free = need(header, 2048, CacheType.Q8_0).least
    monkeypatch.setattr(loading, "available_memory", lambda: free)
    model = LlamaModel(wide, "tight")
    try:
        assert model.stamp().machine.endswith("context 2048 in q8_0")
        *_, done = model.generate(ASKED, Sampling(max_tokens=6), CancelToken())
        assert isinstance(done, GenerationDone)
        assert done.generated_tokens > 0
    finally:
        model.close()
    monkeypatch.setattr(loading, "available_memory", lambda: need(header, 2048, CacheType.Q4_0).least - 1)
    with pytest.raises(ModelDoesNotFit):
        LlamaModel(wide, "tight")
