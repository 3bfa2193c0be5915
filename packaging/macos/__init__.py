"""Packages for macOS: the program as an application, signed and looked over by Apple, and images to open."""
