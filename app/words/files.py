"""Words for what is wrong with a file that is to be read."""

from __future__ import annotations

from app.types import Notice
from app.words.amounts import size_text
from app.words.phrases import Facts, Words, detail, file, place, why


def _file_missing(facts: Facts) -> Notice:
    return Notice(
        "The file is not there",
        f"{file(facts)} was not found at {place(facts)}.",
        "Check that it was not moved or renamed, and that its drive is connected; then add it again.",
    )


def _file_empty(facts: Facts) -> Notice:
    return Notice(
        "The file is empty",
        f"{file(facts)} has a size of 0 bytes: there is nothing in it to read.",
        "Ask for the file to be sent again, or copy it again from where it came.",
    )


def _file_unreadable(facts: Facts) -> Notice:
    return Notice(
        "The file cannot be opened",
        f"{file(facts)} could not be opened{detail(facts)}.",
        "Check that you may read it and that no other program has locked it; then try again.",
    )


def _format_unknown(facts: Facts) -> Notice:
    named = f"“{facts['suffix']}” files" if facts.get("suffix") else "files of this kind"
    return Notice(
        "This kind of file cannot be read",
        f"{file(facts)}: {named} cannot be read yet.",
        "Save it as PDF, DOCX, HTML, plain text, CSV or a picture and add that.",
    )


def _file_corrupt(facts: Facts) -> Notice:
    return Notice(
        "The file is damaged",
        f"{file(facts)} is damaged and could not be read{detail(facts)}.",
        "Open it in the program it was made with and save it again, or ask for a new copy.",
    )


def _file_protected(facts: Facts) -> Notice:
    return Notice(
        "The file is protected",
        f"{file(facts)} is protected in a way that cannot be taken away here{detail(facts)}.",
        "Open it in the program it was made with, save a copy without protection and add that.",
    )


def _file_too_large(facts: Facts) -> Notice:
    takes = "would unpack to" if facts.get("unpacked") else "takes"
    size, limit = size_text(facts.get("size")), size_text(facts.get("limit"))
    return Notice(
        "The file is too large",
        f"{file(facts)} {takes} {size}; the limit is {limit}.",
        "Split it into smaller files and add those.",
    )


def _password_needed(facts: Facts) -> Notice:
    return Notice(
        "A password is needed",
        f"{file(facts)} is protected by a password.",
        "Enter the file's password. On the command line put it into a file and add --password-file FILE.",
    )


def _password_wrong(facts: Facts) -> Notice:
    return Notice(
        "The password is not right",
        f"{file(facts)} does not open with this password.",
        "Check capital letters and the keyboard's language, and try again.",
    )


def _no_text(facts: Facts) -> Notice:
    pages = facts.get("pages")
    counted = f"its {pages} pages hold" if isinstance(pages, int) and pages > 1 else "it holds"
    return Notice(
        "There is no text in the file",
        f"{file(facts)} could be opened, but {counted} no text that can be read.",
        "If it shows writing, scan or photograph it again, larger and in even light, and add that.",
    )


def _reader_failed(facts: Facts) -> Notice:
    return Notice(
        "The file could not be read",
        f"{file(facts)} is read in a process of its own, and {why(facts)}. Nothing else was harmed.",
        "Save the file again in the program it was made with, or split it, and add the result.",
    )


FILES: dict[str, Words] = {
    "file-missing": _file_missing,
    "file-empty": _file_empty,
    "file-unreadable": _file_unreadable,
    "format-unknown": _format_unknown,
    "file-corrupt": _file_corrupt,
    "file-protected": _file_protected,
    "file-too-large": _file_too_large,
    "password-needed": _password_needed,
    "password-wrong": _password_wrong,
    "no-text": _no_text,
    "reader-failed": _reader_failed,
}
