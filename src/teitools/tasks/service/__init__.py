"""What a service needs to answer with documents: which there are, what is known of each, and parts of them.

`library` says which documents are served and where they lie, `entries` reads what is to be known of one, in a process
of its own (`readers`); `index` keeps it on disk, `holdings` looks it up for the engine of the protocol, and `following`
keeps it as the files are. `passages` are parts of documents as TEI and text, `rendering` as pages; `editions` what was
built of them.
"""
