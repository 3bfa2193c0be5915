"""What a person can set: a row each, where it is kept, and what it is found by."""
