"""What is said of the models on this machine."""

from __future__ import annotations

from app.types import ModelRow, ModelUse
from engine.provision.catalogue import CatalogueModel
from engine.types import ModelRole

USES = {
    ModelUse.ANSWERS: "Answers now",
    ModelUse.SEES: "Reads pictures",
    ModelUse.READS_LINES: "Reads scanned lines",
    ModelUse.FINDS: "Finds passages",
    ModelUse.FINDS_NEXT: "Finds passages from the next start",
}
_KINDS = {
    ModelRole.CHAT: "answers questions",
    ModelRole.CODE: "answers questions",
    ModelRole.EMBED: "finds passages",
    ModelRole.RERANK: "puts passages in order",
    ModelRole.OCR: "reads pictures",
    ModelRole.VISION: "reads pictures",
}
_NEW_VECTORS = (
    "from the next start. Every document then gets new vectors in the background, and is found by its words"
    " until it has them"
)


def kind_words(model: CatalogueModel) -> str:
    """What a model can do: "reads pictures"."""
    return "reads scanned lines" if model.reads_lines else _KINDS[model.role]


def state_words(row: ModelRow) -> str:
    """What an installed model does: "Reads pictures"."""
    return "Installed" if row.used_for is None else USES[row.used_for]


def use_words(model: CatalogueModel) -> str:
    """What using a model means, to follow its name: "answers from now on"."""
    if model.role is ModelRole.EMBED:
        return f"finds passages {_NEW_VECTORS}"
    if model.reads_lines:
        return "reads the lines of scans that are added from now on"
    if model.role in (ModelRole.OCR, ModelRole.VISION):
        return "reads pictures from now on"
    return "answers from now on"
