"""Files inside a plain text, as base64 or uuencoded: the photo of a card, an attachment, a key."""

from __future__ import annotations

import re

from rag.redacting.forms.piece import BAR

_SIGNS = r"[A-Za-z0-9+/_-]"
_LINE = r"(?:\r?\n|\\r\\n|\\n)[ \t>]{0,4}"
_RULE = r"(?!([-_/+])\1{7})"  # a line that is drawn
_PACKED = re.compile(
    # One long run, or lines as long with what is left of them behind; a URL or a sum is shorter.
    rf"(?<!{_SIGNS}){_RULE}(?:{_SIGNS}{{120,}}|{_SIGNS}{{56,}}(?={_LINE}{_SIGNS}{{56}}))"
    rf"(?:{_LINE}{_SIGNS}{{56,}})*(?:{_LINE}(?:{_SIGNS}{{20,56}}|{_SIGNS}{{1,56}}=)(?!{_SIGNS}))?={{0,2}}"
    r"|(?m:^begin [0-7]{3} [^\n]+\n(?:[ -`]{2,62}\n)+(?:`|end)?[ \t]*(?:\nend)?)"
)


def unpacked(text: str) -> tuple[str, bool]:
    """The text with a bar in place of each, and whether there was any: nobody looks for names in them."""
    without, count = _PACKED.subn(BAR, text)
    return without, bool(count)
