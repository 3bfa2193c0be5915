"""The regulation where it runs from right to left: set by typst, which shapes and orders its letters."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from sample.blocks import blocks

_SETTING = Path(__file__).with_name("backwards.typ")


def make_backwards(source: Path, target: Path, language: str, fonts: Path) -> None:
    """The PDF of a text, in the fonts of a folder; `pip install typst` is needed."""
    import typst  # type: ignore[import-not-found]

    told = [asdict(one) for one in blocks(source.read_text(encoding="utf-8"))]
    given = {"blocks": json.dumps(told, ensure_ascii=False), "language": language}
    target.write_bytes(
        typst.compile(_SETTING, font_paths=[fonts], ignore_system_fonts=True, sys_inputs=given)
    )
