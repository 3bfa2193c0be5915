"""Comparing the models of this machine: what they are asked, how they did, what is kept of it.

Not what the program does about their answers: a model is measured by what it says itself.
"""
