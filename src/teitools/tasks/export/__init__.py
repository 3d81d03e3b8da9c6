"""Exports: the facts of documents in formats that other tools take unmodified, in a folder that is replaced as a whole.

`run` reads documents and feeds the writers of the formats; each format is a module of `formats`, listed in its FORMATS.
`crate` says what is in the folder.
"""
