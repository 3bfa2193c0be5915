"""Names of what comes along: the key of one, from what its file calls it in any language.

A kept run, a template, a playbook call a thing in the language they are written in. What the catalogue does
not know under a name, as of a person's own files, is to be shown as it was given.
"""

from __future__ import annotations

from functools import cache

from app.words.catalogue import FOLDER, read


def key_of(room: str, table: str, name: str) -> str | None:
    """Under which key of a table any language's catalogue has a name; None where none has it."""
    return _keys(room, table).get(_plain(name))


@cache
def _keys(room: str, table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in sorted(one.name for one in FOLDER.iterdir() if one.is_dir()):
        rows = read(language, room).get(table)
        for key, name in rows.items() if isinstance(rows, dict) else ():
            found.setdefault(_plain(str(name)), key)
    return found


def _plain(name: str) -> str:
    return name.casefold().replace("’", "'")
