"""Sentence embeddings, both sides of the pipe. Searching with them belongs to `rag`."""
