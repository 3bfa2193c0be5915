"""Printed lines on a page: reading order, flow, margins, boxes, how far a line is trusted, a person's
corrections of it.
"""
