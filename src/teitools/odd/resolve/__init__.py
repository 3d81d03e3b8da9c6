"""The processing model: from what a source offers and an ODD says to one resolved customisation."""
