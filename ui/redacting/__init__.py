"""The dialog that makes a copy of a document without the personal data in it."""
