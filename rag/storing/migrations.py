"""The vault's schema as numbered steps. A released step is never edited: a new one is added below it."""

from __future__ import annotations

from rag.storing.asked_schema import ASKED
from rag.storing.audit_schema import AUDIT
from rag.storing.automation_schema import AUTOMATION
from rag.storing.collections_schema import COLLECTIONS
from rag.storing.dictation_schema import DICTATION
from rag.storing.first_schema import FIRST_SCHEMA
from rag.storing.laid_schema import LAID
from rag.storing.lessons_schema import LESSONS_SCHEMA
from rag.storing.listed_schema import LISTED
from rag.storing.matters_schema import MATTERS
from rag.storing.notes_schema import NOTES
from rag.storing.pseudonyms_schema import PSEUDONYMS
from rag.storing.reading_schema import READING
from rag.storing.recordings_schema import RECORDINGS
from rag.storing.removed_schema import REMOVED_SCHEMA
from rag.storing.speakers_schema import SPEAKERS
from rag.storing.tags_schema import TAGS
from rag.storing.talks_schema import TALKS

_SURVEYS = """
CREATE TABLE surveys (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    question TEXT NOT NULL,
    kind TEXT NOT NULL,
    collection TEXT,
    documents TEXT NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL,
    unread INTEGER NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL
) STRICT;

CREATE TABLE survey_rows (
    survey_id INTEGER NOT NULL REFERENCES surveys(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    document TEXT NOT NULL,
    section TEXT NOT NULL,
    page INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER,
    state TEXT NOT NULL,
    finding TEXT,
    PRIMARY KEY (survey_id, place)
) STRICT, WITHOUT ROWID;
"""

# Codes of the tokens of each passage, fetched for the few passages a search has brought to the front; how
# many passages hold a word is asked of the index itself (https://www.sqlite.org/fts5.html, "The fts5vocab
# Virtual Table Module").
_TOKEN_CODES = """
CREATE TABLE token_codes (
    passage_id INTEGER PRIMARY KEY REFERENCES passages(id) ON DELETE CASCADE,
    embedder TEXT NOT NULL,
    codes BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE passages_terms USING fts5vocab(passages_fts, 'row');
"""

# Folders that are kept current, and what was last seen of each file in them. Which document a file is, its
# path says, or its content where several files hold the same.
_FOLDERS = """
CREATE TABLE folders (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL,
    collection TEXT NOT NULL,
    mounted INTEGER NOT NULL,
    added REAL NOT NULL,
    UNIQUE (path, collection)
) STRICT;

CREATE TABLE folder_files (
    folder_id INTEGER NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (folder_id, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX folder_files_by_content ON folder_files(sha256);

ALTER TABLE documents ADD COLUMN modified INTEGER NOT NULL DEFAULT 0;
"""

_CROSS_REFERENCES = """
CREATE TABLE cross_references (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    target INTEGER NOT NULL,
    PRIMARY KEY (document_id, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX cross_references_by_target ON cross_references(document_id, target);
CREATE INDEX passages_by_end ON passages(document_id, end);
"""

_SUMMARIES = """
CREATE TABLE summaries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    other_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    length TEXT NOT NULL,
    words INTEGER NOT NULL,
    title TEXT NOT NULL,
    columns TEXT NOT NULL,
    model TEXT NOT NULL,
    seed INTEGER NOT NULL,
    state TEXT NOT NULL,
    quick TEXT NOT NULL DEFAULT '[]',
    blocks TEXT NOT NULL DEFAULT '[]',
    created REAL NOT NULL,
    updated REAL NOT NULL
) STRICT;
CREATE INDEX summaries_by_document ON summaries(document_id);
CREATE INDEX summaries_by_other ON summaries(other_id);

CREATE TABLE summary_parts (
    summary_id INTEGER NOT NULL REFERENCES summaries(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (summary_id, place)
) STRICT, WITHOUT ROWID;
"""

# Corrections belong to a file's content, so that they are there when it is read again; they go with the last
# document that holds it. Boxes are fractions of the page.
_CORRECTIONS = """
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL,
    page INTEGER NOT NULL,
    x0 REAL NOT NULL,
    y0 REAL NOT NULL,
    x1 REAL NOT NULL,
    y1 REAL NOT NULL,
    read TEXT NOT NULL,
    text TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;
CREATE INDEX corrections_by_content ON corrections(sha256, page);
"""

# All kept work in one pair of tables. Summaries keep their numbers, tables of answers are numbered on from
# there.
# A comparison was one step without parts: a finished one stays so, an unfinished one is planned anew.
_RUNS = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    maker TEXT NOT NULL,
    title TEXT NOT NULL,
    document_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
    other_id INTEGER REFERENCES documents(id) ON DELETE CASCADE,
    columns TEXT NOT NULL,
    options TEXT NOT NULL,
    model TEXT NOT NULL,
    state TEXT NOT NULL,
    quick TEXT NOT NULL DEFAULT '[]',
    blocks TEXT NOT NULL DEFAULT '[]',
    created REAL NOT NULL,
    updated REAL NOT NULL
) STRICT;
CREATE INDEX runs_by_document ON runs(document_id);
CREATE INDEX runs_by_other ON runs(other_id);

CREATE TABLE run_parts (
    run_id INTEGER NOT NULL REFERENCES runs(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    state TEXT NOT NULL,
    verdict TEXT,
    result TEXT NOT NULL,
    PRIMARY KEY (run_id, place)
) STRICT, WITHOUT ROWID;

INSERT INTO runs (id, maker, title, document_id, other_id, columns, options, model, state, quick, blocks,
                  created, updated)
SELECT id, iif(other_id IS NULL, 'summary', 'comparison'), title, document_id, other_id, columns,
       json_object('kind', kind, 'length', length, 'words', words, 'seed', seed),
       model, state, quick, blocks, created, updated
FROM summaries;

INSERT INTO run_parts (run_id, place, state, verdict, result)
SELECT p.summary_id, p.place, p.state, NULL,
       json_set(p.result, '$.part.document_id', s.document_id, '$.part.document', d.name)
FROM summary_parts p JOIN summaries s ON s.id = p.summary_id JOIN documents d ON d.id = s.document_id;

INSERT INTO runs (id, maker, title, columns, options, model, state, created, updated)
SELECT id + (SELECT coalesce(max(id), 0) FROM summaries), 'survey', question, '[]',
       json_object('kind', kind, 'collection', collection, 'documents', json(documents), 'unread', unread),
       model, state, created, updated
FROM surveys;

INSERT INTO run_parts (run_id, place, state, verdict, result)
SELECT survey_id + (SELECT coalesce(max(id), 0) FROM summaries), place,
       CASE WHEN state IN ('waiting', 'failed') THEN state ELSE 'done' END,
       CASE WHEN state IN ('waiting', 'failed') THEN NULL ELSE state END,
       json_object(
           'part', json_object('place', place, 'document_id', document_id, 'document', document,
                               'heading', section, 'page', page, 'page_end', page, 'start', start,
                               'end', end),
           'state', CASE WHEN state IN ('waiting', 'failed') THEN state ELSE 'done' END,
           'verdict', CASE WHEN state IN ('waiting', 'failed') THEN NULL ELSE state END,
           'points', json((
               SELECT json_group_array(json_object(
                          'text', item.value ->> '$.text', 'citations', json(item.value -> '$.citations'),
                          'support', 'supported', 'cells', json_array(),
                          'verdict', coalesce(item.value ->> '$.state', 'found')))
               FROM json_each(coalesce(finding, '{}'), '$.items') AS item)),
           'reason', iif(finding ->> '$.judge' = 'distance', 'distance', ''),
           'seconds', coalesce(finding ->> '$.seconds', 0.0),
           'prompt_tokens', coalesce(finding ->> '$.prompt_tokens', 0),
           'generated_tokens', coalesce(finding ->> '$.generated_tokens', 0),
           'error_code', coalesce(finding ->> '$.error_code', ''),
           'error_facts', coalesce(finding ->> '$.error_facts', '{}'))
FROM survey_rows;

DROP TABLE summary_parts;
DROP TABLE summaries;
DROP TABLE survey_rows;
DROP TABLE surveys;
"""

# What of a page could not be read, by its reason: a picture that is too large, the whole page.
_UNREAD = """
CREATE TABLE unread (
    document_id INTEGER NOT NULL,
    page INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (document_id, page, reason),
    FOREIGN KEY (document_id, page) REFERENCES pages(document_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
"""

# What was set aside of pages, to be searched as such, and the files whose running heads a person brought back
# into their text. Documents read before have no rows in `asides`; their pages still tell what was set aside.
_ASIDES = """
CREATE TABLE asides (
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    text TEXT NOT NULL,
    page INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    PRIMARY KEY (document_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE whole_files (
    sha256 TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
"""

# What tells that a page was read poorly, and which pages were held against their pictures. Documents that are
# there already are not: they would take days of a large library.
_FLAWS = """
CREATE TABLE flaws (
    document_id INTEGER NOT NULL,
    page INTEGER NOT NULL,
    kind TEXT NOT NULL,
    amount REAL NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (document_id, page, kind),
    FOREIGN KEY (document_id, page) REFERENCES pages(document_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE compared_pages (
    document_id INTEGER NOT NULL,
    page INTEGER NOT NULL,
    words INTEGER NOT NULL,
    PRIMARY KEY (document_id, page),
    FOREIGN KEY (document_id, page) REFERENCES pages(document_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

ALTER TABLE documents ADD COLUMN to_compare INTEGER NOT NULL DEFAULT 0;
"""

# What a library of thousands of files is asked for each file that is added, and for each row of its list: who
# else has the file's name, which may have folders before it, and how many of the pages came from where.
_LARGE_LIBRARIES = """
ALTER TABLE documents ADD COLUMN file TEXT
    GENERATED ALWAYS AS (substr(name, 1 + length(rtrim(name, replace(name, '/', ''))))) VIRTUAL;
CREATE INDEX documents_by_file ON documents(file COLLATE NOCASE);

DROP INDEX pages_by_source;
CREATE INDEX pages_by_source ON pages(document_id, source, confidence, number);
"""

# What documents may be called, each way of writing by itself; see `rag.structuring.called`. Documents read
# before have no rows until they are asked about.
_CALLED = """
CREATE TABLE called (
    key TEXT NOT NULL,
    called_by TEXT NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    PRIMARY KEY (key, called_by, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX called_by_document ON called(document_id);
"""

# Whether the model may answer general questions by itself, by collection; "" is the library as a whole.
_OWN_WORDS = """
CREATE TABLE own_words (collection TEXT PRIMARY KEY, allowed INTEGER NOT NULL) STRICT, WITHOUT ROWID;
"""

# What answers rested on, so that they can be asked for again exactly. Turns that are there already have none.
_RECORDS = """
CREATE TABLE records (
    turn_id INTEGER PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE record_passages (
    turn_id INTEGER NOT NULL REFERENCES records(turn_id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    search INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    passage TEXT NOT NULL,
    hit TEXT NOT NULL,
    PRIMARY KEY (turn_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_passages_by_content ON record_passages(sha256);
"""

# The languages of a document's text, their codes with blanks between; NULL until a question needs to know.
_LANGUAGES = """
ALTER TABLE documents ADD COLUMN languages TEXT;
"""

# Mailboxes hold documents: each message is a row below the mailbox's. `moves_to` is the mailbox as it is
# being read anew, of whose messages this is one still; its row then takes the place of the one before. What
# people took out of a mailbox stays out of it until they bring it back. Rows that others refer to are deleted
# by the thousand with a mailbox: every such reference has its index.
_MAILBOXES = """
ALTER TABLE documents ADD COLUMN container INTEGER REFERENCES documents(id) ON DELETE CASCADE;
ALTER TABLE documents ADD COLUMN moves_to INTEGER REFERENCES documents(id) ON DELETE SET NULL;
CREATE INDEX documents_by_container ON documents(container, sha256);
CREATE INDEX documents_by_move ON documents(moves_to);
CREATE INDEX documents_by_replaced ON documents(replaces);

CREATE TABLE taken_out (
    container INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    path TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    PRIMARY KEY (container, sha256)
) STRICT, WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (
    FIRST_SCHEMA,
    _SURVEYS,
    _TOKEN_CODES,
    _FOLDERS,
    _CROSS_REFERENCES,
    _SUMMARIES,
    _CORRECTIONS,
    _RUNS,
    _UNREAD,
    _ASIDES,
    _FLAWS,
    _LARGE_LIBRARIES,
    _CALLED,
    _OWN_WORDS,
    _RECORDS,
    _LANGUAGES,
    _MAILBOXES,
    AUDIT,
    MATTERS,
    REMOVED_SCHEMA,
    TAGS,
    AUTOMATION,
    LESSONS_SCHEMA,
    PSEUDONYMS,
    LISTED,
    NOTES,
    TALKS,
    COLLECTIONS,
    LAID,
    ASKED,
    SPEAKERS,
    RECORDINGS,
    DICTATION,
    READING,
)
"""Step n brings a vault from `user_version` n to n + 1."""
