"""The command doctor."""

from __future__ import annotations

from app.cli.session import Session
from app.doctor import Doctor, Health
from app.events import EventBus
from app.models.models import Models
from app.settings import Settings

_MARKS = {Health.GOOD: "✓", Health.LIMITED: "!", Health.BROKEN: "✗"}


def doctor(session: Session) -> bool:
    """Write every finding; False when something is broken."""
    output, paths, broken = session.output, session.paths, False
    models = Models(
        paths.models, Settings(paths.settings), EventBus(), getattr(session.arguments, "model", "")
    )
    try:
        for finding in Doctor(paths, models).examine():
            broken = broken or finding.health is Health.BROKEN
            if output.as_json:
                output.row(
                    {
                        "subject": finding.subject,
                        "health": finding.health.value,
                        "detail": finding.detail,
                        "remedy": finding.remedy or None,
                    }
                )
            else:
                output.text(f"{_MARKS[finding.health]} {finding.subject}: {finding.detail}")
                if finding.remedy:
                    output.text(f"    → {finding.remedy}")
    finally:
        models.close()
    return not broken
