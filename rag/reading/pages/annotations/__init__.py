"""What a PDF's page holds beside its text layer: fields of forms, typed text, comments, strokes over text."""
