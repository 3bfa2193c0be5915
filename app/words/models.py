"""What is said of the models on this machine. Every use has its words under its value."""

from __future__ import annotations

from collections.abc import Sequence

from app.types import AdapterRow, ModelRow, ModelUse, Notice, Speech, Suggestion
from app.words.amounts import size_text
from app.words.catalogue import count, has, listed, say
from app.words.languages import language_words
from engine.provision.catalogue import CatalogueModel
from engine.provision.hub import address_of
from engine.provision.provisioner import FetchProgress
from engine.types import ModelRole


def kind_words(use: ModelUse) -> str:
    """What a model can do: "reads pictures"."""
    return say(f"models.kinds.{use}")


def role_words(use: ModelUse) -> str:
    """What the models of a role do: "Writes summaries"."""
    return say(f"models.roles.about.{use}")


def state_words(row: ModelRow) -> str:
    """What an installed model does: "Reads pictures", "Answers now · Writes code"."""
    uses = [one for one in (row.used_for, *row.also) if one]
    return " · ".join(say(f"models.states.{one}") for one in uses or ("none",))


def speech_words(row: ModelRow) -> str:
    """What is told of a model whose file does not say how it is spoken to; empty for the others."""
    return "" if row.speech in (None, Speech.OWN) else say(f"models.speech.{row.speech}")


def adapter_words(row: AdapterRow) -> str:
    """What is told of a LoRA adapter."""
    told = say("models.adapter.made-for", architecture=row.architecture)
    if not row.fits:
        return f"{told} {say('models.adapter.of-another')}"
    if row.scale:
        return f"{told} {say('models.adapter.used', scale=row.scale)}"
    return f"{told} {say('models.adapter.fits')}"


def use_words(use: ModelUse) -> str:
    """What using a model means, to follow its name: "answers from now on"."""
    return say(f"models.from_now.{use}")


def amount_words(model: CatalogueModel) -> str:
    """How much it is to fetch: "2.5 GB", "about 4.9 GB"."""
    size = size_text(model.size)
    return size if all(file.size for file in model.files) else say("models.about", size=size)


def declared_words(event: FetchProgress) -> list[str]:
    """What the hub says of the files of a model that is about to be fetched, a line each."""
    return [
        say(
            "models.declared",
            file=file.name,
            size=size_text(file.size),
            sha256=file.sha256 or say("models.unknown"),
            revision=event.revision,
        )
        for file in event.declared
    ]


def better_words(model: CatalogueModel, *, dialog: bool = False) -> str:
    """That a model would answer better on this computer, and the ways to bring it."""
    told = say("models.better.told", name=model.name, size=amount_words(model))
    if dialog:
        return say("models.better.dialog", told=told)
    return say("models.better.command", told=told, model=model.id, address=address_of(model))


def before_words(row: ModelRow) -> str:
    """What is told of an installed model before it is used; empty where its name for it says enough."""
    key = f"models.before.{row.purpose}"
    untold = not row.installed or row.used_for is not None or not has(key)
    return "" if untold else say(key, what=use_words(row.purpose))


def description_words(model: CatalogueModel) -> str:
    """What a model is good for: as the catalogue says it of one of the list, else as it was given."""
    key = f"descriptions.{model.id.replace('.', '_')}"
    return say(key) if has(key) else model.description


def suggested_notice(found: Suggestion) -> Notice:
    """That another embedder would find more in this library, and which."""
    languages = listed([language_words(code) for code in found.languages])
    number = "all" if found.documents >= found.among else "some"
    told = count(
        f"models.suggested.documents.{number}", found.documents, among=found.among, languages=languages
    )
    model = found.model
    return Notice(
        say("models.suggested.title", languages=languages),
        told,
        say(
            "models.suggested.remedy",
            name=model.name,
            size=size_text(model.size),
            description=description_words(model),
        ),
    )


def suggested_command(found: Suggestion) -> str:
    """The same for the terminal in a sentence, with the commands that use it."""
    return say(
        f"models.suggested.command.{'there' if found.installed else 'absent'}",
        languages=listed([language_words(code) for code in found.languages]),
        name=found.model.name,
        size=size_text(found.model.size),
        model=found.model.id,
    )


def lacking_command(missing: Sequence[CatalogueModel]) -> str:
    """What is done without the models that are missing, in a sentence, with the command that brings them."""
    finds = any(model.role is ModelRole.EMBED for model in missing)
    writes = any(model.role is not ModelRole.EMBED for model in missing)
    return say(
        f"models.lacking.command.{'both' if finds and writes else 'finds' if finds else 'writes'}",
        models=" ".join(model.id for model in missing),
        size=size_text(sum(model.size for model in missing)),
    )
