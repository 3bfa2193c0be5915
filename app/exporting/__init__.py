"""What people take along: one exporter a file format, and the few shapes they write. Nothing is computed
here.
"""
