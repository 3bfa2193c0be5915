"""How model files come to this machine: the catalogue, sources, the fetcher, a person's own files. Using
them is not its business.
"""
