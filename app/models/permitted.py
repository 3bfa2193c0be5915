"""Which models the organisation lets be used: by their id in the list, or by the bytes of their files.

A file of the user's own is known by its bytes alone, for anybody can give it the name of another. The model
that searches comes with the program and is always among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from app.models.roles import EMBEDDER
from app.organisation.held import refusal, rules
from app.organisation.rules import Key, is_hash
from engine.hashing import sha256_of
from engine.provision.catalogue import Catalogue, CatalogueModel
from engine.types import ModelRole


def only_permitted(known: Catalogue, listed: Catalogue, models_dir: Path) -> Catalogue:
    """Those of `known` that may be used; `listed` is the list without the user's own. Hashes what is the
    user's own, once in a process for each file as it stands.
    """
    if rules().allowed_models is None:
        return known
    of_the_list = {id(one) for one in listed.models}
    kept = (
        one
        for one in known.models
        if (is_listed(one) if id(one) in of_the_list else _is_own(one, models_dir))
    )
    return replace(known, models=tuple(kept))


def is_listed(model: CatalogueModel) -> bool:
    """Whether a model of the list may be used."""
    allowed = rules().allowed_models
    if allowed is None or model.id == EMBEDDER or model.id in allowed:
        return True
    return all(file.sha256 and file.sha256 in allowed for file in model.files)


def permitted_list(listed: Catalogue) -> Catalogue:
    """The list of what may be used. Where no model to begin with is among them, those that answer are such;
    where none answers, the list is as it was: what is begun with is then refused when it is asked for.
    """
    if rules().allowed_models is None:
        return listed
    models = tuple(one for one in listed.models if is_listed(one))
    if not any(one.starter_from_bytes is not None for one in models):
        models = tuple(
            replace(one, starter_from_bytes=0) if one.role is ModelRole.CHAT else one for one in models
        )
    found = replace(listed, models=models)
    return found if any(one.starter_from_bytes is not None for one in models) else listed


def check_listed(models: Iterable[CatalogueModel]) -> tuple[CatalogueModel, ...]:
    """Those of the list that may be used. Raises `SetByOrganisation` where none of them may."""
    found = tuple(one for one in models if is_listed(one))
    if not found:
        raise refusal(Key.ALLOWED_MODELS)
    return found


def check_own(paths: Sequence[Path]) -> None:
    """Whether files and folders may become models of the user's own. Raises `SetByOrganisation`."""
    if rules().allowed_models is None:
        return
    files = [one for path in paths for one in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    if not all(_is_allowed(one) for one in files if one.is_file()):
        raise refusal(Key.ALLOWED_MODELS)


def _is_own(model: CatalogueModel, models_dir: Path) -> bool:
    return all(_is_allowed(path) for path in model.paths_in(models_dir))


def _is_allowed(path: Path) -> bool:
    hashes = {one for one in rules().allowed_models or () if is_hash(one)}
    if not hashes:
        return False
    try:
        found = path.stat()
        return _hashed(path, found.st_size, found.st_mtime_ns) in hashes
    except OSError:
        return False


@cache
def _hashed(path: Path, _size: int, _changed: int) -> str:
    return sha256_of(path)
