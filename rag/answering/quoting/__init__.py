"""The sentence of the documents that answers best: what a question asks for, and which sentence has it."""
