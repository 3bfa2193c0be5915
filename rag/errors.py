"""Faults of documents, vault and answers.

RagError
├── ReadError
│   ├── FileMissing          path
│   ├── FileEmpty            path
│   ├── FileUnreadable       path, detail      (no permission, a directory, a device)
│   ├── FormatUnknown        path, suffix
│   ├── FileCorrupt          path, detail
│   ├── FileTooLarge         path, limit, size, unpacked (the size is that of what is packed in it);
│   │                        or path, members, most (how many are packed in it)
│   ├── FileProtected        path, detail      (in a way that no password takes away here)
│   ├── PasswordNeeded       path
│   ├── PasswordWrong        path
│   ├── HearerNeeded         path              (a recording, and no model that hears)
│   ├── NoText               path, pages       (nothing readable on any page)
│   └── ReaderFailed         path, reason      (the reader process died: memory, time, crash)
├── VaultError
│   ├── VaultLocked                            (a key is needed: passphrase, keyring)
│   ├── PassphraseWrong
│   ├── KeyringUnavailable   detail
│   ├── RecoveryWrong                          (a recovery code with a mistake, or of another vault)
│   ├── TooManyTries         failed, seconds   (to wait before the next)
│   ├── KeyLost              path              (a vault exists, its key does not)
│   ├── KeyDamaged           path              (the file of keys and its copy are not as they were written)
│   ├── KeyNeeded            kind              (without this way nothing would open the vault)
│   ├── VaultCorrupt         path, detail
│   ├── VaultDamaged         path, pages, detail (so many pages, these first; what is whole can be read)
│   ├── VaultBusy            path              (another process of the app holds it)
│   ├── VaultNewer           path, found, known (made by a later release)
│   ├── VaultFull            path              (the disk is full; nothing was lost)
│   ├── SnapshotUnknown      snapshot
│   ├── VaultUnwritable      path, detail      (its folder cannot be used: read only, not ours)
│   ├── MatterReadOnly       path              (it was handed over to be read)
│   └── MatterExpired        path, expires     (it was handed over until then)
├── DocumentUnknown          document
├── FolderUnknown            folder
├── PresetUnknown            preset, presets   (of labels; those that there are)
├── TagUnknown               tag
├── RecipeUnknown            recipe
├── RecipeExists             recipe            (another recipe has this name)
├── RecipeExecutionUnknown   execution
├── TagRuleUnknown           rule
├── NoteUnknown              note
├── SpeakerUnknown           speaker           (of a recording: the number of none)
├── NoteEmpty                                  (a note on a page or a document without a word)
├── QuoteUnknown             quote, document   (these words do not stand there)
├── QuoteOften               quote, document, count, pages (they stand there several times)
├── CollectionUnknown        collection
├── CollectionExists         collection        (another collection has this name)
├── CollectionInvalid        collection, longest (no name for one: empty, or too long)
├── TagExists                tag               (another tag has this name)
├── TagInvalid               tag, longest      (no name for a tag: empty, too long, with a comma)
├── ConversationUnknown      conversation
├── RunUnknown               run
├── PointUnknown             run, place, number (of what a run gave)
├── CellUnknown              column?, row?, known? (of a table of values)
├── ValueRefused             value, type       (what was entered is not of the column's type)
├── KindUnknown              kind, path?, detail?
├── SchemaInvalid            detail, known?    (of columns to be extracted, and what could stand there)
├── ToolsInvalid             detail            (a register of functions that is none; says where)
├── TemplateUnknown          template, known   (of a draft, and those that there are)
├── TemplateInvalid          line, detail, path?
├── DraftRefused             reasons           (by the guard that applies the policy of the house)
├── PlaybookInvalid          detail, known?    (of a playbook, and what could stand there)
└── SeriesError
    ├── NotATable            path, suffix      (no rows and columns in files of this format)
    ├── ColumnUnknown        path, column, columns (those that there are)
    ├── NoDates              path, column
    ├── NoFigures            path, column
    └── TooFewValues         item, values, fewest
"""

from __future__ import annotations

from engine.errors import Fault


class RagError(Fault):
    code = "rag"


class ReadError(RagError):
    code = "read"


class FileMissing(ReadError):
    code = "file-missing"


class FileEmpty(ReadError):
    code = "file-empty"


class FileUnreadable(ReadError):
    code = "file-unreadable"


class FormatUnknown(ReadError):
    code = "format-unknown"


class FileCorrupt(ReadError):
    code = "file-corrupt"


class FileTooLarge(ReadError):
    code = "file-too-large"


class FileProtected(ReadError):
    code = "file-protected"


class PasswordNeeded(ReadError):
    code = "password-needed"


class PasswordWrong(ReadError):
    code = "password-wrong"


class HearerNeeded(ReadError):
    code = "hearer-needed"


class NoText(ReadError):
    code = "no-text"


class ReaderFailed(ReadError):
    code = "reader-failed"


class VaultError(RagError):
    code = "vault"


class VaultLocked(VaultError):
    code = "vault-locked"


class PassphraseWrong(VaultError):
    code = "passphrase-wrong"


class KeyringUnavailable(VaultError):
    code = "keyring-unavailable"


class RecoveryWrong(VaultError):
    code = "recovery-wrong"


class TooManyTries(VaultError):
    code = "too-many-tries"


class KeyDamaged(VaultError):
    code = "key-damaged"


class KeyNeeded(VaultError):
    code = "key-needed"


class KeyLost(VaultError):
    code = "key-lost"


class VaultCorrupt(VaultError):
    code = "vault-corrupt"


class VaultDamaged(VaultError):
    code = "vault-damaged"


class VaultBusy(VaultError):
    code = "vault-busy"


class VaultNewer(VaultError):
    code = "vault-newer"


class VaultFull(VaultError):
    code = "vault-full"


class SnapshotUnknown(VaultError):
    code = "snapshot-unknown"


class VaultUnwritable(VaultError):
    code = "vault-unwritable"


class MatterReadOnly(VaultError):
    code = "matter-read-only"


class MatterExpired(VaultError):
    code = "matter-expired"


class DocumentUnknown(RagError):
    code = "document-unknown"


class DraftRefused(RagError):
    code = "draft-refused"


class FolderUnknown(RagError):
    code = "folder-unknown"


class PresetUnknown(RagError):
    code = "preset-unknown"


class TagUnknown(RagError):
    code = "tag-unknown"


class RecipeUnknown(RagError):
    code = "recipe-unknown"


class RecipeExists(RagError):
    code = "recipe-exists"


class RecipeExecutionUnknown(RagError):
    code = "recipe-execution-unknown"


class TagRuleUnknown(RagError):
    code = "tag-rule-unknown"


class SpeakerUnknown(RagError):
    code = "speaker-unknown"


class NoteUnknown(RagError):
    code = "note-unknown"


class NoteEmpty(RagError):
    code = "note-empty"


class QuoteUnknown(RagError):
    code = "quote-unknown"


class QuoteOften(RagError):
    code = "quote-often"


class CollectionUnknown(RagError):
    code = "collection-unknown"


class CollectionExists(RagError):
    code = "collection-exists"


class CollectionInvalid(RagError):
    code = "collection-invalid"


class TagExists(RagError):
    code = "tag-exists"


class TagInvalid(RagError):
    code = "tag-invalid"


class ConversationUnknown(RagError):
    code = "conversation-unknown"


class RunUnknown(RagError):
    code = "run-unknown"


class KindUnknown(RagError):
    """There is no such kind of summary, or its file says something that cannot be."""

    code = "kind-unknown"


class PointUnknown(RagError):
    code = "point-unknown"


class CellUnknown(RagError):
    code = "cell-unknown"


class ValueRefused(RagError):
    code = "value-refused"


class SchemaInvalid(RagError):
    code = "schema-invalid"


class ToolsInvalid(RagError):
    """A register of functions that is none. `detail` says where."""

    code = "tools-invalid"


class TemplateUnknown(RagError):
    code = "template-unknown"


class TemplateInvalid(RagError):
    code = "template-invalid"


class PlaybookInvalid(RagError):
    code = "playbook-invalid"


class SeriesError(RagError):
    """What a table lacks to be forecast."""

    code = "series"


class NotATable(SeriesError):
    code = "not-a-table"


class ColumnUnknown(SeriesError):
    code = "column-unknown"


class NoDates(SeriesError):
    code = "no-dates"


class NoFigures(SeriesError):
    code = "no-figures"


class TooFewValues(SeriesError):
    code = "too-few-values"
