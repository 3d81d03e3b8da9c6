"""The tree of a schema while it is read: elements with their files, includes, parameters, and the faults met there."""
