"""Tags in the window: what has which, and what puts them on by itself."""
