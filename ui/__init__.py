"""The window, and the only floor that imports Qt."""
