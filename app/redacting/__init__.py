"""A copy of a document without the personal data in it: what is found, a new file, and the attack on that
file.
"""
