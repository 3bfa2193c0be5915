"""Tables asked in SQL, in a process of their own that reads and keeps nothing: by DuckDB."""
