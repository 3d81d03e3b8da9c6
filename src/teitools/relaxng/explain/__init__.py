"""The words of findings: what was expected, what was probably meant, what to change."""
