"""Parts what a model thinks from what it says, by the marks of its own chat template, while it writes.

A template tells a family's marks in what it does with earlier answers, in what it asks of the model, or in
how it lets the model begin. Thoughts are counted, never passed on. What a model says before a mark that only
ends thoughts was thought too: it is withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Marks:
    """What a family of models writes around its thoughts."""

    opens: str
    closes: str
    around: tuple[str, ...] = ()  # what it writes around the answer; taken off
    assumed: bool = False  # it thinks first whether or not it begins with the mark
    told: bool = True  # by the template; else thoughts are looked for at the beginning only


_TAGGED = Marks("<think>", "</think>", told=False)  # what a template that says nothing leaves likely
_KNOWN = (
    Marks("[THINK]", "[/THINK]"),  # Magistral, Ministral
    Marks("<|START_THINKING|>", "<|END_THINKING|>", ("<|START_RESPONSE|>", "<|END_RESPONSE|>")),  # Command A
    Marks("<|begin_of_thought|>", "<|end_of_thought|>", ("<|begin_of_solution|>", "<|end_of_solution|>")),
    Marks("<|channel>thought", "<channel|>"),  # Gemma 4
    Marks("Here is my thought process:", "Here is my response:"),  # Granite 3.2
    Marks(
        "Here are my reasoning steps:", "[BEGIN FINAL RESPONSE]", ("[END FINAL RESPONSE]",), assumed=True
    ),  # Apriel
)
_TAG = re.compile(r"</?((?:\w+:)?\w*(?:think|thought|reason)\w*)>")
_ANSWER_TAGS = ("response", "answer")  # Granite 3.3 and Ernie, Hunyuan
_CHANNELS = ("<|start|>", "<|channel|>", "<|message|>", "<|end|>", "<|return|>", "<|call|>")  # gpt-oss
_CHANNEL_MARK = re.compile("|".join(map(re.escape, _CHANNELS)))
_ROLE = 24  # characters: more before the first mark is no role


class ThoughtFilter(Protocol):
    """Takes the thoughts out of one text that arrives in pieces."""

    withdrawals: int  # how often all that was given turned out to be thoughts

    @property
    def thinking(self) -> bool:
        """Whether what comes next is thought, as far as is known."""
        ...

    @property
    def ending(self) -> str:
        """What a model writes to go on from its thoughts to the answer; "" while it cannot."""
        ...

    def feed(self, text: str) -> str:
        """What of the text so far is certain to be said. After a withdrawal, all that counts from there."""
        ...

    def finish(self) -> str:
        """What was held back as the possible beginning of a mark."""
        ...


class Thoughts:
    """How a model with this chat template thinks."""

    def __init__(self, template: str | None) -> None:
        source = template or ""
        self._channelled = all(mark in source for mark in _CHANNELS[:3])
        self._marks = (*_told(source), _TAGGED)
        self.likely = self._channelled or len(self._marks) > 1  # the template speaks of thoughts

    @property
    def marks(self) -> tuple[str, ...]:
        """Every mark, some of which a vocabulary holds as control tokens that otherwise stand for no text."""
        if self._channelled:
            return _CHANNELS
        return tuple(
            dict.fromkeys(text for one in self._marks for text in (one.opens, one.closes, *one.around))
        )

    def begun(self, prompt_end: str) -> ThoughtFilter:
        """For a text after a prompt; `prompt_end` is what the template wrote after the last message."""
        if self._channelled:
            return Channels(prompt_end)
        return Blocks(self._marks, self._opened(prompt_end))

    def is_open(self, prompt_end: str) -> bool:
        """Whether a prompt that ends so leaves the model inside its thoughts."""
        return self.begun(prompt_end).thinking

    def _opened(self, prompt_end: str) -> Marks | None:
        places = [(prompt_end.rfind(one.opens), one) for one in self._marks]
        place, last = max(places, key=lambda found: found[0])
        if place > max(prompt_end.rfind(one.closes) for one in self._marks):
            return last
        return next((one for one in self._marks if one.assumed), None)


def _told(source: str) -> Iterator[Marks]:
    """The marks that a template names."""
    yield from (one for one in _KNOWN if one.opens in source or one.closes in source)
    tags = [form for name in _ANSWER_TAGS for form in (f"<{name}>", f"</{name}>") if form in source]
    for name in dict.fromkeys(_TAG.findall(source)):
        opens, closes = f"<{name}>", f"</{name}>"
        if closes in source or opens == _TAGGED.opens:
            yield Marks(opens, closes, tuple(tags))


class Blocks:
    """Thoughts in blocks, before the answer or between its lines. A mark in the middle of a line is text."""

    def __init__(self, marks: Sequence[Marks], opened: Marks | None) -> None:
        self._all = tuple(marks)
        self._told = tuple(one for one in marks if one.told)
        self._first = {one.opens: one for one in reversed(self._all)}
        self._later = {one.opens: one for one in reversed(self._told)}
        self._ends = {one.closes for one in self._told}
        self._off = {text for one in self._told for text in one.around} | self._ends
        told = sorted({*self._later, *self._off}, key=len, reverse=True)
        self._mark = re.compile("|".join(map(re.escape, told))) if told else None
        self._within = opened
        self._bare = opened is not None  # white space before the answer belongs to a block
        self._begun = False  # the answer has
        self._line_begins = True
        self._held = ""
        self.withdrawals = 0

    @property
    def thinking(self) -> bool:
        return self._within is not None

    @property
    def ending(self) -> str:
        return f"\n{self._within.closes}\n\n" if self._within else ""

    def feed(self, text: str) -> str:
        """See `ThoughtFilter`."""
        self._held += text
        said, more = "", True
        while more:
            before = self.withdrawals
            piece, more = self._step()
            said = piece if self.withdrawals > before else said + piece
        return said

    def finish(self) -> str:
        """See `ThoughtFilter`."""
        held, self._held = self._held, ""
        if self._within or (self._bare and not self._begun and not held.strip()):
            return ""
        return held.lstrip() if self._bare and not self._begun else held

    def _step(self) -> tuple[str, bool]:
        """What of the held text is certain, and whether more may be."""
        if self._within:
            return "", self._think(self._within.closes)
        if self._begun:
            return self._say()
        space = 0 if self._told or self._bare else len(self._held) - len(self._held.lstrip())
        return self._given(space, space), self._begin()

    def _think(self, closes: str) -> bool:
        at = self._held.find(closes)
        if at < 0:
            self._held = self._held[len(self._held) - overlap(self._held, (closes,)) :]
            return False
        self._held = self._held[at + len(closes) :]
        self._within, self._bare = None, True
        return True

    def _begin(self) -> bool:
        """Before the answer: blocks and what stands around the answer are taken off."""
        text = self._held.lstrip()
        for opens, marks in self._first.items():
            if text.startswith(opens):
                self._within, self._held = marks, text[len(opens) :]
                return True
        for mark in self._off:
            if text.startswith(mark):
                self._bare, self._held = True, text[len(mark) :]
                return True
        if not text or any(mark.startswith(text) for mark in (*self._first, *self._off)):
            return False
        self._begun = True
        self._held = text if self._bare else self._held
        return True

    def _say(self) -> tuple[str, bool]:
        for found in self._mark.finditer(self._held) if self._mark else ():
            mark, start = found.group(), found.start()
            if mark in self._later:
                if not (self._held[:start].endswith("\n") or (not start and self._line_begins)):
                    continue
                said = self._given(start, found.end())
                self._within = self._later[mark]
                return said, True
            if mark in self._ends:
                self._held = self._held[found.end() :]
                self._begun, self._bare, self._line_begins = False, True, True
                self.withdrawals += 1
                return "", True
            return self._given(start, found.end()), True
        cut = len(self._held) - overlap(self._held, (*self._later, *self._off))
        return self._given(cut, cut), False

    def _given(self, end: int, rest: int) -> str:
        said, self._held = self._held[:end], self._held[rest:]
        if said:
            self._line_begins = said.endswith("\n")
        return said


class _Place(Enum):
    OUTSIDE = auto()  # of messages: roles
    HEADER = auto()
    MESSAGE = auto()


class Channels:
    """Messages on channels: `final` is said, and what has no channel; every other is thought."""

    def __init__(self, prompt_end: str) -> None:
        self._held = ""
        self._channel = ""  # the name, or the header while it is written
        self._place = _Place.OUTSIDE
        self._assistant = False  # the role of the next message is written
        self._before = ""  # what came before the first mark
        self._marked = False
        self.withdrawals = 0
        if (begun := prompt_end.rfind("<|start|>")) >= 0:
            self.feed(prompt_end[begun:])
        self._marked = False

    @property
    def thinking(self) -> bool:
        return not self._says

    @property
    def ending(self) -> str:
        final = "<|channel|>final<|message|>"
        if self._place is _Place.MESSAGE:
            return "" if self._says else f"<|end|><|start|>assistant{final}"
        if self._place is _Place.OUTSIDE:
            return final if self._assistant else f"<|start|>assistant{final}"
        return ""

    def feed(self, text: str) -> str:
        """See `ThoughtFilter`."""
        self._held += text
        said = ""
        while found := _CHANNEL_MARK.search(self._held):
            said += self._passed(self._held[: found.start()])
            self._held = self._held[found.end() :]
            self._met(found.group())
        cut = len(self._held) - overlap(self._held, _CHANNELS)
        rest, self._held = self._held[:cut], self._held[cut:]
        return said + self._passed(rest)

    def finish(self) -> str:
        """See `ThoughtFilter`."""
        rest, self._held = self._held, ""
        said = self._passed(rest)
        if self._place is _Place.OUTSIDE and not self._marked:
            said, self._before = self._before, ""
        return said

    @property
    def _says(self) -> bool:
        return self._place is _Place.MESSAGE and self._channel in ("", "final")

    def _met(self, mark: str) -> None:
        self._marked, self._before = True, ""
        if mark == "<|channel|>":
            self._place, self._channel = _Place.HEADER, ""
        elif mark == "<|message|>":
            self._channel = self._channel.split()[0] if self._channel.split() else ""
            self._place = _Place.MESSAGE
        else:
            self._place, self._channel = _Place.OUTSIDE, ""
            self._assistant = mark == "<|start|>"

    def _passed(self, text: str) -> str:
        """What of text without marks is said."""
        if self._place is _Place.HEADER:
            self._channel += text
        elif self._place is _Place.OUTSIDE and not self._marked:
            self._before += text
            if len(self._before) <= _ROLE:
                return ""
            self._place, text = _Place.MESSAGE, self._before  # a model that does without channels
        return text if self._says else ""


def overlap(text: str, marks: Sequence[str]) -> int:
    """Length of the longest end of `text` that begins one of `marks` and is not all of it."""
    for length in range(min(len(text), max(map(len, marks), default=0)), 0, -1):
        if any(len(mark) > length and mark.startswith(text[-length:]) for mark in marks):
            return length
    return 0
