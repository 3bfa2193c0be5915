"""Puts texts under labels of somebody's own, learnt from a few examples, names and descriptions; and says
where none of them fits.
"""
