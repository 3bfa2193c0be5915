"""Drafts in the window: a template, its slots in a form, and what came of it, with its places."""
