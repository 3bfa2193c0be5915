"""The control words of RTF by what they mean."""

from __future__ import annotations

SIGNS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "endash": "–", "emdash": "—", "enspace": " ", "emspace": " ", "qmspace": " ",
    "nestcell": " ", "nestrow": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
MARKS = {b"~": " ", b"_": "-", b"-": ""}
CAPTURED = frozenset({"title", "author", "footnote", "annotation", "stylesheet", "fonttbl"})
LEFT_OUT = frozenset(
    {
        "colortbl", "pict", "objdata", "themedata", "colorschememapping", "latentstyles", "datastore",
        "listtable", "listoverridetable", "generator", "xmlnstbl", "revtbl", "rsidtbl", "header", "headerl",
        "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "fldinst", "bkmkstart", "bkmkend",
        "nonshppict", "info", "sp", "filetbl", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "userprops",
        "pgdsctbl", "nesttableprops", "nonesttables", "falt", "panose", "list", "listoverride",
        "leveltext", "levelnumbers", "object", "result",
    }
)  # fmt: skip
STARRED = frozenset({"shpinst", "shptxt", "annotation", "footnote"})
