"""Copies of schemas and TEI sources that have public addresses: fetched once, kept with their hashes, found offline.

A store is a folder whose OASIS catalog says which file stands for which address, so that other tools find the copies
too. A user has one; a project may have one of its own, which its repository carries. `locator` answers what stands for
an address; `folder` is one store; `gathering` brings a schema with all that it includes; `download` asks a server.
"""
