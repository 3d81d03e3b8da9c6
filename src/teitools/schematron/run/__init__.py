"""A compiled schema (by way of the cache), what it finds in a document, and the Diagnostics that this makes."""
