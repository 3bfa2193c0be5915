"""Every translation: whole, with the facts, forms and marks of its sentence, and with no English left.

`python -m pytest tests/unit/app/words/test_translations.py -k fr` checks one language.
"""

from __future__ import annotations

import re
import warnings

import pytest
from catalogues import all_entries, facts_in, facts_of, texts_of

from app.words import catalogue
from app.words.languages import known, languages
from app.words.plurals import RULES, SPARED

# How many keys of a file that is there a language may lack, and which languages may lack whole files: said in
# English meanwhile, and told as a warning. Both are to be nothing once the languages are whole.
TOLERATED = 200
BEGUN: tuple[str, ...] = ()

TRANSLATIONS = [code for code in known() if code != catalogue.ENGLISH]
each = pytest.mark.parametrize("language", TRANSLATIONS)

# Keys whose text may be that of English, in any language or in one: names, marks, and words that both have.
NO_SENTENCE = re.compile(r"common\.(thousands|decimal|grouped-from|list\..*|quoted|date|direction)")
SAME = re.compile(
    rf"{NO_SENTENCE.pattern}|common\.(months|places)\..*|window\.(name|matter)|settings\..*\.command"
)
SAME_HERE: dict[str, frozenset[str]] = {
    "de": frozenset(
        {
            "checking.format.md",
            "checking.format.txt",
            "checking.save.md",
            "checking.save.txt",
            "doctor.numbers.bfloat16",
            "doctor.program.detail",
            "doctor.subject.engine",
            "exporting.columns.text",
            "exporting.formats.markdown",
            "forecasting.methods.croston",
            "matters.rename.name",
            "models.details.names.name",
            "playbooks.columns.position",
            "recipes.form.name",
            "redacting.kinds.name",
            "redacting.list.text",
            "redacting.sorts.person",
            "settings.keys.kinds.passphrase",
            "window.unlock.passphrase",
            "window.about.made.system",
            "window.about.version",
        }
    ),
    "fr": frozenset(
        {
            "audit.kinds.question",
            "chat.list.title",
            "chat.transcript.name",
            "checking.format.md",
            "checking.save.md",
            "classifying.labels.queue.question",
            "classifying.labels.urgency.normal",
            "classifying.labels.urgency.urgent",
            "classifying.questions.document",
            "classifying.questions.type",
            "cli.ask.yes-words",
            "cli.conversations.title",
            "cli.documents.page",
            "cli.folders.documents",
            "cli.following.detail.second-look",
            "cli.scans.heading",
            "cli.scans.page",
            "cli.tags.row",
            "cli.terminal.greeting",
            "cli.terminal.models-how",
            "cli.usage.options",
            "contradictions.kind.date",
            "contradictions.title",
            "doctor.numbers.bfloat16",
            "doctor.program.detail",
            "doctor.subject.engine",
            "drafting.slots.message",
            "drafting.slots.question",
            "drafting.window.lengths.long",
            "drafting.window.lengths.normal",
            "exporting.answers.document",
            "exporting.answers.page",
            "exporting.answers.section",
            "exporting.columns.document",
            "exporting.columns.page",
            "exporting.columns.pages",
            "exporting.columns.section",
            "exporting.formats.markdown",
            "exporting.scans.page",
            "exporting.sheets.sources",
            "extractions.calendar.place",
            "extractions.columns.date",
            "extractions.columns.description",
            "extractions.columns.total",
            "extractions.document",
            "extractions.types.organisation",
            "extractions.types.party",
            "forecasting.columns.date",
            "forecasting.methods.croston",
            "forecasting.shown.date",
            "forecasting.shown.time",
            "forecasting.window.date",
            "kinds.columns.Clause",
            "kinds.columns.Date",
            "kinds.columns.Question",
            "kinds.titles.Obligations",
            "library.panel.list",
            "matters.hand-over.day",
            "models.details.names.licence",
            "moderating.categories.violence",
            "moderating.column.document",
            "notes.dialog.title",
            "notes.export.all",
            "notes.export.columns.document",
            "notes.export.columns.note",
            "notes.list.tab",
            "notes.place.page",
            "notes.save.offered",
            "parts.chooser.documents",
            "parts.cited.page",
            "playbooks.columns.document",
            "playbooks.columns.position",
            "playbooks.columns.verdict",
            "playbooks.positions.exceptions",
            "playbooks.stance.acceptable",
            "reader.laid.message",
            "reader.laid.minute",
            "reader.laid.page",
            "reader.names.page",
            "reader.place.message",
            "reader.place.minute",
            "reader.places.message",
            "reader.places.minute",
            "reader.strip.page",
            "reader.strip.pages",
            "reader.strip.section",
            "reasons.detail.instruction",
            "recipes.field.question",
            "redacting.command.yes-letters",
            "redacting.window.files",
            "redacting.window.pages",
            "runs.actions.page",
            "runs.list.only.contradictions",
            "runs.view.page-column",
            "runs.view.points",
            "settings.values.lock-after.15",
            "settings.values.lock-after.5",
            "summaries.part.page",
            "summaries.part.pages",
            "summaries.part.under-heading",
            "summaries.part.under-heading-pages",
            "surveys.cells.page-of",
            "surveys.columns.page",
            "surveys.columns.where",
            "units.document",
            "units.message",
            "units.minute",
            "units.page",
            "units.passage",
            "window.goto.conversation",
            "window.goto.document",
            "window.menu.conversation",
            "window.paste.filter",
        }
    ),
    "es": frozenset(
        {
            "checking.format.md",
            "checking.save.md",
            "classifying.labels.type.manual",
            "classifying.labels.urgency.normal",
            "cli.ask.yes-words",
            "cli.recipes.step",
            "cli.terminal.models-how",
            "cli.usage.error",
            "doctor.numbers.bfloat16",
            "doctor.program.detail",
            "doctor.subject.engine",
            "drafting.slots.inspector",
            "drafting.window.lengths.normal",
            "drafting.window.tones.formal",
            "exporting.formats.markdown",
            "extractions.columns.inspector",
            "extractions.columns.total",
            "forecasting.columns.mase",
            "forecasting.methods.croston",
            "forecasting.shown.date",
            "forecasting.shown.time",
            "redacting.command.yes-letters",
            "window.paste.filter",
        }
    ),
    "it": frozenset(
        {
            "checking.format.md",
            "checking.save.md",
            "cli.recipes.step",
            "cli.terminal.models-how",
            "doctor.numbers.bfloat16",
            "doctor.program.detail",
            "doctor.subject.engine",
            "exporting.formats.markdown",
            "forecasting.methods.croston",
            "library.password.field",
            "matters.hand-over.day",
            "reader.laid.record",
            "reader.place.record",
            "redacting.kinds.email",
            "units.file",
            "units.record",
            "window.menu.file",
            "window.paste.filter",
        }
    ),
    "ar": frozenset({"forecasting.shown.date", "forecasting.shown.time", "matters.hand-over.day"}),
}
# What is no word of any language: facts, commands, options, names of formats and of things of others.
NO_WORD = re.compile(
    r"\{[^}]*\}|--[\w-]+|`[^`]*`|\b[A-Z0-9_./-]{2,}\b|\b(?:Confidant|Office|Qt|Word|Excel|Outlook|Chroma|Theta"
    r"|ARIMA|CES|ETS|TOML|confidant|min|px|pt|tokens/s|SHA-256|GB|MB|KB|TB|bytes)\b"
)
MARKS = (".", ":", "…", "?", "!")
_OTHER_MARKS = {"؟": "?", "：": ":"}
ENGLISH_WORDS = re.compile(r"\b(?:the|of|and|with|this|these|which|documents|it is|cannot|does not)\b")
ITS_OWN = {"fr": {"documents"}}  # words of English that are words of the language, too
WRONG_QUOTES = {"de": "”", "fr": "“”„", "es": "“”„", "it": "“”„", "ar": "“”„"}
COMMANDS = re.compile(r"confidant(?: [a-z-]+){1,2}|--[a-z][a-z-]+|\bconfidant-[a-z]+")


def pairs(language: str) -> list[tuple[str, object, object]]:
    """Keys with what they say in English and in this language."""
    english = all_entries(catalogue.ENGLISH)
    entries = all_entries(language).items()
    return [
        (key, english[key], value)
        for key, value in entries
        if key in english and not NO_SENTENCE.fullmatch(key)
    ]


def ending(text: str) -> str:
    """The mark that a sentence ends with, "" for none."""
    last = text.rstrip().rstrip("\"'“”«»„)]\u202f\u00a0 ")[-1:]
    last = _OTHER_MARKS.get(last, last)
    return last if last in MARKS else ""


def test_every_language_has_its_rule_of_plurals() -> None:
    assert set(known()) <= set(RULES)
    assert catalogue.ENGLISH in languages()


@each
@pytest.mark.filterwarnings("default")
def test_nothing_is_missing(language: str) -> None:
    has = all_entries(language)
    files = {key.partition(".")[0] for key in has}
    lacks = [key for key in all_entries(catalogue.ENGLISH) if key not in has]
    among = [key for key in lacks if key.partition(".")[0] in files]
    absent = sorted({key.partition(".")[0] for key in lacks} - files)
    if lacks:
        warnings.warn(f"{language} lacks {len(lacks)} keys; files {absent}; {among}", stacklevel=1)
    assert len(among) <= TOLERATED, "\n".join(among)
    assert language in BEGUN or not absent, absent


@each
def test_nothing_is_there_that_english_does_not_say(language: str) -> None:
    english = all_entries(catalogue.ENGLISH)
    assert not [key for key in all_entries(language) if key not in english]


@each
def test_a_translation_has_the_forms_that_numbers_ask_for(language: str) -> None:
    rule = RULES[language]
    needed = {"other", *(rule(number) for number in range(1000))}
    assert SPARED.get(language, set()).isdisjoint(needed)
    for key, english, value in pairs(language):
        assert isinstance(value, dict) is isinstance(english, dict), key
        assert not isinstance(value, dict) or needed <= set(value), f"{key} lacks {needed - set(value)}"


@each
def test_a_translation_tells_the_facts_of_english(language: str) -> None:
    wrong = []
    for key, english, value in pairs(language):
        for text in texts_of(value):
            told = facts_in(text) - ({"n"} if isinstance(value, dict) else set())
            # In the forms for one and two the number is often the word itself, and so may a fact be.
            if not told <= facts_of(english) or (told != facts_of(english) and not isinstance(value, dict)):
                wrong.append(f"{key}: {sorted(told ^ facts_of(english))} in {text!r}")
        if facts_of(value) != facts_of(english):
            wrong.append(f"{key}: {sorted(facts_of(value) ^ facts_of(english))}")
    assert not wrong, "\n".join(wrong)


@each
def test_a_translation_fits_where_english_stands(language: str) -> None:
    """Spaces at its ends, where lines break, how it ends, its key in a menu, what is to be typed."""
    wrong = []
    for key, english, value in pairs(language):
        original = texts_of(english)[-1]
        for text in texts_of(value):
            found = [
                what
                for what, of in (
                    ("space before", lambda one: one[: len(one) - len(one.lstrip(" \n"))]),
                    ("space behind", lambda one: one[len(one.rstrip()) :]),
                    ("line breaks", lambda one: one.count("\n")),
                    ("end", ending),
                    ("&", lambda one: one.replace("&&", "").count("&")),
                    ("commands", lambda one: sorted(COMMANDS.findall(one))),
                )
                if of(text) != of(original)
            ]
            if "&" in text.replace("&&", "") and not re.search(r"&\w", text):
                found.append("& before no letter")
            wrong += [f"{key}, {what}: {original!r} → {text!r}" for what in found]
    assert not wrong, "\n".join(wrong)


@each
def test_a_translation_leaves_no_sentence_out(language: str) -> None:
    """That one is asked but once stood in English, and in two languages not."""
    parts = re.compile(r"[.!?;:\u061f\u061b](?=\s|$)")
    wrong = [
        f"{key}: {original!r} → {text!r}"
        for key, english, value in pairs(language)
        for original in texts_of(english)[-1:]
        for text in texts_of(value)
        if len(parts.findall(original)) - len(parts.findall(text)) > 1  # two may be one sentence
    ]
    assert not wrong, "\n".join(wrong)


@each
def test_no_english_is_left_over(language: str) -> None:
    wrong = []
    for key, english, value in pairs(language):
        for text in texts_of(value):
            bare = NO_WORD.sub(" ", text.replace("&", ""))
            same = text in texts_of(english) and re.search(r"[^\W\d_]{3,}", bare)
            if same and not SAME.fullmatch(key) and key not in SAME_HERE.get(language, ()):
                wrong.append(f"{key} is as in English: {text!r}")
            elif found := set(ENGLISH_WORDS.findall(bare)) - ITS_OWN.get(language, set()):
                wrong.append(f"{key} has {found}: {text!r}")
    assert not wrong, "\n".join(wrong)


@each
def test_its_marks_are_those_of_the_language(language: str) -> None:
    wrong = []
    for key, english, value in pairs(language):
        for text in texts_of(value):
            if set(text) & set(WRONG_QUOTES.get(language, "")):
                wrong.append(f"{key}, quotation marks: {text!r}")
            if "..." in text or (
                re.search(r"\w …$", text) and not re.search(r"\w …$", texts_of(english)[-1])
            ):
                wrong.append(f"{key}, “…” right behind the word: {text!r}")
            if language == "fr" and re.search(r"(?:[^\u202f\u00a0\W]| )[;?!»](?!\w)|« | :(?=\s|$)", text):
                wrong.append(f"{key}, a narrow no-break space belongs there: {text!r}")
            if language == "es" and re.search(r"\w.*[?!]\)?$", text) and not re.search(r"[¿¡]", text):
                wrong.append(f"{key}, begins with ¿ or ¡: {text!r}")
            # {n:,}, JSON, keys, and what parts the filters of a dialog for files are no marks of a sentence.
            told = re.sub(r'\{[^}]*\}|, "|Ctrl\+,|;;', "x", text)
            if language == "ar" and re.search(r"(?<!\w)[,;?](?!\w)|[\u0600-\u06ff][,;?]", told):
                wrong.append(f"{key}, ، ؛ ؟ are meant: {text!r}")
    assert not wrong, "\n".join(wrong)
