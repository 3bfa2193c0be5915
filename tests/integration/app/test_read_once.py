"""What the model has read lies sealed beside the vault once the program ends, and goes with a document."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from models import model_path

from app.events import DocumentRemoved
from app.paths import Paths
from app.security.kept_states import FOLDER
from app.services import Services, open_services
from engine.cancel import CancelToken
from engine.types import GenerationDone, Message, Sampling, Speaker

pytestmark = pytest.mark.model

SMALL = "smollm2-135m-instruct-q4_1"
SECRET = "The tenant of the mill at Harrowgate pays on the first of each month. "
ASKED = (Message(Speaker.SYSTEM, "You are brief. " * 20), Message(Speaker.USER, f"{SECRET * 20}Who pays?"))


@contextmanager
def opened(home: Path) -> Iterator[Services]:
    paths = Paths(home, model_path(SMALL).parent.parent)
    services = open_services(
        paths, "a passphrase", keyring_allowed=False, model=SMALL, mirror=False, resume=False, watch=False
    )
    try:
        yield services
    finally:
        services.close()


def cached(services: Services) -> int:
    sampling = Sampling(max_tokens=8, repeatable=True)
    *_, done = services.models.generator.generate(ASKED, sampling, CancelToken())
    assert isinstance(done, GenerationDone)
    return done.cached_tokens


def test_the_next_start_reads_little_until_a_document_goes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with opened(home) as services:
        assert cached(services) == 0
        assert not (home / FOLDER).exists(), "it is kept at the end, not at every question"
    kept = [one.read_bytes() for one in (home / FOLDER).iterdir()]
    assert len(kept) == 2
    assert not any(b"Harrowgate" in one for one in kept)
    with opened(home) as services:
        assert cached(services) > 200
        services.bus.publish(DocumentRemoved(1))
        assert len(list((home / FOLDER).iterdir())) == 1
    assert len(list((home / FOLDER).iterdir())) == 1, "nor is it kept anew from what the model still holds"
    with opened(home) as services:
        assert 32 <= cached(services) < 200, "the rules hold nothing of any document"
