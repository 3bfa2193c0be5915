"""The model that answers in plain words: how large it is, where it runs, and more for those who ask."""

from __future__ import annotations

from app.types import ModelState, ModelStatus
from app.words.amounts import size_text
from app.words.catalogue import say
from app.words.models import description_words
from engine.provision.catalogue import CatalogueModel

_SMALL, _MIDDLE = 4_000_000_000, 15_000_000_000  # parameters; above the second a model is large
_BYTES_EACH = 0.6  # of a parameter, where a model of one's own tells no number of them
_PROCESSOR = "CPU"  # not for people
_A_PAGE = 500  # tokens, about


def plain_words(model: CatalogueModel | None, host: str = "") -> str:
    """ "Small model, this computer"; `host` is where it runs, "" for here."""
    if host:
        return say("models.elsewhere", host=host)
    return say(f"models.plain.{_size(model)}")


def by_model(name: str) -> str:
    """What wrote something, for those who ask; "" where no model did."""
    return say("chat.about.by", what=name) if name else ""


def details(status: ModelStatus, model: CatalogueModel | None, host: str = "") -> list[tuple[str, str]]:
    """What there is to know, each with what it is called; what nobody knows is left out."""
    found = [("name", status.name)] if status.name else []
    if model is not None and not host:
        found += [("does", description_words(model)), ("size", say(f"models.details.sizes.{_size(model)}"))]
        found += [("disk", size_text(model.size))] if model.size else []
        found += [("licence", model.licence)] if model.licence else []
        if model.context_length:
            pages = max(1, model.context_length // _A_PAGE)
            found.append(("reads", say("models.details.pages", tokens=model.context_length, n=pages)))
    found.append(("where", host or say("models.details.here")))
    if status.state is ModelState.READY:
        if status.backend and not host:
            card = status.backend != _PROCESSOR
            way = "card" if card else "processor"
            found.append(("runs", say(f"models.details.by.{way}", backend=status.backend)))
        if status.tokens_per_second:
            found.append(("speed", say("models.details.speed", tokens=status.tokens_per_second)))
        if status.memory_bytes:
            found.append(("memory", size_text(status.memory_bytes)))
    else:
        found.append(("state", say(f"window.model.{status.state.value}")))
    return [(say(f"models.details.names.{name}"), words) for name, words in found if words]


def _size(model: CatalogueModel | None) -> str:
    parameters = 0.0 if model is None else model.parameters or model.size / _BYTES_EACH
    if not parameters:
        return "unknown"
    if parameters < _SMALL:
        return "small"
    return "middle" if parameters < _MIDDLE else "large"
