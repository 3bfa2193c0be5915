"""Questions that are reckoned, not looked up: deadlines by working days, calculations with units."""
