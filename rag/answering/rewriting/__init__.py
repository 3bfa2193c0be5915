"""What is made of an answer or a passage on request: shorter, points, a table, other words, a letter."""
