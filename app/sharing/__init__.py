"""Shared collections on one Chroma server of the private network: which server and which of its collections a
person allowed, questions put to them along with the library, and collections of this library published there.
"""
