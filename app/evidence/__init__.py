"""Packs of evidence: an answer, a summary or a table in one file with all that it rests on, to be checked and
made again elsewhere. What is only saved to be read stands in `exporting`.
"""
