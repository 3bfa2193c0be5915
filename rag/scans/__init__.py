"""Reading pictures of pages: preparation, decoding, layout, and how sure each line is."""
