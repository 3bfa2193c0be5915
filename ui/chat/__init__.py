"""Conversations in the window: composer, transcript, the list."""
