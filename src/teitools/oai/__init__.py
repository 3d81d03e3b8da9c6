"""OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html): records of documents, to be harvested.

`model` says what a repository, a record and a window of time are, `identifiers` how documents and sets are called,
`history` when records changed; `arguments` reads requests, `tokens` where a list goes on; `formats` are records as
metadata, `responses` the answers to all verbs, as XML. Nothing here knows HTTP, or where documents lie.
"""
