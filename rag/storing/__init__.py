"""The vault and what is kept in it: documents, vectors, conversations, folders, corrections. The only room
that imports `sqlcipher3`.
"""
