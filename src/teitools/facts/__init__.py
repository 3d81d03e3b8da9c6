"""The facts of TEI documents as data: one model, read once, that the exports and the Python API have in common.

`reading.Reader` reads a document into a `model.Document`. On the way, `walking` writes the text of each layer
(`layers`, with white space by `separation`) in one pass, `recording` keeps what is encoded in it, `units` its parts
(declared ones by `citing`); `entities`, `header` and `works` read what stands around it, `references` follows pointers.
"""
