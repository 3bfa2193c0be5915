"""The tables of what the program does by itself, and of what it learnt for that: a step of `migrations`."""

from __future__ import annotations

# What a person corrected is an example of the label from then on, for its preset's question (`axis`); it goes
# with its document. Rules of tags and recipes are kept as their own values write them. Of each execution of a
# recipe: when, how it ended, what it made (`recipe_made`: a run, a change of tags, a file, a step that
# failed), and which documents it has seen to, so that none is seen to twice.
AUTOMATION = """
CREATE TABLE label_examples (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    preset TEXT NOT NULL,
    axis TEXT NOT NULL,
    label TEXT NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    created REAL NOT NULL,
    UNIQUE (preset, axis, document_id)
) STRICT;
CREATE INDEX label_examples_by_document ON label_examples(document_id);

CREATE TABLE tag_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    spec TEXT NOT NULL,
    created REAL NOT NULL
) STRICT;

CREATE TABLE recipes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    spec TEXT NOT NULL,
    created REAL NOT NULL,
    due REAL
) STRICT;

CREATE TABLE recipe_runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    recipe_id INTEGER REFERENCES recipes(id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    begun REAL NOT NULL,
    ended REAL,
    undone REAL,
    for_due REAL
) STRICT;
CREATE INDEX recipe_runs_by_recipe ON recipe_runs(recipe_id);

CREATE TABLE recipe_made (
    run_id INTEGER NOT NULL REFERENCES recipe_runs(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    step INTEGER NOT NULL,
    kind TEXT NOT NULL,
    made TEXT NOT NULL,
    PRIMARY KEY (run_id, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE recipe_documents (
    recipe_id INTEGER NOT NULL REFERENCES recipes(id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    PRIMARY KEY (recipe_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recipe_documents_by_document ON recipe_documents(document_id);
"""
