"""Dictation in any field of text, and the words that it is told of."""
