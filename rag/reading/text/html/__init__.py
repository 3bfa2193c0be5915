"""HTML, from bytes to pages.

Source: HTML Living Standard (WHATWG), CSS 2.2 (W3C).
"""
