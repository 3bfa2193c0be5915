"""Documents without printed pages, set anew from their text: letters, slides, messages, sheets."""
