"""The command battery: what the program does while the computer runs on its battery."""

from __future__ import annotations

from app.cli.command import Command, Grammar
from app.cli.session import Session
from app.words.catalogue import say

_CHOICES = {"work": ("pause", "go-on"), "cores": ("fewer", "all"), "answers": ("same", "smaller")}
_KEPT = {"work": "battery", "cores": "battery_threads", "answers": "battery_model"}


def grammar(command: Grammar) -> None:
    for name, choices in _CHOICES.items():
        command.add(f"--{name}", dest=f"battery_{name}", choices=choices, help=say(f"cli.battery.{name}"))


def run(session: Session) -> bool:
    """Change what was asked for, and say how all of it stands."""
    from app.settings import Settings
    from app.types import BatteryModel, BatteryThreads, BatteryUse
    from engine.power import supply

    settings = Settings(session.paths.settings)
    kinds = {"work": BatteryUse, "cores": BatteryThreads, "answers": BatteryModel}
    for name, kind in kinds.items():
        if wanted := getattr(session.arguments, f"battery_{name}"):
            settings.update(**{_KEPT[name]: kind(wanted)})
    found = supply()
    kept = {name: getattr(settings.preferences, _KEPT[name]).value for name in _CHOICES}
    state = {True: "on-battery", False: "plugged", None: "none"}[found.on_battery]
    percent = None if found.percent is None else round(found.percent)
    now = say(f"cli.battery.now.{state}")
    if percent is not None:
        now = say(f"cli.battery.at.{state}", percent=percent)
    told = [say(f"cli.battery.{name}-{value}") for name, value in kept.items()]
    row = {"on_battery": found.on_battery, "percent": percent, **kept}
    session.output.give(row, "\n".join((now, *told)))
    return True


COMMAND = Command("battery", run, grammar)
