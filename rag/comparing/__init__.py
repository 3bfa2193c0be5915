"""Two editions of a document, clause by clause; a maker of runs."""
