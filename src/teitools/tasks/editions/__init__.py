"""What a build makes: editions of documents, the encoding guidelines, a PDF."""

from teitools.resources import EDITIONS

__all__ = ["KINDS"]

KINDS = (*EDITIONS, "pdf", "odd")
"""What can be built, in the order in which it is; here, so that `--help` loads nothing else."""
