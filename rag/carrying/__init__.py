"""Wishes that the program carries out: told by rules from plain words, with the documents they mean."""
