"""Rules of a language: sentences, words, quantities, denial, clauses. No document, no model."""
