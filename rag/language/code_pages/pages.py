"""The code pages that a text may be in, by the languages that they were made for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum


class Origin(Enum):
    """What wrote the bytes: how much less likely pages of Windows, Unix, DOS and the Mac are (log odds).

    Counted in no corpus: they only have to be smaller than what one misread word costs, about ten.
    """

    PROGRAM = (0.0, 1.5, 3.0, 3.5)  # of any kind: a text
    ARCHIVER = (2.0, 3.0, 0.0, 4.0)  # names in a ZIP, in the page of DOS where they are not in UTF-8


_FURTHER = 1.0  # log odds of each further page of the same system


@dataclass(frozen=True, slots=True)
class Family:
    """Languages (ISO 639-1, as wordfreq has them) and what writes them.

    `pages` are names of Python's codecs, of Windows, Unix, DOS and the Mac, the likeliest of each first.
    """

    languages: tuple[str, ...]
    pages: tuple[str, str, str, str]
    rarity: float  # log odds against it, before anything of the text is known
    is_latin: bool = True

    def candidates(self, origin: Origin) -> Iterator[tuple[str, float]]:
        """Each page with its log odds."""
        for system, names in zip(origin.value, self.pages, strict=True):
            for place, name in enumerate(names.split()):
                yield name, -self.rarity - system - place * _FURTHER


FAMILIES = (
    Family(
        ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "fi", "ca"),
        ("cp1252", "iso8859_15", "cp850 cp437 cp858 cp865", "mac_roman"), 0.0,
    ),
    Family(
        ("pl", "cs", "sk", "hu", "ro", "sl", "sh"),
        ("cp1250", "iso8859_2 iso8859_16", "cp852", "mac_latin2"), 1.0,
    ),
    Family(("is",), ("cp1252", "iso8859_15", "cp861", "mac_iceland"), 2.0),
    Family(("tr",), ("cp1254", "iso8859_9", "cp857", "mac_turkish"), 2.0),
    Family(("lt", "lv"), ("cp1257", "iso8859_13 iso8859_4", "cp775", ""), 2.0),
    Family(
        ("ru", "uk", "bg", "mk"),
        ("cp1251", "koi8_r koi8_u iso8859_5", "cp866 cp1125 cp855", "mac_cyrillic"), 1.0,
        is_latin=False,
    ),
    Family(("el",), ("cp1253", "iso8859_7", "cp737 cp869", "mac_greek"), 2.0, is_latin=False),
    Family(("he",), ("cp1255", "iso8859_8", "cp862", ""), 2.0, is_latin=False),
    Family(("ar", "fa"), ("cp1256", "iso8859_6", "cp720", ""), 2.0, is_latin=False),
    Family(("vi",), ("cp1258", "", "", ""), 3.0),
    Family(("th",), ("cp874", "", "", ""), 3.0, is_latin=False),
    Family(("zh",), ("gb18030 big5hkscs", "", "", ""), 1.0, is_latin=False),
    Family(("ja",), ("cp932", "euc_jp", "", ""), 1.0, is_latin=False),
    Family(("ko",), ("cp949", "", "", ""), 1.0, is_latin=False),
)  # fmt: skip
