"""One row a document: columns with types and rules, cells with a value, its quote, and how it was checked."""
