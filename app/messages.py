"""Faults in words: what happened and what to do about it, for a reader who is no engineer.

Every fault's code has its own entry; a code without one would be a bug that a test finds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from string import Formatter

from app.types import Notice
from engine.errors import Fact, Fault

# code: (title, what happened, what to do). {facts} are filled in; see `_Words` for those derived.
_MESSAGES: dict[str, tuple[str, str, str]] = {
    "fault": ("Something went wrong", "An unexpected problem occurred.", "Try again."),
    "unknown": (
        "Something went wrong",
        "A part of Confidant reported a problem it has no words for ({sent_code}).",
        "Try again. If it comes back, restart Confidant.",
    ),
    "cancelled": ("Stopped", "This was stopped at your request.", "Start it again whenever you like."),
    "engine": ("Something went wrong", "The language engine had a problem.", "Try again."),
    "worker": ("A helper process failed", "A background process had a problem.", "Try again."),
    "worker-died": (
        "A background process ended",
        "A background process {reason_words}.",
        "Nothing is lost. Try again; if memory is short, close other programs or choose a smaller model.",
    ),
    "protocol-broken": (
        "A background process misbehaved",
        "A background process sent something that could not be understood, and was ended.",
        "Nothing is lost. Try again.",
    ),
    "model": ("The model had a problem", "The language model could not be used.", "Try another model."),
    "model-missing": (
        "A model is needed",
        "The model “{model}” is not on this computer.",
        "Get it from the Models window, from a USB stick or by download, or run: confidant models get {model}",
    ),
    "model-invalid": (
        "This model file is damaged",
        "“{file}” is not a complete model file ({detail}).",
        "Fetch the model again, or copy the file once more.",
    ),
    "model-does-not-fit": (
        "Not enough memory for this model",
        "“{model}” needs {needed_size}, and {available_size} is free.",
        "Close other programs, or choose a smaller model.",
    ),
    "context-full": (
        "Too long for this model",
        "The question and its sources take {prompt_tokens} tokens; this model holds {context_length}.",
        "Shorten the question or begin a new conversation.",
    ),
    "provision": ("The model could not be fetched", "Fetching the model failed.", "Try again."),
    "sources-exhausted": (
        "The model could not be fetched",
        "No source could give “{model}”. {detail}",
        "Check the connection, or choose a folder that holds the model, such as a USB stick.",
    ),
    "source-failed": ("The model could not be fetched", "A source failed: {detail}.", "Try another source."),
    "checksum-mismatch": (
        "This is not the right file",
        "“{file}” does not have the bytes its publisher signed off (sha256 differs), so it is not used.",
        "Fetch the model again.",
    ),
    "disk-full": (
        "The disk is full",
        "There is not enough room at “{path}”: {needed_size} needed, {available_size} free.",
        "Free some space and try again; what was fetched already is kept.",
    ),
    "network-blocked": (
        "A network call was refused",
        "Something tried to reach the network, and Confidant refused it.",
        "Nothing was sent. You need not do anything.",
    ),
    "rag": ("Something went wrong", "The library had a problem.", "Try again."),
    "read": ("This file could not be read", "Reading the file failed.", "Try another copy of the file."),
    "file-missing": (
        "The file is not there",
        "“{file}” was not found.",
        "Check whether it was moved or renamed, and add it again.",
    ),
    "file-empty": (
        "The file is empty",
        "“{file}” holds no bytes.",
        "Check the original: copying it may have failed.",
    ),
    "file-unreadable": (
        "The file may not be opened",
        "“{file}” could not be opened ({detail}).",
        "Check that you may read it, and that no other program holds it.",
    ),
    "format-unknown": (
        "This kind of file cannot be read",
        "“{file}” is of a kind that Confidant does not read.",
        "Save it as PDF, DOCX, HTML, text, CSV or JSON Lines and add that.",
    ),
    "file-corrupt": (
        "The file is damaged",
        "“{file}” is damaged and could not be repaired ({detail}).",
        "Open it in the program it came from and save it again, or ask for another copy.",
    ),
    "file-too-large": (
        "The file is too large",
        "“{file}” is larger than can be read safely.",
        "Split it and add the parts.",
    ),
    "password-needed": (
        "A password is needed",
        "“{file}” is protected by a password.",
        "Enter its password; it is used for this reading and not kept.",
    ),
    "password-wrong": (
        "The password is not right",
        "“{file}” does not open with this password.",
        "Try again; capital letters matter.",
    ),
    "no-text": (
        "There is no text in this file",
        "None of the {pages} pages of “{file}” holds text; it is probably a scan.",
        "Add a version with text, for example one that went through text recognition.",
    ),
    "reader-failed": (
        "Reading was stopped",
        "While “{file}” was read, the reader {reason_words}. The file may be damaged or hostile.",
        "Everything else is safe. Open the file in its own program, save it again and add that.",
    ),
    "vault": ("The library had a problem", "The encrypted library could not be used.", "Restart Confidant."),
    "vault-locked": (
        "The library is locked",
        "Your library is encrypted, and this computer's keyring does not hold its key.",
        "Enter your passphrase (on the command line: --passphrase-file FILE).",
    ),
    "passphrase-wrong": (
        "The passphrase is not right",
        "Your library does not open with this passphrase.",
        "Try again; capital letters and spaces matter.",
    ),
    "keyring-unavailable": (
        "No keyring on this computer",
        "The system's keyring, where the key of your library would be kept, is not available ({detail}).",
        "Choose a passphrase instead (on the command line: --passphrase-file FILE).",
    ),
    "key-lost": (
        "The key of this library is missing",
        "There is a library at “{path}”, but its key is not on this computer any more.",
        "Restore “vault.key.json” or the keyring from a backup. Without the key nobody can open the library.",
    ),
    "vault-corrupt": (
        "The library is damaged",
        "The encrypted library at “{path}” failed its integrity check.",
        "Restore it from a backup, or move it away to begin a new one. Your original files are untouched.",
    ),
    "vault-busy": (
        "Confidant is already open",
        "Another window or command of Confidant uses the library at “{path}”.",
        "Use that one, or close it and try again.",
    ),
    "vault-newer": (
        "This library is from a newer Confidant",
        "The library has format {found}; this version knows {known}.",
        "Install the newer version.",
    ),
    "vault-full": (
        "The disk is full",
        "The library at “{path}” could not be written. Nothing that was in it is lost.",
        "Free some space and try again.",
    ),
    "document-unknown": (
        "This document is gone",
        "It is no longer in the library.",
        "Add it again if you need it.",
    ),
    "conversation-unknown": ("This conversation is gone", "It was deleted.", "Begin a new one."),
}

_REASONS = {
    "memory": "ran out of memory",
    "cpu": "used more processor time than it may",
    "timeout": "did not answer in time",
    "output": "sent more than it may",
    "start": "could not be started",
    "signal": "crashed",
    "exit": "ended unexpectedly",
}


def notice(fault: Fault) -> Notice:
    """The words for a fault."""
    return notice_of(fault.code, fault.facts)


def notice_of(code: str, facts: Mapping[str, Fact] | str) -> Notice:
    """The words for a fault that was kept as its code and facts (a mapping, or its JSON)."""
    known: Mapping[str, Fact] = json.loads(facts) if isinstance(facts, str) else facts
    words = _Words()
    title, sentence, remedy = _MESSAGES.get(code, _MESSAGES["fault"])
    return Notice(*(words.vformat(text, (), known) for text in (title, sentence, remedy)))


def readable_size(count: int) -> str:
    """Bytes as people write them: "1.1 GB"."""
    size = float(count)
    for unit in ("bytes", "kB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


class _Words(Formatter):
    """Fills in facts and what follows from them; a fact that is not there reads "unknown"."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        name = str(key)
        if name == "file":
            return PurePath(str(kwargs.get("path", "the file"))).name
        if name == "reason_words":
            return _REASONS.get(str(kwargs.get("reason")), _REASONS["exit"])
        if name.endswith("_size"):
            size = kwargs.get(name.removesuffix("_size"))
            return readable_size(size) if isinstance(size, int) else "an unknown amount"
        value = kwargs.get(name)
        return "unknown" if value in (None, "") else value
