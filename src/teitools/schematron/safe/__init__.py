"""The guard: expressions and XSLT of a schema are written anew so that they read only what a permit allows."""
