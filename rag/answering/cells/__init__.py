"""Figures out of tables: the cell a question asks for, and what is worked out from cells by code."""
