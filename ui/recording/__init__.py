"""Recordings that are made in the window, and what becomes of them."""
