"""HTML: a page of its own, without scripts and without anything that is fetched."""

from __future__ import annotations

from html import escape

from app.exporting.lists import Item, html_list
from app.exporting.shape import Cell, Look, Paper, Points, Table
from app.exporting.text import printable

_STYLE = """
body { font-family: sans-serif; }
table { border-collapse: collapse; }
th, td { border: 1px solid #999999; padding: 3px 6px; text-align: left; vertical-align: top; }
pre { background: #f2f2f2; padding: 6px; white-space: pre-wrap; }
.pages { color: #555555; }
.marked { color: #a33a00; }
.covered { color: #555555; }
"""  # not for people


def html(paper: Paper) -> bytes:
    return html_text(paper).encode()


def html_text(paper: Paper) -> str:
    parts = [f"<h1>{_text(paper.title)}</h1>"]
    for section in paper.sections:
        if section.heading:
            parts.append(f"<h2>{_text(section.heading)}</h2>")
        for content in section.content:
            parts += _list(content) if isinstance(content, Points) else _table(content)
    parts.append("<hr>")
    parts += [f'<p class="covered">{_text(note)}</p>' for note in paper.notes]
    # Whatever a later hand puts into the file, a browser fetches nothing for it (W3C, CSP Level 3).
    policy = "default-src 'none'; style-src 'unsafe-inline'"  # not for people
    guard = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'  # not for people
    head = f'<meta charset="utf-8">{guard}<title>{_text(paper.title)}</title><style>{_STYLE}</style>'
    return f"<!DOCTYPE html>\n<html><head>{head}</head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"


def _table(table: Table) -> list[str]:
    head = "".join(f"<th>{_text(name)}</th>" for name in table.columns)
    body = ("".join(f"<td>{_cell(cell, cell.pages)}</td>" for cell in row) for row in table.rows)
    return ["<table>", *(f"<tr>{cells}</tr>" for cells in (head, *body)), "</table>"]


def _list(points: Points) -> list[str]:
    if points.look is Look.CODE:
        return [f"<pre>{_text(one.text)}</pre>" for one in points.items]
    told = [_cell(one, f"({one.pages})" if one.pages else "") for one in points.items]
    if points.look is Look.LIST:
        items = zip(points.items, told, strict=True)
        return [html_list(Item(one.level, one.number, said) for one, said in items)]
    tag = "blockquote" if points.look is Look.QUOTE else "p"
    return [f"<{tag}>{one}</{tag}>" for one in told]


def _cell(cell: Cell, pages: str) -> str:
    parts = [_text(" ".join(cell.text.split()))] if cell.text else []
    if pages:
        parts.append(f'<span class="pages">{_text(pages)}</span>')
    if cell.mark:
        parts.append(f'<span class="marked">{_text(cell.mark)}</span>')
    return " ".join(parts)


def _text(text: str) -> str:
    return escape(printable(text))
