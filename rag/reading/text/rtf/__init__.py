"""RTF, from bytes to pages: tokens, the encodings of its characters, control words, blocks, and the reader.

Source: Rich Text Format (RTF) Specification 1.9.1.
"""
