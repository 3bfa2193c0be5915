"""Letters and texts from templates: slots filled by person and documents, each sentence with its origin."""
