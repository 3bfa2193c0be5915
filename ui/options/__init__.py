"""The window of settings: everything that can be set, to be looked for and changed at once."""
