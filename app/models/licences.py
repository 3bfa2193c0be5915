"""Under which licences the models of the list stand: the words of each that came along, of another where
they stand.
"""

from __future__ import annotations

from pathlib import Path

from app.words.catalogue import say
from engine.assets import ASSETS
from engine.provision.catalogue import Catalogue, CatalogueModel

_TEXTS = ASSETS / "licences"  # a file for each that several models have, by its name in SPDX's list
_RULE = "=" * 78


def licences_of_models(catalogue: Catalogue, texts: Path = _TEXTS) -> str:
    """Each licence once, behind the names of its models; those with the most models first."""
    under: dict[tuple[str, str], list[CatalogueModel]] = {}
    for model in catalogue.models:
        file = texts / f"{model.licence}.txt"
        # One licence by its words, even where two addresses show it; else each address is another.
        stands = str(file) if file.is_file() else model.licence_text
        under.setdefault((model.licence, stands), []).append(model)
    parts = []
    for (licence, stands), models in sorted(under.items(), key=lambda one: -len(one[1])):
        names = "\n".join(sorted(f"    {model.name}" for model in models))
        known = stands == str(texts / f"{licence}.txt")
        text = Path(stands).read_text(encoding="utf-8").strip("\n") if known else _elsewhere(stands)
        parts.append(f"{licence}\n\n{names}\n\n{text}\n")
    return f"\n{_RULE}\n\n".join(parts)


def _elsewhere(address: str) -> str:
    return say("window.about.licence-stands", address=address) if address else ""
