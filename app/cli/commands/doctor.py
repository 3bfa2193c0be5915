"""The command doctor: what works here, and what to do about the rest."""

from __future__ import annotations

from app.cli.command import Command
from app.cli.session import Session


def run(session: Session) -> bool:
    """Write every finding; False when something is broken."""
    from app.doctor import Doctor, Health
    from app.events import EventBus
    from app.models.models import Models
    from app.settings import Settings

    marks = {Health.GOOD: "✓", Health.LIMITED: "!", Health.BROKEN: "✗"}
    paths, broken = session.paths, False
    models = Models(
        paths.models, Settings(paths.settings), EventBus(), getattr(session.arguments, "model", "")
    )
    try:
        for finding in Doctor(paths, models).examine():
            broken = broken or finding.health is Health.BROKEN
            row = {
                "subject": finding.subject,
                "health": finding.health.value,
                "detail": finding.detail,
                "remedy": finding.remedy or None,
            }
            remedy = f"\n    → {finding.remedy}" if finding.remedy else ""
            session.output.give(row, f"{marks[finding.health]} {finding.subject}: {finding.detail}{remedy}")
    finally:
        models.close()
    return not broken


COMMAND = Command("doctor", run)
