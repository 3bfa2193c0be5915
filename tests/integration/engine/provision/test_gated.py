"""Models for those who accepted their terms: told, opened by a token, which goes to nobody else."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from files.wheels import catalogue_of
from hub import Hub, serving
from open_models import FILE, REPOSITORY, TOKEN, WEIGHTS, fetching, open_model

from engine.cancel import CancelToken
from engine.errors import (
    ModelGated,
)
from engine.provision.standby import FetcherStandby


@pytest.mark.parametrize("said", [False, "manual"], ids=["at-the-file", "in-the-answer"])
def test_a_model_for_few_names_the_page_where_its_terms_are(models: Path, hub: Hub, said: object) -> None:
    hub.opened_by = TOKEN
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}, gated=said))
    with pytest.raises(ModelGated) as refused:
        fetching(models, model).fetch("tiny")
    assert refused.value.facts["page"] == f"{hub.address}/{REPOSITORY}"
    assert "accepted its terms" in str(refused.value.facts["detail"])
    assert not (models / "tiny").exists()


def test_a_token_opens_it_and_goes_to_nobody_else(
    models: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONFIDANT_HUB_HOSTS", "localhost")
    hub.opened_by = TOKEN
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}, gated="auto"))
    with serving(Hub({"/far/away": WEIGHTS}), host="localhost") as elsewhere:
        inner = f"/{REPOSITORY}/renamed/tiny.gguf"
        hub.moved |= {FILE: inner, inner: elsewhere.address + "/far/away"}
        assert fetching(models, model).fetch("tiny", token=TOKEN).read_bytes() == WEIGHTS
        assert {token for _, token in hub.tokens} == {f"Bearer {TOKEN}"}, "at home also after a redirect"
        assert elsewhere.tokens == [("/far/away", None)]


def test_a_token_that_opens_nothing_is_told(models: Path, hub: Hub) -> None:
    hub.opened_by = TOKEN
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    with pytest.raises(ModelGated) as refused:
        fetching(models, model).fetch("tiny", token="hf_another")
    assert "the token that was given opens nothing" in str(refused.value.facts["detail"])
    assert "hf_another" not in str(refused.value)


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "bell\x07", "ü", "x" * 600])
def test_what_can_be_no_token_is_never_sent(models: Path, hub: Hub, token: str) -> None:
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}))
    with pytest.raises(ModelGated):
        fetching(models, model).fetch("tiny", token=token)
    assert hub.asked == []


@pytest.mark.skipif(sys.platform != "linux", reason="what other processes see of one is below /proc there")
def test_a_token_is_in_no_command_line_environment_file_or_event(
    models: Path, hub: Hub, tmp_path: Path
) -> None:
    hub.opened_by = TOKEN
    model = open_model(hub.declare(REPOSITORY, {"tiny.gguf": WEIGHTS}, gated="auto"))
    catalogue = catalogue_of(tmp_path / "models.json", model)
    standby = FetcherStandby(models, catalogue.file)
    seen: list[bytes] = []
    told: list[object] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.is_set():
            for process in Path("/proc").glob("[0-9]*"):
                for name in ("cmdline", "environ"):
                    with suppress(OSError):
                        seen.append((process / name).read_bytes())

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        assert standby.run("tiny", told.append, CancelToken(), TOKEN) == 0
    finally:
        ended.set()
        watching.join()
        standby.close()
    assert any(b"engine.provision.fetcher" in one and b"--fetch" in one for one in seen), "it was looked at"
    assert not any(TOKEN.encode() in one for one in seen)
    assert TOKEN not in str(told)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert written
    assert not any(TOKEN.encode() in path.read_bytes() for path in written)
    assert TOKEN not in str(os.environ)
