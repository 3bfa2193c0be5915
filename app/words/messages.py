"""Faults in words: what happened, and what to do about it. The only place that turns codes into sentences."""

from __future__ import annotations

import json

from app.types import Notice
from app.words.amounts import size_text
from app.words.files import FILES
from app.words.phrases import Facts, Words, detail, file, known, model, place, why
from engine.errors import Fault
from engine.types import DeathReason


def notice_of(fault: BaseException) -> Notice:
    """The notice of a fault; one that names the log for anything that is no fault."""
    if isinstance(fault, Fault):
        return notice_for(fault.code, fault.facts)
    return _internal({"detail": type(fault).__name__})


def notice_for(code: str, facts: Facts | str) -> Notice:
    """The notice of a code with its facts, or with their JSON as a document of the library keeps it."""
    if isinstance(facts, str):
        try:
            found = json.loads(facts)
        except ValueError:
            found = {}
        facts = found if isinstance(found, dict) else {}
    return _WORDS.get(code, _internal)({**facts, "code": code})


def known_codes() -> frozenset[str]:
    """Codes that have words of their own."""
    return frozenset(_WORDS)


def _plain(title: str, sentence: str, remedy: str) -> Words:
    return lambda _: Notice(title, sentence, remedy)


def _internal(facts: Facts) -> Notice:
    named = facts.get("sent_code") or facts.get("code") or facts.get("detail") or "unknown"
    return Notice(
        "Something went wrong inside Confidant",
        f"This is a fault of the program, not of your documents ({named}).",
        "Try again. If it comes back, send the log file to whoever supports you: it holds no document text.",
    )


# --- worker processes ---------------------------------------------------------------------------------------


def _worker_died(facts: Facts) -> Notice:
    remedy = "Try again: it is started anew by itself."
    if facts.get("reason") == DeathReason.MEMORY:
        remedy = "Close other programs, or choose a smaller model, and try again."
    elif facts.get("reason") == DeathReason.START:
        remedy = "Run “confidant doctor”: it says what is missing on this machine."
    return Notice(
        "A helper process stopped",
        f"Confidant works with helper processes, and one of them stopped: {why(facts)}.",
        remedy,
    )


# --- models -------------------------------------------------------------------------------------------------


def _model_missing(facts: Facts) -> Notice:
    name = facts.get("model") or "a model"
    return Notice(
        "A model is not installed",
        f"{model(facts)} is not in the models folder.",
        f"Get it under Models in the window, or run “confidant models get {name}”.",
    )


def _model_invalid(facts: Facts) -> Notice:
    return Notice(
        "A model file is damaged",
        f"{file(facts)} cannot be used as a model{detail(facts)}; it may have been cut short.",
        "Fetch it again under Models, or with “confidant models get”.",
    )


def _model_too_large(facts: Facts) -> Notice:
    return Notice(
        "The model needs more memory",
        f"{model(facts)} needs {size_text(facts.get('needed'))} of memory;"
        f" {size_text(facts.get('available'))} is free.",
        "Close other programs, or choose a smaller model under Models.",
    )


def _projector_mismatch(facts: Facts) -> Notice:
    return Notice(
        "Two model files do not belong together",
        f"{file(facts)} cannot show pictures to {model(facts)}: it was made for another model.",
        "Put the mmproj file that was published with the model into the model's folder.",
    )


def _picture_invalid(facts: Facts) -> Notice:
    return Notice(
        "A picture could not be read",
        f"The picture of {known(facts, 'width')} by {known(facts, 'height')} dots cannot be shown"
        f" to a model{detail(facts)}.",
        "Scan the page again, or read it without a vision model.",
    )


def _context_full(facts: Facts) -> Notice:
    return Notice(
        "The question is too long",
        f"With its sources it takes {facts.get('prompt_tokens', 'more')} tokens, and the model reads"
        f" {facts.get('context_length', 'fewer')} at a time.",
        "Ask a shorter question, or start a new conversation.",
    )


def _sources_exhausted(facts: Facts) -> Notice:
    return Notice(
        "The model could not be fetched",
        f"No source gave {model(facts)}{detail(facts)}.",
        "Check the connection and try again, or copy the model's folder from another machine and choose"
        " “From a folder”.",
    )


def _checksum(facts: Facts) -> Notice:
    return Notice(
        "A model file is not the original",
        f"{file(facts)} does not carry its publisher's fingerprint (SHA-256 {known(facts, 'actual', 12)}…"
        f" instead of {known(facts, 'expected', 12)}…), so it is not used.",
        "Delete it and fetch the model again.",
    )


def _disk_full(facts: Facts) -> Notice:
    free = f"; {size_text(facts['available'])} is free" if facts.get("available") is not None else ""
    return Notice(
        "The disk is full",
        f"{size_text(facts.get('needed'))} is needed at {place(facts)}{free}.",
        "Make room on the disk and try again: what was fetched so far is kept.",
    )


def _not_a_model(facts: Facts) -> Notice:
    return Notice(
        "This is no model that can be used",
        f"{file(facts)} cannot be added{detail(facts)}.",
        "Choose a GGUF file (with its mmproj file if it reads pictures), a line recogniser in ONNX or the"
        " folder of a sentence-transformers model. Copy a file that was cut short once more.",
    )


def _model_present(facts: Facts) -> Notice:
    return Notice(
        "This model is there already",
        f"{model(facts)} is in the models folder.",
        "Use it under Models, or with “confidant models use”. Rename the file of another model first.",
    )


def _models_unwritable(facts: Facts) -> Notice:
    return Notice(
        "The models folder cannot be written",
        f"{place(facts)} could not be written{detail(facts)}.",
        "Ask for the right to write there, or choose another folder with --models FOLDER.",
    )


def _network(facts: Facts) -> Notice:
    return Notice(
        "A network connection was refused",
        f"Something inside Confidant asked for the network ({known(facts, 'address')}). It is sealed:"
        " nothing left this machine.",
        "You need do nothing. Please report it: nothing here should ever ask.",
    )


# --- vault --------------------------------------------------------------------------------------------------


def _keyring(facts: Facts) -> Notice:
    return Notice(
        "The system's keyring is not available",
        f"The key of your library cannot be kept in, or taken from, the system's keyring{detail(facts)}.",
        "Use a passphrase: enter one when asked, or put it into a file and add --passphrase-file FILE. If the"
        " library was made with the keyring, log in to the desktop where it was made.",
    )


def _key_lost(facts: Facts) -> Notice:
    return Notice(
        "The library's key is gone",
        f"There is an encrypted library beside {place(facts)}, but no key that opens it. No new key is"
        " made, so that nothing is overwritten.",
        "Restore the file “vault.key.json” from a backup, or the system keyring it was kept in."
        " Otherwise move the folder away: Confidant then begins a new library.",
    )


def _vault_corrupt(facts: Facts) -> Notice:
    return Notice(
        "The library file is damaged",
        f"{place(facts)} does not read as it was written{detail(facts)}.",
        "Restore it from a backup. Your own files are untouched and can be added again to a new library.",
    )


def _vault_busy(facts: Facts) -> Notice:
    return Notice(
        "Confidant is already open",
        f"Another window or command of Confidant is using the library in {place(facts)}.",
        "Use that window, or close it and try again. Another library can be opened with --home FOLDER.",
    )


def _vault_newer(facts: Facts) -> Notice:
    return Notice(
        "The library is from a newer version",
        f"{place(facts)} was made by a later release (format {known(facts, 'found')}; this one knows"
        f" {known(facts, 'known')}).",
        "Install the newer version of Confidant.",
    )


def _vault_full(facts: Facts) -> Notice:
    return Notice(
        "The disk is full",
        f"There is no room left to write to {place(facts)}. Nothing that was kept is lost.",
        "Make room on the disk and try again.",
    )


def _document_unknown(facts: Facts) -> Notice:
    named = facts.get("document") or facts.get("passage") or ""
    page = f", page {facts['page']}" if facts.get("page") else ""
    return Notice(
        "No such document",
        f"“{named}”{page} is not in the library.",
        "Look at the library: the document may have been removed, or have another name.",
    )


def _folder_unknown(facts: Facts) -> Notice:
    return Notice(
        "This folder is not watched",
        f"“{known(facts, 'folder')}” is not one of the folders that are kept current.",
        "“confidant folders list” and the library's menu show which are.",
    )


def _conversation_unknown(facts: Facts) -> Notice:
    named = facts.get("conversation") or facts.get("turn") or ""
    return Notice(
        "No such conversation",
        f"Conversation {named} is no longer there.",
        "Choose another one, or start a new one.",
    )


def _summary_unknown(facts: Facts) -> Notice:
    return Notice(
        "No such summary",
        f"The summary {known(facts, 'summary')} is no longer there.",
        "Choose another one, or summarise the document again.",
    )


def _kind_unknown(facts: Facts) -> Notice:
    if facts.get("path"):
        return Notice(
            "Kind of summary not understood",
            f"The file {known(facts, 'path')} has something wrong: {known(facts, 'detail')}.",
            "Correct the file, or take it away.",
        )
    return Notice(
        "No such kind of summary",
        f"There is no kind of summary called {known(facts, 'kind')}.",
        "Choose one of the list.",
    )


def _survey_unknown(facts: Facts) -> Notice:
    return Notice(
        "No such table",
        f"The table of answers {known(facts, 'survey')} is no longer there.",
        "Choose another one, or ask the question again.",
    )


# --- command line -------------------------------------------------------------------------------------------


def _batch_invalid(facts: Facts) -> Notice:
    return Notice(
        "The batch file cannot be used",
        f"{file(facts)}, line {known(facts, 'line')}: {known(facts, 'detail')}.",
        "Write one JSON object a line, with the fields the command expects, and try again.",
    )


def _summary_file_unknown(facts: Facts) -> Notice:
    return Notice(
        "A summary cannot be saved so",
        f"{file(facts)} does not end in .md, .docx or .pdf.",
        "Choose a name that does.",
    )


def _scan_file_unknown(facts: Facts) -> Notice:
    return Notice(
        "A scan cannot be saved so",
        f"{file(facts)} does not end in .txt, .md, .docx, .pdf or .xml.",
        "Choose a name that does.",
    )


def _not_scanned(facts: Facts) -> Notice:
    return Notice(
        "There is no scan in the document",
        f"“{known(facts, 'document')}” holds its text itself: no page of it was read from a picture.",
        "Copy the text from the document, or choose one that was scanned or photographed.",
    )


def _file_unwritable(facts: Facts) -> Notice:
    return Notice(
        "The file could not be saved",
        f"{file(facts)} could not be written{detail(facts)}. The answers are kept in Confidant.",
        "Choose a folder you may write to, or close the program that has the file open, and try again.",
    )


def _several(facts: Facts) -> Notice:
    return Notice(
        "Several documents have this name",
        f"More than one document is called “{known(facts, 'document')}”: {known(facts, 'count')}.",
        "Name it by its path, or by its number in “confidant library”.",
    )


_WORDS: dict[str, Words] = {
    **FILES,
    "cancelled": _plain("Stopped", "This was stopped before it was done.", "Start it again when you like."),
    "worker-died": _worker_died,
    "protocol-broken": lambda _: _worker_died({"reason": "protocol"}),
    "model-missing": _model_missing,
    "model-invalid": _model_invalid,
    "model-does-not-fit": _model_too_large,
    "context-full": _context_full,
    "projector-mismatch": _projector_mismatch,
    "picture-invalid": _picture_invalid,
    "sources-exhausted": _sources_exhausted,
    "checksum-mismatch": _checksum,
    "disk-full": _disk_full,
    "not-a-model": _not_a_model,
    "model-present": _model_present,
    "models-unwritable": _models_unwritable,
    "network-blocked": _network,
    "vault-locked": _plain(
        "The library is locked",
        "A passphrase is needed to open it.",
        "Enter the passphrase when asked. On the command line put it into a file and add"
        " --passphrase-file FILE, or set CONFIDANT_PASSPHRASE_FILE.",
    ),
    "passphrase-wrong": _plain(
        "The passphrase is not right",
        "The library does not open with this passphrase.",
        "Check capital letters and the keyboard's language. Without it nobody opens the library.",
    ),
    "keyring-unavailable": _keyring,
    "key-lost": _key_lost,
    "vault-corrupt": _vault_corrupt,
    "vault-busy": _vault_busy,
    "vault-newer": _vault_newer,
    "vault-full": _vault_full,
    "document-unknown": _document_unknown,
    "folder-unknown": _folder_unknown,
    "conversation-unknown": _conversation_unknown,
    "survey-unknown": _survey_unknown,
    "summary-unknown": _summary_unknown,
    "kind-unknown": _kind_unknown,
    "batch-invalid": _batch_invalid,
    "file-unwritable": _file_unwritable,
    "several-documents": _several,
    "summary-file-unknown": _summary_file_unknown,
    "scan-file-unknown": _scan_file_unknown,
    "not-scanned": _not_scanned,
}
