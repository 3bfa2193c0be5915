"""Word files: every part of the package that is understood is rewritten, every other is left out and told."""
