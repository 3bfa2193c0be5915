"""Collections in the window: the list beside the documents, what is dropped on it, and moving documents."""
