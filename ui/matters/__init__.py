"""Matters in the window: all of them in a dialog, what is asked before, and moving documents."""
