"""Packages for Linux: where files of the program lie on a system, and the archives that bring them there."""
