"""The tables of collections: a step of `migrations`."""

from __future__ import annotations

# A collection is there from the moment a document or a watched folder names it, by the triggers, and stays
# when it is empty. `tone` is the number of its colour. `home` is the collection that a document came into
# where a person moved it to another: by that, who brings its file again finds it, a watched folder above all.
# What was done stays in `collection_changes`, so that it can be undone: `kept` is JSON of what went with a
# collection that was removed, an item what a document was in before and is in since.
COLLECTIONS = """
CREATE TABLE collections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    tone INTEGER NOT NULL
) STRICT;

ALTER TABLE documents ADD COLUMN home TEXT;
CREATE INDEX documents_by_collection ON documents(collection);

CREATE TABLE collection_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    before TEXT NOT NULL DEFAULT '',
    after TEXT NOT NULL DEFAULT '',
    kept TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE collection_change_items (
    change_id INTEGER NOT NULL REFERENCES collection_changes(id) ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,
    before TEXT NOT NULL,
    home TEXT,
    after TEXT NOT NULL,
    PRIMARY KEY (change_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX collection_change_items_by_document ON collection_change_items(document_id);

INSERT INTO collections (name, tone) SELECT name, (row_number() OVER (ORDER BY name) - 1) % 8 FROM
    (SELECT collection AS name FROM documents UNION SELECT collection FROM folders) WHERE name <> '';

CREATE TRIGGER collections_come AFTER INSERT ON documents WHEN NEW.collection <> '' BEGIN
    INSERT INTO collections (name, tone) SELECT NEW.collection, (SELECT count(*) % 8 FROM collections)
        WHERE NOT EXISTS (SELECT 1 FROM collections WHERE name = NEW.collection);
END;
CREATE TRIGGER collections_watched AFTER INSERT ON folders WHEN NEW.collection <> '' BEGIN
    INSERT INTO collections (name, tone) SELECT NEW.collection, (SELECT count(*) % 8 FROM collections)
        WHERE NOT EXISTS (SELECT 1 FROM collections WHERE name = NEW.collection);
END;
"""
