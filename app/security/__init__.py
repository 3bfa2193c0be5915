"""What keeps the library: its keys, their file, copies of the vault, lock. What is read and asked is not
here.
"""
