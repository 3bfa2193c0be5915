"""Notes of one's own beside the page: marking words, writing beside them, going to them."""
