"""The control words of RTF by what they mean."""

from __future__ import annotations

SIGNS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "endash": "–", "emdash": "—", "enspace": " ", "emspace": " ", "qmspace": " ",
    "nestcell": " ", "nestrow": " ", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
MARKS = {b"~": " ", b"_": "-", b"-": ""}
HEADERS = frozenset({"header", "headerl", "headerr", "headerf"})
FOOTERS = frozenset({"footer", "footerl", "footerr", "footerf"})
ENTRIES = frozenset({"stylesheet", "fonttbl"})  # each of their groups is used by itself
TABLES = frozenset({"listtable", "listoverridetable"})
NUMBERS = frozenset({"listtext", "pntext"})  # of list items, for programs that count none
BOXES = frozenset({"shptxt", "dptxbxtext"})
LIST_WORDS = frozenset({"listid", "levelnfc", "levelnfcn", "levellegal", "levelstartat"})
OLD_LIST_WORDS = frozenset({"pnstart", "pndec", "pnucrm", "pnlcrm", "pnucltr", "pnlcltr", "pnlvlblt"})
CAPTURED = (
    HEADERS | FOOTERS | ENTRIES | TABLES | NUMBERS | BOXES
    | {
        "title", "author", "footnote", "annotation", "atnauthor", "atndate", "atnid", "leveltext", "pn",
        "pntxta", "pntxtb", "fldinst", "formfield", "ffl",
    }
)  # fmt: skip
LEFT_OUT = frozenset(
    {
        "colortbl", "pict", "objdata", "themedata", "colorschememapping", "latentstyles", "datastore",
        "generator", "xmlnstbl", "revtbl", "rsidtbl", "bkmkstart", "bkmkend", "nonshppict", "info", "sp",
        "filetbl", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "userprops", "pgdsctbl", "nesttableprops",
        "nonesttables", "falt", "panose", "levelnumbers", "listname", "object", "result", "shprslt",
        "datafield", "ffname", "ffdeftext", "ffformat", "ffhelptext", "ffstattext", "ffentrymcr", "ffexitmcr",
        "pnseclvl",
    }
)  # fmt: skip
STARRED = frozenset(
    {
        "shpinst", "shptxt", "do", "annotation", "footnote", "atnauthor", "atnid", "atndate", "fldinst",
        "formfield", "ffl", "listtable", "listoverridetable", "pn", "cs",
    }
)  # fmt: skip
