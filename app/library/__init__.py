"""The library as the program keeps it: adding, indexing in the background, watched folders, power. Not the
reading of files.
"""
