"""The page beside the answer."""
