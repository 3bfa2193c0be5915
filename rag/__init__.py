"""Documents: reading, cutting, keeping, finding, answering, and the work made of them. Knows no window and
no command line.
"""
