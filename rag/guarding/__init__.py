"""Guards before and after an answer: orders in documents, personal data, what a house wants no answers about,
and whether an answer rests on anything. Each is one small step that decides and gives its reasons; who asks
them, and what is logged of it, is not here.
"""
