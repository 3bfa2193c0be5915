"""What other programs of this computer may ask of the open library, once allowed: to search and to read."""
