"""What disagrees between documents or within one: figures, names, terms, duties; a maker of runs."""
