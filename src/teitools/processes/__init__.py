"""Work in a process of its own: starting it, talking to it, timing and ending it, and leaving nothing of it behind.

Saxon holds the interpreter lock while it works, and TeX is another program: neither can be stopped from inside.
"""
