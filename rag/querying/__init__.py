"""Questions put to the tables of documents, as queries: columns, SQL, and what it gives with its rows."""
