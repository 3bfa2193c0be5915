"""Which code page the bytes of a text are in, told by what they would say in each."""
