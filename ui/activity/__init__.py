"""The window's side of what works in the background: a panel, the status bar, what the system tells."""
