"""Text of a PDF's page that no longer counts: struck through, covered by a bar, or nowhere to be seen."""
