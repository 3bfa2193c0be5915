"""Faults of the application.

AppError
├── BatchInvalid       path, line, detail   (a row of a batch file is not what the command expects)
├── LabelsInvalid      path, line, detail   (no labels that texts could be put under)
├── PolicyInvalid      path, line, detail   (no policy that texts could be moderated by)
├── FileUnwritable     path, detail         (a table cannot be saved there)
├── FileChanged        path                 (a file is not the one that was read any more)
├── NothingDated       title                (no day in it that a calendar could hold)
├── SheetUnfit         path, reason, heads?, row? (rows cannot be added to a workbook)
├── SeveralDocuments   document, count      (a name that more than one document has)
├── SummaryFileUnknown path, endings, last  (no format has this ending)
├── ScanFileUnknown    path                 (a scan is saved as .txt, .md, .docx, .pdf or .xml only)
├── SoundFileUnknown   path                 (a recording is saved as .flac or .wav only)
├── SoundNotKept       document             (its sound is not in the library: it is no recording, or a file)
├── ForecastFileUnknown path                (a forecast is saved as .png or .xlsx only)
├── TagRuleInvalid     detail               (a rule that asks nothing, or names what there is not)
├── RecipeInvalid      detail               (a recipe without steps, or with one that cannot be done)
├── RecipeBrokenOff    step                 (the program ended in it again and again)
├── NothingToForecast  path                 (a table without a column of dates that has figures beside it)
├── NothingTagged      tag                  (no document that was read has it)
├── RedactedFileUnknown path, endings       (a redacted document is saved in the format that it has)
├── RedactionTold      count                (the new file still held what it must not; it was not saved)
├── NotListed          text                 (it is not on the list of what is always or never redacted)
├── WordUnfit          word, most           (no word that dictation can be told of)
├── WordUnknown        word                 (it is not among the words for dictation)
├── ListUnreadable     path, lines          (lines of a file of which nobody can tell what is to be listed)
├── DraftFileUnknown   file                 (a draft is saved as .docx, .md or .txt, or into a folder)
├── NothingRejected    run                  (no document was left without an answer, or it is no table of any)
├── NothingDrawn       run                  (the document is not in the sample of what was rejected)
├── TableEmpty         path                 (no row below a head)
├── TableUnfit         columns, slots       (none of its columns is a slot of the template)
├── NotScanned         document             (nothing in it was read from a picture)
├── EvidenceUnreadable path                 (no pack of evidence, or one that is damaged beyond reading)
├── NoEvidence         turn, shared         (no answer is kept there, or none that can be made again)
├── NoTable            run                  (kept work that is no table of values)
├── MatterUnknown      matter
├── MatterExists       matter               (another one has the name, or it is none)
├── MatterClosed       matter               (its own passphrase is needed)
├── MatterNotShown     matter               (a window is open, and who knows over which)
├── HandoverDamaged    path                 (no matter that was handed over, or not as it was written)
├── HandoverLocked     path                 (neither this passphrase nor this library's key opens it)
├── RecipientUnknown   recipient            (no key of a recipient, or one with a mistake)
├── NotReadYet         document             (only what is read to its end is moved)
├── MovesWithFile      document             (a message goes with its mailbox)
├── SettingUnknown     setting              (nothing that can be set is called that)
├── SettingUnfit       setting, value, values (it has no such value, or a dialog or a command keeps it)
├── SetByOrganisation  rule, path, minutes? (the administrator of this computer has set it otherwise)
├── PolicyUnreadable   path, reason, line? (a policy of the administrator is there and cannot be used)
├── PolicyUnfit        path, key, value, values (it sets something to what that cannot be)
├── NotAllowed                              (another program asked, and nobody allowed it)
├── AskedWrongly       detail               (a tool that there is not, or an argument that it does not take)
└── NothingToPublish   collection, name     (no passage that could be sent, or a name that no server takes)
"""

from __future__ import annotations

from engine.errors import Fault


class AppError(Fault):
    code = "app"


class BatchInvalid(AppError):
    code = "batch-invalid"


class LabelsInvalid(AppError):
    code = "labels-invalid"


class PolicyInvalid(AppError):
    code = "policy-invalid"


class SeveralDocuments(AppError):
    code = "several-documents"


class FileUnwritable(AppError):
    code = "file-unwritable"


class FileChanged(AppError):
    code = "file-changed"


class NoTable(AppError):
    code = "no-table"


class NothingDated(AppError):
    code = "nothing-dated"


class SheetUnfit(AppError):
    code = "sheet-unfit"


class SummaryFileUnknown(AppError):
    code = "summary-file-unknown"


class NothingRejected(AppError):
    code = "nothing-rejected"


class NothingDrawn(AppError):
    code = "nothing-drawn"


class ForecastFileUnknown(AppError):
    code = "forecast-file-unknown"


class DraftFileUnknown(AppError):
    code = "draft-file-unknown"


class TableEmpty(AppError):
    code = "table-empty"


class TableUnfit(AppError):
    code = "table-unfit"


class SoundFileUnknown(AppError):
    code = "sound-file-unknown"


class SoundNotKept(AppError):
    code = "sound-not-kept"


class ScanFileUnknown(AppError):
    code = "scan-file-unknown"


class TagRuleInvalid(AppError):
    code = "tag-rule-invalid"


class RecipeInvalid(AppError):
    code = "recipe-invalid"


class RecipeBrokenOff(AppError):
    code = "recipe-broken-off"


class NothingToForecast(AppError):
    code = "nothing-to-forecast"


class NothingTagged(AppError):
    code = "nothing-tagged"


class RedactedFileUnknown(AppError):
    code = "redacted-file-unknown"


class RedactionTold(AppError):
    code = "redaction-told"


class NotListed(AppError):
    code = "not-listed"


class WordUnfit(AppError):
    code = "word-unfit"


class WordUnknown(AppError):
    code = "word-unknown"


class ListUnreadable(AppError):
    code = "list-unreadable"


class NotScanned(AppError):
    code = "not-scanned"


class EvidenceUnreadable(AppError):
    code = "evidence-unreadable"


class NoEvidence(AppError):
    code = "no-evidence"


class MatterUnknown(AppError):
    code = "matter-unknown"


class MatterExists(AppError):
    code = "matter-exists"


class MatterClosed(AppError):
    code = "matter-closed"


class MatterNotShown(AppError):
    code = "matter-not-shown"


class NotReadYet(AppError):
    code = "not-read-yet"


class MovesWithFile(AppError):
    code = "moves-with-file"


class HandoverDamaged(AppError):
    code = "handover-damaged"


class HandoverLocked(AppError):
    code = "handover-locked"


class RecipientUnknown(AppError):
    code = "recipient-unknown"


class NothingToPublish(AppError):
    code = "nothing-to-publish"


class SettingUnknown(AppError):
    code = "setting-unknown"


class SettingUnfit(AppError):
    """`values` are those that it may have, in a line; "" where it is not changed here."""

    code = "setting-unfit"


class SetByOrganisation(AppError):
    """`rule` is the key of the policy, `path` where that stands, `minutes` the most that it allows."""

    code = "set-by-organisation"


class PolicyUnreadable(AppError):
    """`reason`: owner, writable, link, closed, or form for what is no TOML."""

    code = "policy-unreadable"


class PolicyUnfit(AppError):
    """`values` are those that the key may have, in a line."""

    code = "policy-unfit"


class NotAllowed(AppError):
    """Another program asked, and nobody allowed it."""

    code = "not-allowed"


class AskedWrongly(AppError):
    """Of a tool that another program used. `detail` names the tool that there is not, or the argument."""

    code = "asked-wrongly"
