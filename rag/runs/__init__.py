"""Kept work: what a run, a part and a result are, the one store, and the kinds. Makers of runs stand
beside.
"""
