"""Notes of one's own on documents: making and changing them, and finding them by their words."""
