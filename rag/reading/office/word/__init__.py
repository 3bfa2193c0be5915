"""Word documents, from parts to pages: their stories, paragraphs, numbers, tables, forms and formulas.

Source: ECMA-376 part 1, 17 (WordprocessingML) and 22.1 (mathematics).
"""
