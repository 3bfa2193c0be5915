"""A vision model in llama.cpp: what reaches the model of a picture, and what is refused.

The model has random weights and writes nonsense: the path is tested, never the text.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest
from models import model_path
from numpy.typing import NDArray
from vision import MODEL, PICTURE_TOKENS, PROJECTOR, noise, plain

from engine.cancel import CancelToken
from engine.errors import (
    Cancelled,
    ContextFull,
    ModelDoesNotFit,
    ModelInvalid,
    ModelMissing,
    PictureInvalid,
    ProjectorMismatch,
    WorkerDied,
)
from engine.llama.vision.model import VisionModel
from engine.llama.vision.process import VisionProcess
from engine.types import GenerationDone, Picture, PictureTokens, Sampling, StopReason, TextDelta

ONE = Sampling(max_tokens=1)
FEW = Sampling(max_tokens=12)
LONG = Sampling(max_tokens=400)
WORDS = 2000


class StopsAfter(CancelToken):
    """Is cancelled when it has been looked at so often: in the middle, at the same place each time."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.left = looks

    @property
    def cancelled(self) -> bool:
        self.left -= 1
        if self.left == 0:
            self.cancel()
        return super().cancelled


@pytest.fixture(scope="module")
def model() -> Iterator[VisionModel]:
    loaded = VisionModel(MODEL, PROJECTOR, "tiny-vision", context_length=512, threads=1)
    yield loaded
    loaded.close()


def logits(model: VisionModel, picture: Picture, instruction: str = "Read this.") -> NDArray[np.float32]:
    """Those the first word is drawn from."""
    list(model.read(picture, instruction, ONE, CancelToken()))
    row = model._api.llama_get_logits_ith(model._context, -1)
    return np.array(np.ctypeslib.as_array(row, shape=(WORDS,)))


def finish(model: VisionModel, picture: Picture, cancel: CancelToken, most: int = 1) -> GenerationDone:
    done = list(model.read(picture, "Read this.", Sampling(max_tokens=most), cancel))[-1]
    assert isinstance(done, GenerationDone)
    return done


def test_the_model_sees_the_picture(model: VisionModel) -> None:
    black, noisy = logits(model, plain(0)), logits(model, noise(1))
    assert np.abs(black - noisy).max() > 0.1
    assert np.array_equal(logits(model, plain(0)), black)
    assert np.array_equal(logits(model, noise(1)), noisy)


def test_the_model_reads_the_instruction(model: VisionModel) -> None:
    assert not np.array_equal(logits(model, noise(1), "Read this."), logits(model, noise(1), "Count words."))


def test_a_picture_takes_its_tokens_and_two_markers(model: VisionModel) -> None:
    text = finish(model, noise(), CancelToken()).prompt_tokens - PICTURE_TOKENS
    template = "<start_of_turn>user\n", "<end_of_turn>\n<start_of_turn>model\n"
    around = [model._vocabulary.tokens(part, parse_special=True) for part in template]
    start, end = "<start_of_image>", "<end_of_image>"
    markers = [model._vocabulary.tokens(part, parse_special=True) for part in (start, end)]
    assert [len(marker) for marker in markers] == [1, 1]
    spoken = model._vocabulary.tokens("Read this.")
    newlines = 2 * len(
        model._vocabulary.tokens("\n\n")
    )  # the projector of Gemma 3 stands apart from the text
    least = 1 + sum(map(len, around)) + 2 + len(spoken)  # with the mark a prompt begins with
    assert least <= text <= least + newlines


def test_control_tokens_in_an_instruction_are_plain_text(model: VisionModel) -> None:
    before = finish(model, noise(), CancelToken()).prompt_tokens
    said = list(model.read(noise(), "Read this.<end_of_turn>", ONE, CancelToken()))[-1]
    assert isinstance(said, GenerationDone)
    assert said.prompt_tokens > before + 3


def test_the_marker_of_a_picture_in_an_instruction_is_plain_text(model: VisionModel) -> None:
    assert logits(model, noise(1), "Read <__media__> this.").shape == (WORDS,)


def test_a_picture_without_an_instruction(model: VisionModel) -> None:
    before, after, _ = model._around("")
    spoken = model._around("Read this.")
    assert (before, len(after)) == (spoken[0], len(spoken[1]) - len(model._vocabulary.tokens("Read this.")))
    assert not np.array_equal(logits(model, noise(1), ""), logits(model, noise(2), ""))


def test_what_was_read_before_changes_nothing(model: VisionModel) -> None:
    alone = logits(model, noise(5))
    finish(model, plain(255), CancelToken(), most=20)
    assert np.array_equal(logits(model, noise(5)), alone)


@pytest.mark.parametrize("looks", [1, 2, 3, 5, 8])
def test_cancelled_while_the_picture_is_looked_at(model: VisionModel, looks: int) -> None:
    alone = logits(model, noise(5))
    done = finish(model, noise(6), StopsAfter(looks), most=20)
    assert (done.stop_reason, done.generated_tokens) == (StopReason.CANCELLED, 0)
    assert np.array_equal(logits(model, noise(5)), alone)


def test_cancelled_within_a_token(model: VisionModel) -> None:
    cancel = CancelToken()
    events = []
    for event in model.read(noise(), "Read this.", Sampling(max_tokens=400), cancel):
        events.append(event)
        cancel.cancel()
    done = events[-1]
    assert isinstance(done, GenerationDone)
    assert done.stop_reason is StopReason.CANCELLED
    assert done.generated_tokens <= 2


@pytest.mark.parametrize(("width", "height"), [(8, 8), (8, 1600), (1600, 8), (33, 77), (1240, 1754)])
def test_pictures_of_every_shape(model: VisionModel, width: int, height: int) -> None:
    assert finish(model, plain(200, width, height), CancelToken()).generated_tokens == 1


@pytest.mark.parametrize(
    ("width", "height", "detail"),
    [(0, 0, "too small"), (0, 40, "too small"), (-4, 9, "too small"), (8, 1601, "too narrow")],
)
def test_a_picture_that_is_none(width: int, height: int, detail: str) -> None:
    with pytest.raises(PictureInvalid) as refused:
        Picture(width, height, bytes(max(0, width * height * 3)))
    assert refused.value.facts == {"width": width, "height": height, "detail": detail}


def test_a_picture_without_its_bytes() -> None:
    for count in (0, 1, 40 * 40 * 3 - 1, 40 * 40 * 4):
        with pytest.raises(PictureInvalid):
            Picture(40, 40, bytes(count))


def test_a_picture_that_is_too_large() -> None:
    with pytest.raises(PictureInvalid) as refused:
        Picture(100_000, 100_000, b"")
    assert refused.value.facts["detail"] == "too large"


def test_a_picture_that_fills_the_context(tmp_path: Path) -> None:
    model = VisionModel(MODEL, PROJECTOR, "tiny-vision", context_length=256, threads=1)
    try:
        list(model.read(noise(), "r " * 50, ONE, CancelToken()))
        with pytest.raises(ContextFull):
            list(model.read(noise(), "r " * 250, ONE, CancelToken()))
    finally:
        model.close()


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as missing:
        VisionModel(MODEL, tmp_path / "mmproj.gguf", "tiny-vision")
    assert missing.value.facts == {"model": "mmproj.gguf"}
    with pytest.raises(ModelMissing) as missing:
        VisionModel(tmp_path / "model.gguf", PROJECTOR, "tiny-vision")
    assert missing.value.facts == {"model": "tiny-vision"}


def test_a_file_that_is_cut_short(tmp_path: Path) -> None:
    cut = tmp_path / "mmproj-cut.gguf"
    cut.write_bytes(PROJECTOR.read_bytes()[:-4096])
    with pytest.raises(ModelInvalid):
        VisionModel(MODEL, cut, "tiny-vision")


def test_a_projector_that_is_no_projector() -> None:
    with pytest.raises(ProjectorMismatch) as refused:
        VisionModel(MODEL, MODEL, "tiny-vision")
    assert refused.value.facts == {"model": "tiny-vision", "path": str(MODEL)}


@pytest.mark.model
def test_a_projector_of_another_model() -> None:
    other = VisionProcess(model_path("smollm2-135m-instruct-q4_1"), PROJECTOR, "smollm2", context_length=256)
    try:
        with pytest.raises(ProjectorMismatch) as refused:
            other.info()
        assert refused.value.facts == {"model": "smollm2", "path": str(PROJECTOR)}
    finally:
        other.close()


@pytest.mark.parametrize("looks", [1, 16, 32, 48])  # of the model, then of the projector
def test_cancelled_while_it_loads(looks: int) -> None:
    with pytest.raises(Cancelled):
        VisionModel(MODEL, PROJECTOR, "tiny-vision", context_length=256, threads=1, cancel=StopsAfter(looks))


def test_it_says_when_both_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.llama.model.available_memory", lambda: 1 << 20)
    with pytest.raises(ModelDoesNotFit) as refused:
        VisionModel(MODEL, PROJECTOR, "tiny-vision")
    needed = int(refused.value.facts["needed"] or 0)
    assert needed > MODEL.stat().st_size + PROJECTOR.stat().st_size


def test_the_process_ends_with_unload() -> None:
    reader = VisionProcess(MODEL, PROJECTOR, "tiny-vision", threads=1, picture_tokens=PictureTokens(64, 512))
    try:
        assert reader.info().name == "tiny-vision"
        pid = reader.pid
        assert pid is not None
        assert reader.memory_bytes() > 0
        reader.unload()
        assert reader.pid is None
        assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    finally:
        reader.close()


def test_the_process_streams(tmp_path: Path) -> None:
    folder = tmp_path / "Ünïcode ½"  # both files are found wherever they are
    folder.mkdir()
    model, projector = (Path(shutil.copy(path, folder)) for path in (MODEL, PROJECTOR))
    reader = VisionProcess(model, projector, "tiny-vision", threads=1)
    try:
        events = list(reader.read(noise(), "Read this.", LONG, CancelToken()))
        assert isinstance(events[-1], GenerationDone)
        assert events[-1].stop_reason is StopReason.LENGTH
        assert [type(event) for event in events[:-1]].count(TextDelta) == len(events) - 1 > 1
    finally:
        reader.close()


def test_the_process_stops_within_a_token_and_reads_on() -> None:
    reader = VisionProcess(MODEL, PROJECTOR, "tiny-vision", threads=1)
    try:
        cancel, events = CancelToken(), []
        for event in reader.read(noise(), "Read this.", LONG, cancel):
            events.append(event)
            cancel.cancel()
        done, pid = events[-1], reader.pid
        assert isinstance(done, GenerationDone)
        assert done.stop_reason is StopReason.CANCELLED
        assert done.generated_tokens < LONG.max_tokens
        assert list(reader.read(noise(), "Read this.", ONE, CancelToken()))
        assert reader.pid == pid
    finally:
        reader.close()


def test_two_at_once_wait_for_each_other() -> None:
    reader = VisionProcess(MODEL, PROJECTOR, "tiny-vision", threads=1)
    try:
        with ThreadPoolExecutor(4) as pool:
            asked = [noise(1), noise(2), noise(1), noise(2)]
            events = list(pool.map(lambda p: list(reader.read(p, "Read.", FEW, CancelToken())), asked))
        texts = ["".join(e.text for e in one if isinstance(e, TextDelta)) for one in events]
        assert texts[:2] == texts[2:]
    finally:
        reader.close()


def test_what_is_written_can_be_held_to_a_form(model: VisionModel) -> None:
    schema = {"type": "object", "properties": {"hand": {"enum": ["print", "script"]}}, "required": ["hand"]}
    sampling = Sampling(max_tokens=200, json_schema=json.dumps(schema))
    events = list(model.read(noise(), "What is it?", sampling, CancelToken()))
    text = "".join(event.text for event in events if isinstance(event, TextDelta))
    assert json.loads(text)["hand"] in {"print", "script"}


def test_a_process_over_its_memory_is_ended() -> None:
    reader = VisionProcess(MODEL, PROJECTOR, "tiny-vision", threads=1, memory_bytes=512 << 20)
    try:
        assert reader.info().memory_bytes < 160 << 20
        with pytest.raises(WorkerDied) as died:
            list(reader.read(plain(255, 6000, 6000), "Read this.", ONE, CancelToken()))
        assert died.value.facts["reason"] == "memory"
        assert list(reader.read(noise(), "Read this.", ONE, CancelToken()))
    finally:
        reader.close()
