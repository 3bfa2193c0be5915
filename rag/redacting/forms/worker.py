"""The rewriter's process: takes a Word file or a message apart, and makes the new one; serves
`rag.redacting.forms.rewriting`.

Every request brings the file as its first blob, and nothing is kept between requests: making changes what a
form holds. `kind` is "word" or "mail", `name` what the file is called, `told` what was read of attachments
(label and text), `seen` the words of pictures by the sum of their bytes, null where that is not sure.

Frames of `pictures`: for each picture that can be opened {"sum", "width", "height"} and its dots (RGB).
Frame of `pieces`: one blob of JSON, a list of [text, where, page]. Frame of `make` (the changes of each piece
as the second blob, a list of [start, end, instead]): {"left_out"} and the new file as a blob.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any, cast

from engine.cancel import CancelToken
from engine.errors import Fault
from engine.workers.frames import Frame, Json
from rag.errors import FileCorrupt
from rag.redacting.forms.mail import MailForm
from rag.redacting.forms.piece import Change, Form, Piece, Where
from rag.redacting.forms.word.form import Sees, WordForm
from rag.types import Page

_FINEST = 2500  # dots of a picture's longer side
_MOST_DOTS = 80_000_000
_log = logging.getLogger(__name__)


def build(_config: Mapping[str, Json]) -> RewriteHandler:
    """The factory `engine.workers.child` calls."""
    return RewriteHandler()


class RewriteHandler:
    def handle(
        self, method: str, params: Mapping[str, Json], blobs: tuple[bytes, ...], cancel: CancelToken
    ) -> Iterator[Frame]:
        """Answer `pictures`, `pieces` and `make`; see the module."""
        try:
            if method == "pictures":
                yield from _pictures(params, blobs[0], cancel)
            elif method == "pieces":
                form = _form(params, blobs[0], _seen(params))
                yield Frame({}, (json.dumps([_told(piece) for piece in form.pieces]).encode(),))
            else:
                form = _form(params, blobs[0], _seen(params))
                changes = [[Change(*one) for one in inside] for inside in json.loads(blobs[1])]
                made = form.made(changes)
                yield Frame({"left_out": list(made.left_out)}, (made.data,))
        except (Fault, MemoryError, GeneratorExit):
            raise
        except Exception as failure:
            # The process boundary: whatever a library makes of a broken file, the file is what is broken.
            _log.exception("A file cannot be taken apart")
            raise FileCorrupt(path=str(params["name"]), detail=type(failure).__name__) from failure


def _form(params: Mapping[str, Json], data: bytes, sees: Sees) -> Form:
    name = Piece(str(params["name"]), Where.NAME)
    if params["kind"] == "word":
        return WordForm(data, name, sees)
    told = cast("list[list[str]]", params["told"])
    return MailForm(data, name, [Page(0, text, label=label) for label, text in told], sees=sees)


def _told(piece: Piece) -> list[Json]:
    return [piece.text, piece.where.value, piece.page]


def _seen(params: Mapping[str, Json]) -> Sees:
    words = cast("dict[str, str | None]", params["seen"])
    return lambda data: words.get(_sum(data))


def _pictures(params: Mapping[str, Json], data: bytes, cancel: CancelToken) -> Iterator[Frame]:
    found: dict[str, bytes] = {}

    def kept(picture: bytes) -> None:
        found[_sum(picture)] = picture

    _form(params, data, kept)
    for key, picture in found.items():
        cancel.raise_if_cancelled()
        dots = _dots(picture)
        if dots is not None:
            yield Frame({"sum": key, "width": dots.width, "height": dots.height}, (dots.tobytes(),))


def _dots(data: bytes) -> Any:
    """A picture of RGB, no larger than is read well; None where it cannot be opened."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > _MOST_DOTS:
                return None
            picture = opened.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    if max(picture.size) > _FINEST:
        picture.thumbnail((_FINEST, _FINEST))
    return picture


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
