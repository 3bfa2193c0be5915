"""Kept work in the window: the list of it, tables, summaries."""
