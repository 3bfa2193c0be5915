"""Which models of a stick are taken: those of the list with its bytes, and others as the user's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sticks import stick

from app.errors import SetByOrganisation
from app.models.sticks import from_stick, seal_of, sticks
from app.organisation import held
from app.organisation.rules import Rules
from engine.cancel import CancelToken
from engine.errors import ModelPresent, NotAModel, StickRefused
from engine.provision.catalogue import Catalogue, ModelFile
from engine.provision.own_models import OwnModels
from engine.provision.stick import Seal

DATA = b"bytes of the list"
Take = Callable[[Path], tuple[str, ...]]


@pytest.fixture
def listed() -> Catalogue:
    """Two models of the list with other bytes, and one whose bytes nobody has told yet."""
    whole = Catalogue.load()
    digest = hashlib.sha256(DATA).hexdigest()
    known, other = (ModelFile(f"{name}.gguf", len(DATA), digest) for name in ("known", "second"))
    first, second = whole.models[:2]
    return replace(
        whole,
        models=(
            replace(first, id="known", folder="", files=(known,)),
            replace(first, id="second", folder="", files=(other,)),
            replace(second, id="open", folder="", files=(ModelFile("open.gguf", 0, ""),)),
        ),
    )


@pytest.fixture
def take(tmp_path: Path, listed: Catalogue) -> Take:
    models = tmp_path / "models"
    mine = OwnModels(models, listed)
    return lambda folder: from_stick(folder, models, listed, mine, lambda _: None, CancelToken())


def test_a_model_of_the_list_is_installed_as_that(tmp_path: Path, take: Take, listed: Catalogue) -> None:
    folder = stick(tmp_path / "stick", {"known": {"known.gguf": DATA}})
    assert take(folder) == ("known",)
    assert listed.models[0].installed(tmp_path / "models")
    with pytest.raises(ModelPresent):
        take(folder)


def test_other_bytes_under_a_name_of_the_list_are_refused(tmp_path: Path, take: Take) -> None:
    with pytest.raises(StickRefused) as refused:
        take(stick(tmp_path / "stick", {"known": {"known.gguf": DATA[::-1]}}))
    assert refused.value.facts["kind"] == "bytes"
    with pytest.raises(NotAModel):
        take(stick(tmp_path / "other", {"open": {"open.gguf": DATA}}))
    assert not (tmp_path / "models").exists()


def test_a_model_that_does_not_fit_costs_no_other(tmp_path: Path, take: Take, listed: Catalogue) -> None:
    files = {"known": {"known.gguf": DATA[::-1]}, "second": {"second.gguf": DATA}}
    with pytest.raises(StickRefused) as refused:
        take(stick(tmp_path / "stick", files))
    facts = refused.value.facts
    assert (facts["kind"], facts["others"], Path(str(facts["path"])).name) == ("some", "second", "known.gguf")
    assert [model.id for model in listed.models if model.installed(tmp_path / "models")] == ["second"]


def test_what_the_organisation_does_not_allow_is_not_taken(
    tmp_path: Path, take: Take, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = stick(tmp_path / "stick", {"known": {"known.gguf": DATA}})
    monkeypatch.setattr(held, "_rules", Rules(allowed_models=frozenset({"another"}), source="/etc/policy"))
    with pytest.raises(SetByOrganisation):
        take(folder)
    assert not (tmp_path / "models").exists()


def test_folders_with_a_manifest_are_found(tmp_path: Path) -> None:
    folder = stick(tmp_path / "stick", {"known": {"known.gguf": DATA}})
    (tmp_path / "letters").mkdir()
    assert sticks([tmp_path / "letters", folder, tmp_path / "gone", folder]) == (folder,)
    assert seal_of([tmp_path / "letters", folder]) is Seal.UNSIGNED
    assert seal_of([tmp_path / "letters"]) is None
