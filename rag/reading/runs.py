"""Text of a paragraph as it is collected run by run, some of which are struck through or hidden."""

from __future__ import annotations

from collections.abc import Callable

from rag.language.withdrawn import Withdrawn, withdrawn
from rag.reading.cleaning import clean


class Runs:
    """Collects runs; `take` gives what they say."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._kinds: list[Withdrawn | None] = []
        self._marked = False  # a run is withdrawn

    def add(self, text: str, kind: Withdrawn | None = None) -> None:
        """Add a run; `kind` says what was done to it."""
        if text:
            self._texts.append(text)
            self._kinds.append(kind)
            self._marked = self._marked or kind is not None

    @property
    def blank(self) -> bool:
        """Whether nothing but white space was collected."""
        return not any(text.strip() for text in self._texts)

    @property
    def last(self) -> str:
        """The last character collected, or nothing."""
        return self._texts[-1][-1] if self._texts else ""

    def amend(self, change: Callable[[str], str]) -> None:
        """Change the last run; those of white space behind it are dropped."""
        while self._texts and self._texts[-1].isspace():
            self._texts.pop()
            self._kinds.pop()
        if self._texts:
            self._texts[-1] = change(self._texts[-1])

    def clear(self) -> None:
        """Forget what was collected."""
        self._texts, self._kinds, self._marked = [], [], False

    def take(self, tidy: Callable[[str], str] = clean) -> str:
        """What was collected, which is then forgotten; withdrawn runs are marked, each made `tidy` before."""
        if not self._marked:
            text = "".join(self._texts)
            self.clear()
            return text
        said = [_marked(kind, text, tidy) for kind, text in self._joined()]
        self.clear()
        return "".join(said)

    def _joined(self) -> list[tuple[Withdrawn | None, str]]:
        """The runs, those of one kind as one also where white space parts them."""
        joined: list[tuple[Withdrawn | None, str]] = []
        for kind, text in zip(self._kinds, self._texts, strict=True):
            if joined and joined[-1][0] is kind:
                joined[-1] = (kind, joined[-1][1] + text)
            elif len(joined) > 1 and joined[-2][0] is kind is not None and joined[-1][1].isspace():
                between = joined.pop()[1]
                joined[-1] = (kind, joined[-1][1] + between + text)
            else:
                joined.append((kind, text))
        return joined


def _marked(kind: Withdrawn | None, text: str, tidy: Callable[[str], str]) -> str:
    if kind is None:
        return text
    said = tidy(text.strip())
    if not said:
        return text
    before = text[: len(text) - len(text.lstrip())]
    after = text[len(text.rstrip()) :]
    return f"{before}{withdrawn(kind, said)}{after}"
