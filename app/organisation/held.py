"""The rules that hold in this process. They are read once, before anything else is begun."""

from __future__ import annotations

from app.errors import SetByOrganisation
from app.organisation.rules import Key, Rules

_rules = Rules()


def hold(rules: Rules) -> None:
    """Have these hold from now on."""
    global _rules
    _rules = rules


def rules() -> Rules:
    """Those that hold."""
    return _rules


def refusal(key: Key) -> SetByOrganisation:
    """The fault of whoever wants what a rule forbids."""
    return SetByOrganisation(rule=key.value, path=_rules.source, minutes=_rules.lock_after_minutes)
