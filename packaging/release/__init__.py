"""What is given out: the command that makes it, what it holds, and whether it works."""
