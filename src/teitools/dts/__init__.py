"""Distributed Text Services 1.0 (https://dtsapi.org/specifications/versions/v1.0/): requests become answers as data.

`model` are documents as the specification sees them, collections, resources, citation trees and units, and who holds
them; `metadata` what headers say of them in Dublin Core; `requests` reads the parameters of a request, `answers` are
the objects that clients get (in JSON-LD), `fragments` parts of a document as TEI. Nothing here knows HTTP, or where
documents lie.
"""
