"""Pictures of pages to lines, and second looks at them. Which pages need it is decided where pages are
read.
"""
