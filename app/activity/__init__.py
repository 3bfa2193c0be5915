"""What works in the background, gathered: what it is, how far, how long still, what became of it."""
