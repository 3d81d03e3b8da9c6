"""From the files of a schema, or of one that carries rules, to its model, in which nothing is abstract any more."""
