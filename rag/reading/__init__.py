"""Files to pages: the register of formats, the reader's process, one reader a format below. Loads no
vault.
"""
