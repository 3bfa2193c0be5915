"""The control words of RTF by what they mean. Source: Rich Text Format (RTF) Specification 1.9.1."""

from __future__ import annotations

CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SYMBOL_CHARSET, SYMBOL = 2, "symbol"
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
