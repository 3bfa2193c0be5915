"""Recordings: what is said in them, a page for each minute."""
