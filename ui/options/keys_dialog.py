"""The ways that open the library, or a matter of it: a passphrase, a keyring, a recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.security.key_file import SlotKind
from app.security.keys import Way
from app.types import Notice
from app.words.catalogue import count, say
from ui.options.keys_model import Changed, KeysViewModel, kinds_of
from ui.parts.code_sheet import CodeSheet
from ui.parts.controls import button, card, day, label, labelled, secret_field
from ui.parts.fitting import Dialog
from ui.parts.laying import beside_bar, edges
from ui.parts.secret_copying import SECONDS, copy_secret
from ui.parts.telling import announce
from ui.parts.theme import Space

_ORDER = (SlotKind.PASSPHRASE, SlotKind.KEYRING, SlotKind.RECOVERY)
_SHORTEST = 8  # characters of a passphrase, as when the library is made


class KeysDialog(Dialog):
    """What is changed holds at once, and only whoever can open it changes it. `matter`: its name, "" where it
    is the library's ways; a matter's keyring is its library, which alone can take it up again.
    """

    def __init__(self, parent: QWidget | None, model: KeysViewModel, matter: str = "") -> None:
        super().__init__(parent)
        self._model = model
        self._matter = matter
        self._kinds: frozenset[SlotKind] = frozenset()
        self.setWindowTitle(self._title())
        self.resize(640, 700)
        self.proof = secret_field(say("settings.keys.proof"))
        self.first = secret_field(say("settings.keys.new"))
        self.second = secret_field(say("window.unlock.again"))
        self.hint, self.code = label("", "quiet", wrap=True), CodeSheet()
        self.copy = button(say("beginning.code.copy"))
        self.copy.clicked.connect(self._copy)
        self._words_of_code = ""
        self.code.hide()
        self.copy.hide()
        self.state: dict[SlotKind, QLabel] = {}
        self.put: dict[SlotKind, QPushButton] = {}
        self.take: dict[SlotKind, QPushButton] = {}
        self._proving = QWidget()
        self._arrange()
        for field in (self.proof, self.first, self.second):
            field.textChanged.connect(self._judge)
        model.told.connect(self._show)
        model.changed.connect(self._changed)
        model.refused.connect(self._refused)
        self._show(())
        model.load()

    def reject(self) -> None:
        self._forget()
        super().reject()

    def accept(self) -> None:
        self._forget()
        super().accept()

    # --- inside --------------------------------------------------------------------------------------------

    def _show(self, ways: tuple[Way, ...]) -> None:
        self._kinds = kinds_of(ways)
        since = {way.kind: way.created for way in ways}
        self._proving.setVisible(SlotKind.PASSPHRASE in self._kinds)
        for kind in SlotKind:
            there, made = kind in since, since.get(kind)
            told = say("settings.keys.since", day=day(made)) if made else say("settings.keys.there")
            self.state[kind].setText(told if there else say("settings.keys.none"))
            way = "again" if there and kind is not SlotKind.KEYRING else "put"
            self.put[kind].setText(say(f"settings.keys.{way}.{kind.value}"))
            self.take[kind].setVisible(there)
        offered = SlotKind.KEYRING not in since and not self._matter
        self.put[SlotKind.KEYRING].setVisible(offered)  # it is there, or not
        self._judge()

    def _judge(self) -> None:
        """What can be done with what is typed so far."""
        proved = bool(self.proof.text()) or SlotKind.PASSPHRASE not in self._kinds
        first, second = self.first.text(), self.second.text()
        for kind in SlotKind:
            self.put[kind].setEnabled(proved and bool(self._kinds))
            # A recovery code alone would have to be typed each time: one of the others stays.
            others = self._kinds - {kind, SlotKind.RECOVERY}
            spared = kind is SlotKind.RECOVERY or bool(others)
            self.take[kind].setEnabled(proved and spared and not self._model.stays(kind))
        fits = len(first) >= _SHORTEST and first == second
        self.put[SlotKind.PASSPHRASE].setEnabled(self.put[SlotKind.PASSPHRASE].isEnabled() and fits)
        words = ""
        if first and len(first) < _SHORTEST:
            words = count("window.unlock.short", _SHORTEST)
        elif second and first != second:
            words = say("window.unlock.different")
        if words or first:
            self._say(words)

    def _put(self, kind: SlotKind) -> None:
        self.code.hide()
        self.copy.hide()
        proof = self.proof.text()
        if kind is SlotKind.PASSPHRASE:
            self._model.put_passphrase(proof, self.first.text())
        elif kind is SlotKind.KEYRING:
            self._model.put_keyring(proof)
        else:
            self._model.put_recovery(proof)

    def _changed(self, change: Changed) -> None:
        self._forget()
        what, words = self._called(change.kind), self._became(change)
        self.code.setVisible(bool(change.code))
        self.copy.setVisible(bool(change.code))
        self._words_of_code = change.code
        if change.code:
            words = say("settings.keys.code")
            self.code.show_code(change.code)
            self.code.setAccessibleName(f"{what}: {change.code}")
            self.code.setFocus()
        self._say(words)
        announce(self, words)

    def _refused(self, notice: Notice) -> None:
        words = f"{notice.sentence} {notice.remedy}"
        self._say(words)
        announce(self, words, urgent=True)
        self.proof.selectAll()

    def _title(self) -> str:
        of = self._matter
        return say("settings.matter-keys.title", matter=of) if of else say("settings.keys.title")

    def _words(self) -> str:
        return say("settings.matter-keys.words" if self._matter else "settings.keys.words")

    def _called(self, kind: SlotKind) -> str:
        if self._matter and kind is SlotKind.KEYRING:
            return say("settings.matter-keys.keyring")
        return say(f"settings.keys.kinds.{kind.value}")

    def _about(self, kind: SlotKind) -> str:
        if self._matter:
            return say(f"settings.matter-keys.about.{kind.value}")
        return say(f"settings.keys.about.{kind.value}")

    def _became(self, change: Changed) -> str:
        what, of = self._called(change.kind), self._matter
        if of and change.added:
            return say("settings.matter-keys.added", kind=what, matter=of)
        if of:
            return say("settings.matter-keys.removed", kind=what, matter=of)
        return say("settings.keys.added" if change.added else "settings.keys.removed", kind=what)

    def _say(self, words: str) -> None:
        self.hint.setText(words)

    def _forget(self) -> None:
        for field in (self.proof, self.first, self.second):
            field.clear()
        self.code.clear()
        self.code.hide()
        self.copy.hide()
        self._words_of_code = ""

    def _copy(self) -> None:
        copy_secret(self._words_of_code)
        words = count("beginning.code.copied", SECONDS)
        self._say(f"{say('settings.keys.code')} {words}")
        announce(self, words)

    def _arrange(self) -> None:
        proving = QVBoxLayout(self._proving)
        proving.setContentsMargins(0, 0, 0, 0)
        proving.addLayout(labelled(say("settings.keys.proof"), self.proof))
        close = button(say("settings.close"), primary=True)
        close.clicked.connect(self.accept)
        end = QHBoxLayout()
        end.addStretch()
        end.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.XL, Space.XL, Space.L)
        layout.setSpacing(Space.M)
        layout.addWidget(label(self.windowTitle(), "title"))
        layout.addWidget(label(self._words(), "quiet", wrap=True))
        layout.addWidget(self._proving)
        layout.addWidget(self._cards(), 1)
        layout.addWidget(self.hint)
        layout.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(end)

    def _cards(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        for kind in _ORDER:
            column.addWidget(self._card(kind))
        column.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it has the keyboard, and is scrolled to
        scroll.setWidget(inside)
        beside_bar(scroll)
        return scroll

    def _card(self, kind: SlotKind) -> QWidget:
        self.state[kind] = label("", "quiet")
        put, take = button(""), button(say("settings.keys.remove"))
        self.put[kind], self.take[kind] = put, take
        name = self._called(kind)
        take.setAccessibleName(say("settings.keys.remove-named", kind=name))
        put.clicked.connect(lambda: self._put(kind))
        take.clicked.connect(lambda: self._model.remove(self.proof.text(), kind))
        called = label(name)
        font = called.font()
        font.setBold(True)
        called.setFont(font)
        line = QHBoxLayout()
        line.addWidget(called)
        line.addWidget(self.state[kind])
        line.addStretch()
        found = card()
        column = QVBoxLayout(found)
        column.setContentsMargins(edges(Space.L, Space.M, Space.M, Space.M))
        column.addLayout(line)
        column.addWidget(label(self._about(kind), "small", wrap=True))
        if kind is SlotKind.PASSPHRASE:
            fields = QHBoxLayout()
            fields.addLayout(labelled(say("settings.keys.new"), self.first))
            fields.addLayout(labelled(say("window.unlock.again"), self.second))
            column.addLayout(fields)
        acts = QHBoxLayout()
        acts.addWidget(put)
        acts.addWidget(take)
        acts.addStretch()
        column.addLayout(acts)
        return found
