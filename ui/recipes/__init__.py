"""Recipes in the window: which there are, what they are made of, and what their runs made."""
