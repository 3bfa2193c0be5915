"""Dictation: what is said into the microphone as text, while it is said. Sound is in memory alone."""
