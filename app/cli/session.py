"""What a command works with: its arguments, its output, and the services once it asks for them."""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.cli.output import Output
from app.cli.unlock import passphrase_from, secret_line, with_passphrase
from app.errors import BatchInvalid
from app.paths import Paths
from app.services import Services, open_services
from engine.provision.provisioner import FetcherStandby
from rag.errors import FileMissing, FileUnreadable
from rag.types import SearchScope

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Query:
    """A question of a command or a batch. `id` is what the row calls it, None for a single one."""

    id: Any
    text: str
    scope: SearchScope


@dataclass(frozen=True, slots=True)
class Session:
    arguments: argparse.Namespace
    paths: Paths
    output: Output
    standby: FetcherStandby | None = None

    @contextmanager
    def services(self, *, resume: bool = False) -> Iterator[Services]:
        """The services over the unlocked library, closed at the end. Raises `VaultError`s."""
        services = unlock(self.arguments, self.paths, interactive=False, resume=resume, standby=self.standby)
        try:
            yield services
        finally:
            services.close()

    @property
    def password(self) -> str | None:
        """The password for protected files."""
        file: Path | None = self.arguments.password_file
        return secret_line(file) if file else None

    def queries(self, id_field: str) -> list[Query]:
        """The question, or every row of the batch. Raises `BatchInvalid`, `FileMissing`, `FileUnreadable`."""
        asked = self.arguments
        scope = SearchScope(asked.document, asked.collection, suffix=asked.type, since=asked.since)
        if self.arguments.batch is None:
            return [Query(None, self.arguments.text, scope)]
        return list(_rows(self.arguments.batch, id_field, scope))


def unlock(
    arguments: argparse.Namespace,
    paths: Paths,
    *,
    interactive: bool,
    resume: bool = True,
    standby: FetcherStandby | None = None,
) -> Services:
    """Open the services with the passphrase given, the keyring, or what is typed at the terminal."""
    given = passphrase_from(getattr(arguments, "passphrase_file", None))
    model = getattr(arguments, "model", "")

    def opened(passphrase: str | None) -> Services:
        return open_services(
            paths,
            passphrase,
            model=model,
            mirror=interactive,
            resume=resume,
            watch=interactive,
            standby=standby,
        )

    return with_passphrase(paths, given, opened)


def _rows(path: Path, id_field: str, scope: SearchScope) -> Iterator[Query]:
    try:
        text = path.expanduser().read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        detail = getattr(error, "strerror", None) or "not UTF-8 text"
        raise FileUnreadable(path=str(path), detail=detail) from error
    # Not splitlines(): JSON may hold U+2028 and its like inside a string.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            raise BatchInvalid(path=str(path), line=number, detail="not JSON") from None
        if not isinstance(row, dict) or not isinstance(row.get("question"), str) or id_field not in row:
            needed = f'needs "{id_field}" and "question"'
            raise BatchInvalid(path=str(path), line=number, detail=needed)
        document = row.get("document") or scope.document
        yield Query(row[id_field], row["question"], replace(scope, document=document))
