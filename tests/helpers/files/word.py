"""Makes Word documents from raw XML, with the parts and relations that their stories need."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
}
_DECLARED = " ".join(f'xmlns:{short}="{name}"' for short, name in _SPACES.items())
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {
    "comments": "w:comments", "commentsExtended": "w15:commentsEx", "footnotes": "w:footnotes",
    "endnotes": "w:endnotes", "numbering": "w:numbering", "styles": "w:styles", "settings": "w:settings",
    "header": "w:hdr", "footer": "w:ftr", "chart": "c:chartSpace", "diagramData": "dgm:dataModel",
}  # fmt: skip


def word(path: Path, body: str, stories: Mapping[str, str] | None = None, **more: bytes | str) -> Path:
    """A document with this body. `stories`: the content of other parts by name ("footnotes", "header1"),

    which is also the id of their relation; `more`: files that are inserted, by the id of theirs.
    """
    parts = {f"word/{name}.xml": _rooted(name, text) for name, text in (stories or {}).items()}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_KINDS}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in stories or {}
    )
    for name, data in more.items():
        suffix = "docx" if isinstance(data, bytes) else "html"
        relations += f'<Relationship Id="{name}" Type="{_KINDS}/aFChunk" Target="/word/{name}.{suffix}"/>'
        parts[f"word/{name}.{suffix}"] = data  # type: ignore[assignment]
    listed = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{listed}"><Relationship Id="r1" Type="{_KINDS}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{listed}">{relations}</Relationships>'
        )
        archive.writestr("word/document.xml", f"<w:document {_DECLARED}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def _rooted(name: str, text: str) -> str:
    root = _ROOTS[name.rstrip("0123456789")]
    return f"<{root} {_DECLARED}>{text}</{root}>"


def strict(path: Path, source: Path) -> Path:
    """A document as Word saves it in the strict form."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for part in ("wordprocessingml", "officeDocument", "drawingml"):
                text = text.replace(
                    f"http://schemas.openxmlformats.org/{part}/2006/", f"http://purl.oclc.org/ooxml/{part}/"
                )
            new.writestr(name, text)
    return path


def run(text: str, looks: str = "") -> str:
    """A run of text; `looks` are its properties."""
    return f"<w:r><w:rPr>{looks}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def para(content: str, properties: str = "") -> str:
    """A paragraph; plain words become a run."""
    inner = content if content.lstrip().startswith("<") or not content else run(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, number: int, depth: int | None = 0) -> str:
    """A paragraph of a list."""
    level = "" if depth is None else f"<w:ilvl w:val='{depth}'/>"
    return para(text, f"<w:numPr>{level}<w:numId w:val='{number}'/></w:numPr>")


def cell(content: str, properties: str = "") -> str:
    return (
        f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else para(content)}</w:tc>"
    )


def row(*cells: str, properties: str = "") -> str:
    """A row; plain words become cells."""
    inner = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def field(code: str, result: str = "", form: str = "") -> str:
    """A field in runs, as Word writes it."""
    data = f"<w:ffData>{form}</w:ffData>" if form else ""
    return (
        f"<w:r><w:fldChar w:fldCharType='begin'>{data}</w:fldChar></w:r>"
        f"<w:r><w:instrText xml:space='preserve'> {code} </w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{result}<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """A level of a list's definition."""
    return (
        f"<w:lvl w:ilvl='{depth}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/>{more}"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
    )


def definition(number: int, *levels: str) -> str:
    return f"<w:abstractNum w:abstractNumId='{number}'>{''.join(levels)}</w:abstractNum>"


def listed(number: int, of: int, overrides: str = "") -> str:
    """A list of a definition."""
    return f"<w:num w:numId='{number}'><w:abstractNumId w:val='{of}'/>{overrides}</w:num>"


def drawn_box(*paragraphs: str) -> str:
    """A run with a text box, as Word writes it for itself and for older programs."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic>"
        f"<a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def section(kind: str = "", more: str = "") -> str:
    """The properties of a section that begins in that way."""
    said = f"<w:type w:val='{kind}'/>" if kind else ""
    return f"<w:sectPr>{more}{said}<w:pgSz w:w='11906' w:h='16838'/></w:sectPr>"


BREAK = "<w:r><w:br w:type='page'/></w:r>"
DRAWN = "<w:r><w:lastRenderedPageBreak/></w:r>"
