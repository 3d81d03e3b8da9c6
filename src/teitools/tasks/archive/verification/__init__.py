"""Whether a package is what it says: the parts of `teitools verify`, each of which yields findings.

`inventory` says what is there, and whether it can be read without harm; `claims` what the package says of its files;
`fixity` compares the two; `structure` follows METS and PREMIS; `texts` checks and publishes again; `versions` compares
two packages for people; `page` is the report that can be filed.
"""
