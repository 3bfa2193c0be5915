"""The regulation that comes with the program to be tried, and how its PDF is made."""
