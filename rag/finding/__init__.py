"""A question to passages: names, words, vectors, fusion. Not what is said about them."""
