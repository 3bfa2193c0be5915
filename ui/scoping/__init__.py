"""Which documents questions are put to: chosen in the window, kept for it and for each conversation."""
