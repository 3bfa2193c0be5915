"""Writers, one a file format: each turns a paper into bytes and knows nothing of where it comes from."""
