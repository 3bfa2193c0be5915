"""Readers of Office, OpenDocument and book files."""
