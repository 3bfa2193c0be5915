"""The library in the window: its panel, watched folders, coverage, removals."""
