"""The first run: three steps on one page of the window, which can be gone back in, left and opened again."""
