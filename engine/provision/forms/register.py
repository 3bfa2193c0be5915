"""Every form of model files, a row each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from engine.provision.catalogue import Catalogue
from engine.provision.forms.embedding import EMBEDDING
from engine.provision.forms.form import Form, OwnModel, Unusable
from engine.provision.forms.gguf import GGUF
from engine.provision.forms.hearing import HEARING
from engine.provision.forms.lines import LINES
from engine.provision.forms.reranking import RERANKING
from engine.provision.forms.voices import VOICES

FORMS = (GGUF, HEARING, VOICES, RERANKING, EMBEDDING, LINES)  # in the order in which models are listed


def with_own(catalogue: Catalogue, models_dir: Path) -> Catalogue:
    """The catalogue and the user's own models: of every form, in the models folder or one folder below it."""
    own = [model for form in FORMS for model in form.find(models_dir, catalogue)]
    return replace(catalogue, models=(*catalogue.models, *own))


def unusable(catalogue: Catalogue, models_dir: Path) -> list[Unusable]:
    """What lies in the models folder, looks like a model and is none that can be used."""
    return [one for form in FORMS for one in form.refuse(models_dir, catalogue)]


def planned(paths: Sequence[Path]) -> list[OwnModel]:
    """What the paths are, each one looked at. Raises `NotAModel`."""
    by_form: dict[int, list[Path]] = {}
    for path in paths:
        by_form.setdefault(FORMS.index(_form_of(path)), []).append(path)
    return [model for place, taken in sorted(by_form.items()) for model in FORMS[place].plan(taken)]


def _form_of(path: Path) -> Form:
    """GGUF where the name tells nothing: not every program writes its ending."""
    return next((form for form in FORMS if form.takes(path)), GGUF)
