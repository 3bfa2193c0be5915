"""Packages for Windows: one for its own installer (MSI) of the program and of each model, and a program for
sticks that runs both.
"""
