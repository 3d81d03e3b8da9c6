"""A language server: teitools in every editor that speaks the Language Server Protocol (LSP 3.17).

One module a feature: each turns a request of the protocol into a question to `tasks.editing`, and the answer into what
the protocol wants. `serving` starts it all, `features` says which answers what, `protocol` takes in the texts that are
open, `checking` checks them in two threads beside the one that answers.

Positions of the protocol count UTF-16 code units unless the client prefers others; ours are offsets in characters, and
lines and columns in findings. `texts` has all of that.
"""
