"""Fetching what nobody here has seen yet, by what the hub declares of it; against a stand-in of the hub.

Real processes and real sockets; the loopback is the only network.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from certificates import loopback_tls
from files.wheels import catalogue_of
from hub import OTHER_REVISION, REVISION, Hub, serving
from open_models import DIGEST, FILE, OTHER, REPOSITORY, WEIGHTS, fetching, open_model
from surroundings import small_disk

from engine.cancel import CancelToken
from engine.errors import (
    Cancelled,
    ChecksumMismatch,
    DiskFull,
    HubAway,
    PinnedOtherwise,
    SourcesExhausted,
)
from engine.provision.catalogue import HubSource, ModelFile
from engine.provision.pins import Declared, Pins, pinned
from engine.provision.provisioner import FetchProgress
from engine.types import ModelRole


def test_what_the_hub_declares_is_told_first_then_fetched_and_pinned(models: Path, hub: Hub) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    told: list[FetchProgress] = []
    path = fetching(models, model).fetch("tiny", progress=told.append)
    assert path.read_bytes() == WEIGHTS
    first = next(place for place, one in enumerate(told) if one.declared)
    assert (told[first].revision, told[first].declared) == (
        REVISION,
        (ModelFile("tiny.gguf", len(WEIGHTS), DIGEST),),
    )
    assert not any(one.done_bytes for one in told[:first]), "before anything comes"
    assert told[-1].done_bytes == told[-1].total_bytes == len(WEIGHTS)
    assert hub.fetched == [FILE], "at the revision that was declared, whatever is newest by then"
    known = pinned(catalogue_of(models.parent / "models.json", model), models).get("tiny")
    assert known.settled
    assert known.installed(models)
    assert [one.revision for one in known.sources if isinstance(one, HubSource)] == [REVISION]


def test_a_pin_holds_for_every_later_fetch(models: Path, hub: Hub) -> None:
    fetch = fetching(models, open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})))
    fetch.fetch("tiny").unlink()
    hub.declare(REPOSITORY, {"tiny.gguf": OTHER}, OTHER_REVISION)
    hub.asked.clear()
    assert fetch.fetch("tiny").read_bytes() == WEIGHTS, "the revision that was pinned, not the newest"
    assert [path for path, _ in hub.asked] == [FILE], "and nobody is asked what it holds"
    fetch.verify("tiny")
    (models / "tiny" / "tiny.gguf").unlink()
    hub.files[FILE] = OTHER
    with pytest.raises(SourcesExhausted) as refused:
        fetch.fetch("tiny")
    assert f"wrong bytes: their sha256 is {hashlib.sha256(OTHER).hexdigest():.12}" in str(
        refused.value.facts["detail"]
    )
    assert f"pinned is {DIGEST:.12}" in str(refused.value.facts["detail"])
    assert not (models / "tiny" / "tiny.gguf").exists()


def test_a_damaged_model_does_not_pass_its_pin(models: Path, hub: Hub) -> None:
    fetch = fetching(models, open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})))
    path = fetch.fetch("tiny")
    fetch.verify("tiny")
    path.write_bytes(OTHER)
    with pytest.raises(ChecksumMismatch):
        fetch.verify("tiny")


def test_a_stick_gives_what_is_pinned_and_nothing_that_nobody_has_declared(
    models: Path, hub: Hub, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "tiny.gguf").write_bytes(WEIGHTS)
    fetch = fetching(models, open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})))
    with pytest.raises(SourcesExhausted) as refused:
        fetch.fetch("tiny", sources_from=[stick], offline=True)
    assert "nobody has told yet which bytes it has" in str(refused.value.facts["detail"])
    fetch.fetch("tiny").unlink()
    assert fetch.fetch("tiny", sources_from=[stick], offline=True).read_bytes() == WEIGHTS


def test_the_catalogues_word_holds_against_a_pin(models: Path, hub: Hub) -> None:
    file = ModelFile("tiny.gguf", len(WEIGHTS), DIGEST)
    Pins(models).put("tiny", Declared(OTHER_REVISION, {"tiny.gguf": replace(file, sha256="0" * 64)}))
    source = hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})
    model = open_model(source, files=(ModelFile("tiny.gguf", 0, DIGEST),))
    assert fetching(models, model).fetch("tiny").read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (ModelFile("tiny.gguf", len(WEIGHTS), "f" * 64), f"the hub declares {DIGEST:.16}"),
        (ModelFile("tiny.gguf", 5, ""), f"the hub declares {DIGEST:.16}, pinned is 5 bytes"),
    ],
    ids=["another-digest", "another-size"],
)
def test_a_hub_that_declares_otherwise_is_refused_before_anything_comes(
    models: Path, hub: Hub, known: ModelFile, said: str
) -> None:
    source = hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})
    # The revision is left open, so the hub is asked.
    with pytest.raises(PinnedOtherwise) as refused:
        fetching(models, open_model(source, files=(known,))).fetch("tiny")
    assert refused.value.facts["file"] == "tiny.gguf"
    assert refused.value.facts["declared"] == DIGEST
    assert hub.fetched == []


def test_other_bytes_than_it_declared_are_not_the_model(models: Path, hub: Hub) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    hub.files[FILE] = OTHER
    with pytest.raises(SourcesExhausted) as refused:
        fetching(models, model).fetch("tiny")
    assert "wrong bytes" in str(refused.value.facts["detail"])
    assert Pins(models).get("tiny") is None, "and nothing is pinned"


@pytest.mark.parametrize("size", [len(WEIGHTS) - 7, len(WEIGHTS) + 7])
def test_another_size_than_it_declared_is_not_the_model(models: Path, hub: Hub, size: int) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}, size=size))
    with pytest.raises(SourcesExhausted):
        fetching(models, model).fetch("tiny")
    assert not (models / "tiny").exists()
    assert Pins(models).get("tiny") is None


def test_small_files_are_held_to_their_git_objects_and_pinned_by_sha256(models: Path, hub: Hub) -> None:
    files = {"model.safetensors": WEIGHTS, "config.json": b"{}", "1_Pooling/config.json": b"[1]"}
    source = hub.declare(REPOSITORY, files)
    model = replace(open_model(source, files=tuple(map(ModelFile, files))), role=ModelRole.EMBED)
    folder = fetching(models, model).fetch("tiny")
    assert (folder / "1_Pooling" / "config.json").read_bytes() == b"[1]"
    known = Pins(models).applied(model)
    assert {file.name: file.sha256 for file in known.files} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    for name in files:
        (folder / name).unlink()
    hub.files[f"/{REPOSITORY}/resolve/{REVISION}/config.json"] = b"[]"
    with pytest.raises(SourcesExhausted):
        fetching(models, model).fetch("tiny")


def test_a_small_file_that_is_another_is_refused(models: Path, hub: Hub) -> None:
    files = {"model.safetensors": WEIGHTS, "config.json": b"{}"}
    model = open_model(hub.declare(REPOSITORY, files), files=tuple(map(ModelFile, files)))
    hub.files[f"/{REPOSITORY}/resolve/{REVISION}/config.json"] = b"[]"
    with pytest.raises(SourcesExhausted) as refused:
        fetching(models, model).fetch("tiny")
    assert "config.json: wrong bytes" in str(refused.value.facts["detail"])


def test_a_name_may_be_left_to_the_hub(models: Path, hub: Hub) -> None:
    files = {"some-Q4_K_M.gguf": WEIGHTS, "some-Q8_0.gguf": OTHER, "README.md": b"#"}
    source = hub.declare(REPOSITORY, files)
    model = open_model(source, files=(ModelFile("tiny.gguf", upstream="*Q4_K_M.gguf"),))
    assert fetching(models, model).fetch("tiny").read_bytes() == WEIGHTS
    assert hub.fetched == [FILE.replace("tiny.gguf", "some-Q4_K_M.gguf")]
    two = open_model(source, files=(ModelFile("tiny.gguf", upstream="*.gguf"),))
    with pytest.raises(SourcesExhausted) as refused:
        fetching(models.parent / "others", two).fetch("tiny")
    assert "is not there, or is not declared" in str(refused.value.facts["detail"])


@pytest.mark.parametrize(
    "otherwise",
    [
        {"sha": "main"},
        {"sha": None},
        {"siblings": []},
        {"siblings": "tiny.gguf"},
        {"siblings": [{"rfilename": "tiny.gguf", "size": 3}]},
        {"siblings": [{"rfilename": "tiny.gguf", "lfs": {"sha256": "../..", "size": 3}}]},
        {"siblings": [{"rfilename": "tiny.gguf", "lfs": {"sha256": DIGEST, "size": -3}}]},
        {"siblings": [None, 5]},
    ],
    ids=str,
)
def test_an_answer_that_says_nothing_is_refused(models: Path, hub: Hub, otherwise: dict[str, object]) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}, **otherwise))
    with pytest.raises(SourcesExhausted):
        fetching(models, model).fetch("tiny")
    assert hub.fetched == []
    assert not (models / "tiny").exists()


@pytest.mark.parametrize("answer", [b"<html>sign in</html>", b"[]", b"", b"{" * 100_000])
def test_an_answer_that_is_none_is_refused(models: Path, hub: Hub, answer: bytes) -> None:
    hub.files[f"/api/models/{REPOSITORY}/revision/main?blobs=true"] = answer
    with pytest.raises(SourcesExhausted) as refused:
        fetching(models, open_model(HubSource(REPOSITORY))).fetch("tiny")
    assert "does not say what the repository holds" in str(refused.value.facts["detail"])


def test_a_revision_of_the_list_is_asked_for_and_no_other_taken(models: Path, hub: Hub) -> None:
    hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})
    named = HubSource(REPOSITORY, REVISION)
    assert fetching(models, open_model(named)).fetch("tiny").read_bytes() == WEIGHTS
    asked = f"/api/models/{REPOSITORY}/revision/{REVISION}?blobs=true"
    assert hub.asked[0][0] == asked
    hub.files[asked] = hub.files[asked].replace(REVISION.encode(), OTHER_REVISION.encode())
    with pytest.raises(SourcesExhausted) as refused:
        fetching(models.parent / "others", open_model(named)).fetch("tiny")
    assert "answers for another revision" in str(refused.value.facts["detail"])


# --- breaking off ------------------------------------------------------------------------------------------


def test_it_goes_on_where_it_broke_off_with_what_was_declared_then(models: Path, hub: Hub) -> None:
    fetch = fetching(models, open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})))
    hub.break_after = [1_000_000, 0]
    with pytest.raises(SourcesExhausted):
        fetch.fetch("tiny")
    hub.declare(REPOSITORY, {"tiny.gguf": OTHER}, OTHER_REVISION)  # the maker moved on meanwhile
    hub.asked.clear()
    assert fetch.fetch("tiny").read_bytes() == WEIGHTS
    assert hub.asked == [(FILE, "bytes=1000000-")]


def test_a_revision_that_is_gone_is_asked_for_anew(models: Path, hub: Hub) -> None:
    fetch = fetching(models, open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})))
    hub.break_after = [1_000_000, 0]
    with pytest.raises(SourcesExhausted):
        fetch.fetch("tiny")
    del hub.files[FILE]
    hub.declare(REPOSITORY, {"tiny.gguf": OTHER}, OTHER_REVISION)
    with pytest.raises(SourcesExhausted):
        fetch.fetch("tiny")
    hub.honours_ranges = False
    assert fetch.fetch("tiny").read_bytes() == OTHER


def test_a_range_that_it_cannot_give_is_begun_anew(models: Path, hub: Hub) -> None:
    fetch = fetching(models, open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS})))
    hub.break_after = [2_000_000, 0]
    with pytest.raises(SourcesExhausted):
        fetch.fetch("tiny")
    hub.files[FILE] = WEIGHTS[:1_000_000]
    with pytest.raises(SourcesExhausted):
        fetch.fetch("tiny")
    hub.files[FILE] = WEIGHTS
    assert fetch.fetch("tiny").read_bytes() == WEIGHTS


def test_a_hub_that_is_busy_is_waited_for(models: Path, hub: Hub) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    hub.busy = ["1", "2"]
    told: list[FetchProgress] = []
    began = time.monotonic()
    assert fetching(models, model).fetch("tiny", progress=told.append).read_bytes() == WEIGHTS
    assert [one.waiting_seconds for one in told if one.waiting_seconds] == [1.0, 2.0]
    assert time.monotonic() - began >= 3


@pytest.mark.parametrize("busy", [["3600"], ["0"] * 4], ids=["for-long", "for-ever"])
def test_a_hub_that_stays_busy_is_told_as_that(models: Path, hub: Hub, busy: list[str]) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    hub.busy = busy
    with pytest.raises(SourcesExhausted) as refused:
        fetching(models, model).fetch("tiny")
    assert "asks to wait" in str(refused.value.facts["detail"])


def test_waiting_can_be_cancelled(models: Path, hub: Hub) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    hub.busy = ["50"]
    cancel = CancelToken()
    began = time.monotonic()

    def stop(event: FetchProgress) -> None:
        if event.waiting_seconds:
            cancel.cancel()

    with pytest.raises(Cancelled):
        fetching(models, model).fetch("tiny", progress=stop, cancel=cancel)
    assert time.monotonic() - began < 40


# --- where it may lead -------------------------------------------------------------------------------------


def test_it_leads_to_no_host_but_its_own(models: Path, hub: Hub) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    with serving(Hub({"/far/away": WEIGHTS}), host="localhost") as elsewhere:
        hub.moved[FILE] = elsewhere.address + "/far/away"
        with pytest.raises(SourcesExhausted) as refused:
            fetching(models, model).fetch("tiny")
        assert "sends to http://localhost, which is not its own" in str(refused.value.facts["detail"])
        assert elsewhere.asked == []


def test_a_mirror_may_name_the_host_of_its_large_files(
    models: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIDANT_HUB_HOSTS", "localhost")
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    with serving(Hub({"/far/away": WEIGHTS}), host="localhost") as elsewhere:
        hub.moved[FILE] = elsewhere.address + "/far/away"
        assert fetching(models, model).fetch("tiny").read_bytes() == WEIGHTS


@pytest.mark.parametrize("address", ["ftp://127.0.0.1/tiny.gguf", "file:///etc/passwd"])
def test_it_leads_to_no_other_scheme(models: Path, hub: Hub, address: str) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    hub.moved[FILE] = address
    with pytest.raises(SourcesExhausted):
        fetching(models, model).fetch("tiny")


def test_it_is_asked_over_tls_and_trusted_by_its_certificate(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    tls, trusted = loopback_tls(tmp_path)
    with serving(Hub(), tls) as hub:
        monkeypatch.setenv("CONFIDANT_HUB", hub.address)
        model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
        with pytest.raises(SourcesExhausted) as refused:
            fetching(models, model).fetch("tiny")
        assert "CERTIFICATE_VERIFY_FAILED" in str(refused.value.facts["detail"]), "nobody vouches for it"
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))  # as a firm that has an authority of its own
        assert fetching(models, model).fetch("tiny").read_bytes() == WEIGHTS


def test_tls_is_never_given_up_on_the_way(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    tls, trusted = loopback_tls(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with serving(Hub(), tls) as hub, serving(Hub({"/plain": WEIGHTS})) as plain:
        monkeypatch.setenv("CONFIDANT_HUB", hub.address)
        model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
        hub.moved[FILE] = plain.address + "/plain"
        with pytest.raises(SourcesExhausted):
            fetching(models, model).fetch("tiny")
        assert plain.asked == []


def test_a_hub_without_tls_that_is_not_this_machine_is_not_asked(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIDANT_HUB", "http://hub.invalid")
    with pytest.raises(SourcesExhausted) as refused:
        fetching(models, open_model(HubSource(REPOSITORY))).fetch("tiny")
    assert "over https alone" in str(refused.value.facts["detail"])


def test_a_hub_that_nobody_reaches_is_told_soon(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFIDANT_HUB", "http://127.0.0.1:9")  # where nothing listens
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    began = time.monotonic()
    with pytest.raises(HubAway):
        fetching(models, open_model(HubSource(REPOSITORY))).fetch("tiny")
    assert time.monotonic() - began < 60


def test_a_hub_that_listens_and_says_nothing_is_given_up(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf:
        monkeypatch.setenv("CONFIDANT_HUB", f"http://127.0.0.1:{deaf.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with pytest.raises(SourcesExhausted):
            fetching(models, open_model(HubSource(REPOSITORY))).fetch("tiny")


@pytest.fixture(name="small_disk")
def a_small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 2) as place:
        yield place


def test_a_disk_that_is_too_small_for_what_is_declared_is_told_before_anything_comes(
    small_disk: Path, hub: Hub
) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    with pytest.raises(DiskFull) as refused:
        fetching(small_disk / "models", model).fetch("tiny")
    assert refused.value.facts["needed"] == len(WEIGHTS)
    assert hub.fetched == []
