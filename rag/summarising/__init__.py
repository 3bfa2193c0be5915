"""A document read part by part to a summary; a maker of runs."""
