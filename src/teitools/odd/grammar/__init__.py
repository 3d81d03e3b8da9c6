"""Writing RELAX NG, in XML syntax, from a resolved customisation."""
