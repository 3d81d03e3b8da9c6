"""What is compiled where teitools is installed with a compiler at hand: one pass over a document, in C.

Everything works without it, only slower: no rule is in it. `TEITOOLS_PURE=1` in the environment does without.
"""

from __future__ import annotations

import functools
import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem

if TYPE_CHECKING:
    from teitools.native._passing import Tables

__all__ = ["tables_type"]


@functools.cache
def tables_type() -> type[Tables] | None:
    """The type of the tables that a document passes through; None where it was not compiled, or is not wanted."""
    if os.environ.get("TEITOOLS_PURE", "0") != "0":
        return None
    try:
        from teitools.native._passing import SOURCE, Tables
    except ImportError:
        return None
    source = Path(__file__).with_name("_passing.c")
    if filesystem.is_file(source) and hashlib.sha256(source.read_bytes()).hexdigest() != SOURCE:
        return None  # in a checkout it was changed and not compiled since
    return Tables
