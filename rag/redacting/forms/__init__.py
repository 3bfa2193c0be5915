"""Documents as they are redacted: texts in which something may stand, and new files without it; Word files
and messages in a process of their own.
"""
