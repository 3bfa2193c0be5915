"""A question to an answer: sources chosen, prompt, draft, grounded sentences."""
