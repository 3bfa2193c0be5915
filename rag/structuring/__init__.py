"""Lines to headings, sections, passages, references and tables. Knows no file format."""
