"""Word files with comments and tracked changes: a contract as it is, and what should become of it."""
