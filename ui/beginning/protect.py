"""The first step: what opens the library, and a recovery code that is shown once."""

from __future__ import annotations

from enum import Enum
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.security.recovery import sheet_of
from app.security.strength import SHORTEST, Strength, strength_of
from app.types import Notice
from app.words.catalogue import count, say
from app.words.reasons import plain_detail
from ui.beginning.step import Step
from ui.parts.choosing import save_name
from ui.parts.code_sheet import CodeSheet
from ui.parts.controls import button, label, labelled, secret_field
from ui.parts.long_choice import LongCheck, LongRadio
from ui.parts.secret_copying import SECONDS, copy_secret


class _State(Enum):
    CHOOSING = 0
    WORKING = 1
    CODE = 2  # a new one is shown
    AGAIN = 3  # one was made before the program was closed
    DONE = 4


class ProtectStep(Step):
    chosen = Signal(str, bool)  # a passphrase, "" for the keyring; whether a recovery code is made too

    def __init__(self) -> None:
        super().__init__("protect")
        self.keyring = LongRadio(say("beginning.protect.keyring"))
        self.passphrase = LongRadio(say("beginning.protect.passphrase"))
        self.first_field = secret_field(say("window.unlock.passphrase"))
        self.second_field = secret_field(say("window.unlock.again"))
        self.strength = label("", "small", wrap=True)
        self.with_code = LongCheck(say("beginning.protect.code"))
        self.with_code.setChecked(True)
        self.none = label(say("beginning.protect.no-keyring"), "quiet", wrap=True)
        self.code = CodeSheet()
        self.code.setAccessibleName(say("beginning.code.title"))
        self.save = button(say("beginning.code.save"))
        self.save.clicked.connect(self._save)
        self.copy = button(say("beginning.code.copy"))
        self.copy.clicked.connect(self._copy)
        self._choices, self._typed, self._shown = QWidget(), QWidget(), QWidget()
        self._words = ""
        self._state = _State.DONE
        self._has_keyring = False
        self._known = True  # whether there is a keyring
        self._arrange()
        for field in (self.first_field, self.second_field):
            field.textChanged.connect(self._judge)
            field.returnPressed.connect(self._entered)
        self.keyring.toggled.connect(self._judge)
        self._be(_State.DONE)

    # --- what it is told -----------------------------------------------------------------------------------

    def begin(self) -> None:
        """There is no key yet; what can be chosen is told in a moment: is there a keyring?"""
        self.show_keyring(there=False, known=False)
        self._be(_State.CHOOSING)

    def show_keyring(self, *, there: bool, known: bool = True) -> None:
        """Whether a keyring may be used: then it is what is chosen, as long as nothing has been typed."""
        self._has_keyring, self._known = there, known
        self.keyring.setVisible(there)
        self.passphrase.setVisible(there)  # a choice of one is none
        self.none.setVisible(known and not there)
        if there and not self.first_field.text():
            self.keyring.setChecked(True)
        elif not there:
            self.passphrase.setChecked(True)
        self._judge()

    def show_code(self, code: str) -> None:
        """The words of a new recovery code."""
        self._words = code
        self.code.show_code(code)
        self._be(_State.CODE)

    def show_again(self) -> None:
        """One was made, and nobody has said that it is kept."""
        self._be(_State.AGAIN)

    def show_done(self) -> None:
        self._be(_State.DONE)

    def fail(self, notice: Notice) -> None:
        """The key could not be made."""
        self._be(_State.CHOOSING)
        self.tell(f"{notice.sentence} {notice.remedy}".strip(), danger=True)

    # --- what the page asks --------------------------------------------------------------------------------

    @property
    def main(self) -> str:
        if self._state in (_State.CHOOSING, _State.WORKING):
            return say("beginning.protect.accept")
        return say("beginning.code.accept" if self._state is _State.CODE else "beginning.protect.next")

    @property
    def ready(self) -> bool:
        if self._state is not _State.CHOOSING:
            return self._state is not _State.WORKING
        first = self.first_field.text()
        return self.keyring.isChecked() or (len(first) >= SHORTEST and first == self.second_field.text())

    @property
    def settled(self) -> bool:
        return self._known

    @property
    def by_enter(self) -> bool:
        return self._state is not _State.CODE  # a second Enter behind the passphrase would pass it over

    @property
    def may_wait(self) -> bool:
        return self._state is _State.CHOOSING and self._has_keyring

    @property
    def may_go_back(self) -> bool:
        return False

    def act(self) -> None:
        if self._state is _State.CHOOSING:
            passphrase = "" if self.keyring.isChecked() else self.first_field.text()
            self._ask(passphrase, code=self.with_code.isChecked())
        else:
            self._be(_State.DONE)
            self.done.emit()

    def wait(self) -> None:
        """The keyring, and nothing else, as long as nobody wishes otherwise."""
        self._ask("", code=False)

    def first(self) -> QWidget | None:
        if self._state is _State.CHOOSING:
            return self.keyring if self._has_keyring else self.first_field
        return self.save if self._state is _State.CODE else None

    # --- inside --------------------------------------------------------------------------------------------

    def _ask(self, passphrase: str, *, code: bool) -> None:
        self._be(_State.WORKING)
        self.chosen.emit(passphrase, code)

    def _be(self, state: _State) -> None:
        self._state = state
        code = state is _State.CODE
        self.heading.setText(say("beginning.code.title" if code else "beginning.protect.title"))
        words = {
            _State.CODE: say("beginning.code.words"),
            _State.AGAIN: say("beginning.code.again"),
            _State.DONE: say("beginning.protect.done"),
        }
        self.sentence.setText(words.get(state, say("beginning.protect.words")))
        self._choices.setEnabled(state is _State.CHOOSING)
        self._shown.setVisible(code)
        self.tell(say("beginning.protect.working") if state is _State.WORKING else "")
        if state is _State.DONE:
            self._forget()
        self._judge()

    def _judge(self) -> None:
        """Say how strong it is what is typed, and what is missing."""
        typed, second = self.first_field.text(), self.second_field.text()
        self._choices.setVisible(self._known and self._state in (_State.CHOOSING, _State.WORKING))
        self._typed.setVisible(self.passphrase.isChecked())
        words = say("beginning.protect.unforgiving")
        weak = False
        if typed and len(typed) < SHORTEST:
            words = count("window.unlock.short", SHORTEST)
        elif second and typed != second:
            words, weak = say("window.unlock.different"), True
        elif typed:
            found = strength_of(typed)
            words, weak = say(f"beginning.strength.{found.value}"), found is Strength.WEAK
        self.strength.setText(words)
        self.strength.setProperty("role", "danger" if weak else "small")
        self.strength.style().polish(self.strength)
        self.changed.emit()

    def _entered(self) -> None:
        if self.ready:
            self.act()
        else:
            self.second_field.setFocus()

    def _forget(self) -> None:
        self._words = ""
        self.code.clear()
        self.first_field.clear()
        self.second_field.clear()

    def _copy(self) -> None:
        copy_secret(self._words)
        self.tell(count("beginning.code.copied", SECONDS))

    def _save(self) -> None:
        chosen, _ = save_name(
            self, say("beginning.code.title"), say("beginning.code.name"), say("beginning.code.filter")
        )
        if not chosen:
            return
        path = Path(chosen)
        try:
            path.touch(mode=0o600)
            path.write_text(f"{say('beginning.code.title')}\n\n{sheet_of(self._words)}\n", encoding="utf-8")
        except OSError as error:
            self.tell(plain_detail(error.strerror or ""), danger=True)
        else:
            self.tell(say("beginning.code.saved", path=path))

    def _arrange(self) -> None:
        typed = QVBoxLayout(self._typed)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.addLayout(labelled(say("window.unlock.passphrase"), self.first_field))
        typed.addLayout(labelled(say("window.unlock.again"), self.second_field))
        typed.addWidget(self.strength)
        choices = QVBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        for one in (self.none, self.keyring, self.passphrase, self._typed, self.with_code):
            choices.addWidget(one)
        shown = QVBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeft)
        shown.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        shown.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._choices)
        self.body.addWidget(self._shown)
