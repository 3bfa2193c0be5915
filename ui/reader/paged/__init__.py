"""Documents as their pages are printed: all pages below each other, drawn as they come into view."""
