"""Shared collections in the window: which are searched, what is published, what the status bar says of it."""
