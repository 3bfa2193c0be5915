"""Readers of files that hold other files: mail and archives."""
