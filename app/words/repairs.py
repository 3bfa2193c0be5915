"""What came of a repair of the library, in lines."""

from __future__ import annotations

from app.security.repairs import Repaired
from app.words.catalogue import count, row, say


def repair_lines(done: Repaired) -> list[str]:
    """What was done, what is lost, and where the file of before is."""
    aside = [say("cli.vault.aside", path=done.aside)] if done.aside is not None else []
    found = done.salvaged
    if found is None:
        return [say("cli.vault.restored", source=done.source), *aside]
    lines = [count("cli.vault.salvaged", sum(found.rows.values()), pages=found.damaged)]
    for name in ("again", "incomplete", "nameless"):
        documents: list[str] = getattr(found, name)
        if documents:
            lines.append(count(f"cli.vault.documents.{name}", len(documents), names=row(documents[:8])))
    if not found.gaps and not found.orphans:
        lines.append(say("cli.vault.nothing-lost"))
    elif found.gaps:
        lines.append(say("cli.vault.gaps", tables=row(found.gaps)))
    return [*lines, *aside]
