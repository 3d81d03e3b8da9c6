"""From the files of a schema to a compiled one: syntax, references, restrictions, the cache; `Schema` itself."""
