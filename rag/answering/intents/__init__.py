"""What a person wants: the question without courtesies, its wish, and the ways that need no model."""
