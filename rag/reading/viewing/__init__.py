"""What readers know of a text beside its words, for a view that shows it as it is laid out."""
