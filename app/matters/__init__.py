"""Matters: vaults of their own below a library, each with its own key; made, closed, handed over, merged back
and destroyed.
"""
