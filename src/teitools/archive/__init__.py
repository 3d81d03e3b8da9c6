"""Packages for archives: the formats that one consists of, a module each, written and read.

`checksums` are lists of them; `bagit` the outermost layer; `mets` and `premis` what E-ARK's specifications want inside;
`dublincore`, `datacite`, `ead`, `codemeta` and `rocrate` say what is in it. What they have in common is in `model` and
`description`. Nothing here knows how texts are checked or editions made: that joins in `tasks/archive`.
"""
