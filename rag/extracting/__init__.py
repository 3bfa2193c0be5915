"""What rules and models list from a text: obligations, deadlines, definitions, dates, items."""
