"""What nobody sees of a web page is read as hidden; what is seen stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from files.unseen import SEEN, UNSEEN, holds, said


@pytest.mark.parametrize(
    "style",
    [
        "color:#fff", "color:white", "color:rgb(250 250 250)", "color:transparent", "color:rgba(0,0,0,0)",
        "color:#123456;background:#123456", "font-size:0", "font-size:1px", "font-size:.05em", "opacity:0",
        "opacity:0;transform:none", "position:absolute;left:-9999px", "text-indent:-9999px",
        "height:0;overflow:hidden", "max-height:0px;overflow:hidden", "transform:scale(0)",
        "position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(100%)",
    ],
)  # fmt: skip
@pytest.mark.parametrize("sheet", [False, True])
def test_a_style_that_hides_text_of_a_page(tmp_path: Path, style: str, *, sheet: bool) -> None:
    path = tmp_path / "page.html"
    head = f"<style>.x {{ {style} }}</style>" if sheet else ""
    look = "class='x'" if sheet else f"style='{style}'"
    path.write_text(f"<html><head>{head}</head><body><p>{SEEN}</p><p {look}>{UNSEEN}</p></body></html>")
    assert not holds(said(path))


@pytest.mark.parametrize(
    "page",
    [
        "<body style='background:#000;color:#fff'><p>{0}</p><p>{1}</p>",
        "<body><p>{0}</p><p style='background:#00f;color:#fff'>{1}</p>",
        "<body bgcolor='#000000'><p style='color:#eee'>{0}</p><font color='white'>{1}</font>",
        "<body><p>{0}</p><div style='font-size:0'><span style='font-size:14px'>{1}</span></div>",
        "<body><p>{0}</p><p style='background:url(x.png);color:white'>{1}</p>",
        "<head><link rel='stylesheet' href='x.css'></head><body><p>{0}</p><p style='color:#fff'>{1}</p>",
        "<body><p>{0}</p><p style='opacity:.6;left:-3px;color:#888;font-size:9px'>{1}</p>",
        "<body><p>{0}</p><p style='color:var(--ink);height:0'>{1}</p>",
    ],
)
def test_a_style_that_hides_nothing(tmp_path: Path, page: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html>{page.format(SEEN, UNSEEN)}</html>")
    assert holds(said(path))
