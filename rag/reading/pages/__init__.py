"""Readers of formats that are printed pages: PDF and pictures."""
