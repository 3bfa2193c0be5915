"""Questions to begin with, made of what documents say, and shown only where they are answered right."""
