"""Recordings that are made here: from the microphone into the vault, until a person says what becomes of
them.
"""
