"""The commands, a module each with its arguments and what it does; the list is in the order of --help."""

from __future__ import annotations

from app.cli.command import Command
from app.cli.commands import (
    add,
    ask,
    audit,
    battery,
    bench,
    compare,
    conversations,
    doctor,
    engine,
    evidence,
    extract,
    folders,
    guards,
    heads,
    keys,
    library,
    matter,
    models,
    read,
    remove,
    removed,
    roles,
    runs,
    scans,
    search,
    summaries,
    summarize,
    vault,
)

COMMANDS: dict[str, Command] = {
    module.COMMAND.name: module.COMMAND
    for module in (
        add,
        library,
        remove,
        removed,
        heads,
        folders,
        search,
        ask,
        conversations,
        summarize,
        compare,
        extract,
        summaries,
        runs,
        scans,
        read,
        models,
        engine,
        roles,
        bench,
        battery,
        keys,
        matter,
        evidence,
        guards,
        audit,
        vault,
        doctor,
    )
}
