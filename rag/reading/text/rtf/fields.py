"""The fields of RTF that are more than their result: form fields and numbers of pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from rag.reading.ticks import tick

_UNSET = 25  # a result that stands for the default
_PAGES = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})


@dataclass(slots=True)
class Field:
    """A field under way."""

    instruction: str = ""
    is_form: bool = False  # it came with the settings of a form field
    result: int = _UNSET
    default: int = 0
    entries: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The first word of its instruction."""
        return next(iter(self.instruction.split()), "").upper()

    @property
    def counts_pages(self) -> bool:
        return self.kind in _PAGES

    @property
    def shown(self) -> str:
        """What a box or a list of choices shows; empty for any other field."""
        chosen = self.default if self.result == _UNSET else self.result
        if self.kind == "FORMCHECKBOX" and self.is_form:
            return tick(chosen == 1)
        if self.kind == "FORMDROPDOWN" and 0 <= chosen < len(self.entries):
            return self.entries[chosen]
        return ""
