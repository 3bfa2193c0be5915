"""Which span of a source supports a sentence, and the one place where a citation is made."""
