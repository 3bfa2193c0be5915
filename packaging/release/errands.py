"""What a packaged program is asked to do besides answering: an errand for each large library that it was
gathered with, so that none is there in part alone.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from bootstrap.state import ROOT

_SPOKEN = ROOT / "tests" / "data" / "speech" / "notice.opus"
_SALES = "sales.csv"
_MONTHS = (0, 2, 5, 9, 14, 18, 20, 17, 11, 6, 3, 1)  # what each month of a year has more
_FIRST_YEAR, _YEARS = 2018, 6


@dataclass(frozen=True, slots=True)
class Errand:
    """`arguments` may name files of the room; `made` is one that is there afterwards, which begins with
    `beginning` and does not hold `without`; `said` is written. `model` is one that
    it asks for, by its folder.
    """

    name: str
    arguments: tuple[str, ...]
    said: str = ""
    made: str = ""
    beginning: bytes = b""
    without: bytes = b"\0" * 64
    model: str = ""

    def missed(self, said: str, room: Path) -> str:
        """What it should have done and did not; empty where it did all."""
        if self.said not in said:
            return f"{self.said!r} was not said: {said[-400:]}"
        if not self.made:
            return ""
        path = room / self.made
        held = path.read_bytes() if path.is_file() else b""
        if not held.startswith(self.beginning) or len(held) < len(self.beginning) + 100:
            return f"{self.made} is not what it should be ({len(held)} bytes)"
        return f"{self.made} still holds {self.without!r}" if self.without in held else ""


_FORECAST = ("forecast", _SALES, "--date", "Month", "--value", "Sales", "--horizon", "6", "--out")
ERRANDS = (
    Errand(
        "a table is asked", ("query", "costs.xlsx", "--sql", 'SELECT sum("Amount") FROM "Sheet1"'), "43.5"
    ),
    Errand("a column is forecast", (*_FORECAST, "next.xlsx", "--json"), '"mase": 0.', "next.xlsx", b"PK"),
    Errand("a chart of it is drawn", (*_FORECAST, "next.png"), "", "next.png", b"\x89PNG"),
    Errand(
        "personal data is taken out of a letter",
        ("redact", "documents/letter.eml", "--out", "letter.eml", "--yes"),
        made="letter.eml",
        without=b"a.berger@example.org",
    ),
    Errand(
        "a deadline is reckoned with public holidays",
        ("ask", "What is 30 working days after 3 March 2025 in Bavaria?"),
        "14 April 2025",
    ),
    Errand(
        "a summary is printed",
        ("summarize", "lease.md", "--length", "brief", "--out", "summary.pdf"),
        made="summary.pdf",
        beginning=b"%PDF",
    ),
    Errand("a recording is heard", ("read", _SPOKEN.name), "The contract ends on", model="whisper-tiny.en"),
)
UNFITTED = "cannot be fitted"  # what the process that forecasts logs of a method that it goes without


def prepare(room: Path) -> None:
    """Write the files that they name, besides those of `release.samples`."""
    rows = ["Month;Sales"]
    for number in range(12 * _YEARS):
        year, month = divmod(number, 12)
        value = 50 + _MONTHS[month] + 0.1 * number + number * 7 % 5 * 0.2
        rows.append(f"{_FIRST_YEAR + year}-{month + 1:02d}-01;{value:.2f}")
    (room / _SALES).write_text("\n".join(rows) + "\n", encoding="utf-8")
    shutil.copy(_SPOKEN, room)
