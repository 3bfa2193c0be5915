"""Checking and correcting what was read from pictures."""
