"""Patterns, interned, and the automata built of them while documents are read: no message, no file, no parser."""
