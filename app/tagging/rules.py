"""Rules that tag what is read: applied to each document when it is READY, and tried out on the library.

A rule never puts back what a person took off. One that cannot be applied is logged and the others are.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from app.errors import TagRuleInvalid
from app.events import DocumentProgress, Event, EventBus, TagsChanged
from app.words.catalogue import apart, row, say
from engine.cancel import CancelToken
from engine.errors import Fault
from rag.classifying.presets import preset_of
from rag.classifying.scope import ClassifyScope, Verdict
from rag.errors import DocumentUnknown
from rag.storing.documents import DocumentStore
from rag.storing.tag_rules import TagRule, TagRuleStore
from rag.storing.tags import TagChange, tag_name
from rag.types import Document, DocumentState

Judge = Callable[[ClassifyScope, int, CancelToken], Mapping[str, Verdict]]
"""The labels of a document, by question."""

_log = logging.getLogger(__name__)
_COMMA = re.compile("[,،、]")


class TagRules:
    """Methods may be called from any thread. They raise `VaultError`s."""

    def __init__(self, store: TagRuleStore, documents: DocumentStore, bus: EventBus, judge: Judge) -> None:
        self._store = store
        self._documents = documents
        self._bus = bus
        self._judge = judge
        bus.subscribe(self._heard)

    def all(self) -> list[TagRule]:
        """In the order in which they were added."""
        return self._store.all()

    def add(self, rule: TagRule) -> TagRule:
        """Keep a rule, which holds for what is read from now on. Raises `TagRuleInvalid` for one that asks
        nothing or names what there is not, `TagInvalid`, `PresetUnknown`.
        """
        return self._store.add(checked(rule))

    def change(self, rule: TagRule) -> TagRule:
        """Keep a rule as it is now, by its number. Raises as `add`, and `TagRuleUnknown`."""
        return self._store.change(checked(rule))

    def restore(self, rule: TagRule) -> None:
        """Bring back a rule that was removed."""
        self._store.restore(rule)

    def remove(self, rule_id: int) -> TagRule:
        """Its tags stay on the documents. Raises `TagRuleUnknown`."""
        return self._store.remove(rule_id)

    def would_tag(self, rules: Iterable[TagRule], cancel: CancelToken) -> dict[int, list[str]]:
        """Which tags rules would bring to the documents that were read, by document; without those that it
        has already or that a person took off.
        """
        found: dict[int, list[str]] = {}
        wanted = list(rules)
        for document in self._documents.list():
            cancel.raise_if_cancelled()
            if document.state is not DocumentState.READY:
                continue
            names = self._documents.tags.lacking(document.id, self._tags(wanted, document, cancel))
            if names:
                found[document.id] = names
        return found

    def apply(self, tags: Mapping[int, Sequence[str]]) -> TagChange:
        """Put on what `would_tag` found, as one change that can be undone."""
        change = self._documents.tags.put_each(tags, by_hand=False)
        self._bus.publish(TagsChanged(tuple(self._documents.some(change.documents))))
        return change

    # --- inside --------------------------------------------------------------------------------------------

    def _heard(self, event: Event) -> None:
        """What was read to its end is tagged, and the messages of a mailbox with it."""
        if not isinstance(event, DocumentProgress) or event.state is not DocumentState.READY:
            return
        try:
            rules = self._store.all()
            if rules:
                self._tag(event.document_id, rules)
        except Fault as fault:
            _log.warning("document %d not tagged by rules: %s", event.document_id, fault.code)

    def _tag(self, document_id: int, rules: Sequence[TagRule]) -> None:
        with suppress(DocumentUnknown):
            document = self._documents.get(document_id)
            read = [document, *(self._documents.held_by(document_id) if document.held else ())]
            found = {
                one.id: names
                for one in read
                if one.state is DocumentState.READY
                and (names := self._documents.tags.lacking(one.id, self._tags(rules, one, CancelToken())))
            }
            if found:
                self.apply(found)

    def _tags(self, rules: Sequence[TagRule], document: Document, cancel: CancelToken) -> Sequence[str]:
        found: dict[str, None] = {}
        for rule in rules:
            try:
                if self._holds(rule, document, cancel):
                    found |= dict.fromkeys(rule.tags)
            except Fault as fault:
                cancel.raise_if_cancelled()
                _log.warning("rule %d not applied: %s", rule.id, fault.code)
        return tuple(found)

    def _holds(self, rule: TagRule, document: Document, cancel: CancelToken) -> bool:
        """What costs least is asked first."""
        if rule.collection and _plain(rule.collection) != _plain(document.collection):
            return False
        if rule.folder and not _is_below(document.file, rule.folder):
            return False
        if rule.suffix and PurePath(document.name).suffix.lower() != rule.suffix:
            return False
        if rule.name and not _is_named(PurePath(document.name).name, rule.name):
            return False
        if rule.sender and _plain(rule.sender) not in _plain(self._sender(document)):
            return False
        if document.is_container and (rule.words or rule.label):
            return False
        if rule.words:
            text = f"{document.name}\n{self._documents.text(document.id)}"
            if not all(_says(text, words) for words in rule.words):
                return False
        if rule.label:
            preset, axis, label = label_of(rule.label)
            told = self._judge(ClassifyScope(preset, (document.id,)), document.id, cancel)
            return axis in told and told[axis].label == label
        return True

    def _sender(self, document: Document) -> str:
        return self._store.sender(document.id)


def checked(rule: TagRule) -> TagRule:
    """A rule as it is kept. Raises as `TagRules.add`."""
    tags = tuple(dict.fromkeys(tag_name(one) for one in rule.tags))
    words = tuple(one for one in (" ".join(one.split()) for one in rule.words) if one)
    made = TagRule(
        tags,
        str(Path(rule.folder).expanduser().absolute()) if rule.folder.strip() else "",
        rule.collection.strip(),
        rule.sender.strip(),
        rule.name.strip(),
        words,
        rule.label.strip(),
        _suffix(rule.suffix),
        rule.id,
    )
    if not tags or not made.conditions:
        raise TagRuleInvalid(detail=say("tagging.rules.wrong-empty"))
    if made.folder and not Path(made.folder).is_dir():
        raise TagRuleInvalid(detail=say("tagging.rules.wrong-folder", about=made.folder))
    if made.label:
        preset, axis, label = label_of(made.label)
        if label not in preset_of(preset).axis(axis).names:
            raise TagRuleInvalid(detail=say("tagging.rules.wrong-label", about=made.label))
    return made


def rule_words(rule: TagRule) -> str:
    """What must hold, in a line."""
    told = []
    for one in rule.conditions:
        value = getattr(rule, one)
        shown = row(value) if isinstance(value, tuple) else value
        told.append(say(f"tagging.rules.where.{one}", value=shown))
    return apart(told)


def parted(text: str) -> tuple[str, ...]:
    """What commas part, as any language writes them: "paid, in full"."""
    return tuple(one for one in (" ".join(part.split()) for part in _COMMA.split(text)) if one)


def label_of(text: str) -> tuple[str, str, str]:
    """Preset, question and label of "document-type:type=invoice", the question of which may be left out.
    Raises `PresetUnknown`.
    """
    preset, _, rest = text.partition(":")
    axis, _, label = rest.rpartition("=")
    return preset, axis or preset_of(preset).axes[0].name, label


def _suffix(text: str) -> str:
    plain = text.strip().lower().lstrip("*")
    return plain if not plain or plain.startswith(".") else f".{plain}"


def _says(text: str, words: str) -> bool:
    """Whether whole words stand in a text, in any case and however they are broken into lines."""
    pattern = r"\W+".join(re.escape(one) for one in _plain(words).split())
    return re.search(rf"(?<!\w){pattern}(?!\w)", _plain(text)) is not None


def _is_named(name: str, patterns: str) -> bool:
    """Whether one of the patterns fits, which commas part: “*.pdf, invoice*”. A name may have commas too."""
    return any(fnmatchcase(_plain(name), _plain(one)) for one in (patterns, *parted(patterns)))


def _is_below(file: str, folder: str) -> bool:
    return PurePath(folder) in PurePath(file).parents


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
