"""Reading aloud: what of an answer is said, in which order, and by which voice."""
