"""The command settings: everything that can be set, in one place, to be looked for and changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import say

if TYPE_CHECKING:
    from app.options.option import Option, Where


def grammar(command: Grammar) -> None:
    action = command.actions(required=False)
    action("list", say("cli.settings.list"))
    find = action("find", say("cli.settings.find"))
    find.add("text", metavar="WORDS", nargs="+", help=say("cli.settings.words"))
    change = action("set", say("cli.settings.set"))
    change.add("setting", metavar="SETTING", help=say("cli.settings.setting"))
    change.add("value", metavar="VALUE", help=say("cli.settings.value"))
    reset = action("reset", say("cli.settings.reset"))
    which = reset.either(required=True)
    which.add_argument("setting", metavar="SETTING", nargs="?", help=say("cli.settings.setting"))
    which.add_argument("--all", dest="every", action="store_true", help=say("cli.settings.all"))


def run(session: Session) -> bool:
    """List, find, change or reset. Raises `SettingUnknown`, `SettingUnfit`, and `VaultError`s."""
    from app.options.register import OPTIONS
    from app.options.words import options_meant
    from rag.errors import VaultError

    asked = session.arguments
    match asked.action:
        case "set":
            return _set(session)
        case "reset":
            chosen = [one for one in OPTIONS if one.kept] if asked.every else [_named(asked.setting)]
            return _reset(session, chosen)
        case "find":
            chosen = options_meant(" ".join(asked.text))
            if not chosen:
                session.output.note(say("settings.nothing"))
        case _:
            chosen = list(OPTIONS)
    try:
        with _where(session, chosen) as where:
            for one in chosen:
                _give(session, one, where)
    except VaultError as fault:  # it is still told what stands outside of the library
        session.output.refuse(fault)
        with _where(session, ()) as where:
            for one in chosen:
                _give(session, one, where)
        return False
    return bool(chosen)


def _set(session: Session) -> bool:
    from app.errors import SettingUnfit
    from app.options.holding import held_fault, is_left

    option, value = _named(session.arguments.setting), session.arguments.value
    if option.kept is None or not option.fits(value):
        raise SettingUnfit(setting=option.id, value=value, values=_choices(option))
    with _where(session, [option]) as where:
        if _is_stuck(option, where):
            return False  # the session said why
        if not is_left(option, value):
            raise held_fault(option)
        option.kept.put(where, value)
        _give(session, option, where)
    return True


def _reset(session: Session, options: Sequence[Option]) -> bool:
    from app.errors import SettingUnfit
    from app.options.holding import held_fault, is_left

    done = True
    with _where(session, options) as where:
        for one in options:
            if one.kept is None:
                raise SettingUnfit(setting=one.id, value="", values=_choices(one))
            if one.in_library and where.services is None:
                if len(options) == 1:
                    session.output.note(f"{one.id}: {say('cli.settings.no-library')}")
                    done = False
                continue  # of all, those that are kept somewhere yet
            if one.kept.get(where) == one.kept.usual:
                continue
            if not is_left(one, one.kept.usual):
                if len(options) > 1:
                    continue  # of all, those that may be
                raise held_fault(one)
            if _is_stuck(one, where):
                done = False
                continue
            one.kept.put(where, one.kept.usual)
            _give(session, one, where)
    return done


@contextmanager
def _where(session: Session, options: Sequence[Option]) -> Iterator[Where]:
    """The places that these settings are kept in; the library is only opened where one of them stands in it,
    and for a list not at all where there is none yet.
    """
    from app.options.option import Where
    from app.settings import Settings

    settings, models = Settings(session.paths.settings), session.paths.models
    needed = any(one.kept is not None and one.in_library for one in options)
    if needed and session.paths.vault.exists():
        with session.services() as services:
            yield Where(services.settings, models, services)
    else:
        yield Where(settings, models)


def _is_stuck(option: Option, where: Where) -> bool:
    """Whether it stands in a library that can only be read."""
    return option.in_library and (where.services is None or where.services.vault.read_only is not None)


def _give(session: Session, option: Option, where: Where) -> None:
    from app.options.holding import held_words, left
    from app.options.words import about_words, name_words, value_words

    kept = option.kept
    told = kept is not None and (not option.in_library or where.services is not None)
    value = kept.get(where) if kept is not None and told else None
    row = {
        "setting": option.id,
        "group": option.group.value,
        "name": name_words(option),
        "about": about_words(option),
        "value": value,
        "usual": kept.usual if kept is not None else None,
        "values": list(left(option) or option.values) or None,
        "holds": option.holds.value,
        "organisation": held_words(option) or None,
    }
    if kept is None:
        state = say(f"cli.settings.elsewhere-{option.kind.value}", command=_command(option))
    elif value is None:
        state = say("cli.settings.no-library")
    else:
        usual = "" if value == kept.usual else say("cli.settings.usual", value=kept.usual)
        state = f"{value_words(option, value)}{usual}"
    choices = say("cli.settings.choices", values=_choices(option)) if option.values else ""
    lines = (
        f"{option.id}: {name_words(option)} — {state}",
        about_words(option),
        held_words(option),
        choices,
    )
    session.output.give(row, "\n    ".join(filter(None, lines)))


def _command(option: Option) -> str:
    from app.words.catalogue import has

    key = f"settings.about.{option.id}.command"
    return say(key) if has(key) else ""


def _choices(option: Option) -> str:
    from app.options.option import Kind

    if option.kind is Kind.PERCENT:
        return f"{option.values[0]}–{option.values[-1]}"
    from app.options.holding import left

    return ", ".join(left(option) or option.values)


def _named(name: str) -> Option:
    from app.errors import SettingUnknown
    from app.options.register import option

    try:
        return option(name)
    except KeyError:
        raise SettingUnknown(setting=name) from None


COMMAND = Command("settings", run, grammar)
