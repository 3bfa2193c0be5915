"""Recordings that are heard from a place on their page."""
