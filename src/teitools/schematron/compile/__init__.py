"""From the model of a schema to one XSLT stylesheet, and from the lines that Saxon names back to the schema."""
