"""The compact syntax (`.rnc`): read into the tree that the same schema has in XML syntax."""
