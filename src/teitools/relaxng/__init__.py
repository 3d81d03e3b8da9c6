"""RELAX NG: validation of documents against `.rng` schemas."""

from __future__ import annotations

from teitools.relaxng.libxml2 import Schema

__all__ = ["Schema"]
