"""How far the reading of a page can be relied on: measured on its text, and held against its picture."""
