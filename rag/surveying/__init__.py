"""One question put to every document or part; a maker of runs."""
