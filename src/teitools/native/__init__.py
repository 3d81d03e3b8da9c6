"""What is compiled where teitools is installed with a compiler at hand: single passes over a document, in C.

Everything works without it, only slower. `TEITOOLS_PURE=1` in the environment does without.
"""

from __future__ import annotations

import functools
import hashlib
import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teitools import filesystem

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.native._passing import Tables
    from teitools.native._plain import Plain

__all__ = ["plain_type", "row_writer", "tables_type"]

_HEADER = "_expat.h"


@functools.cache
def tables_type() -> type[Tables] | None:
    """The type of the tables that a document passes through; None where it was not compiled, or is not wanted."""
    module = _compiled("_passing")
    return None if module is None else module.Tables


@functools.cache
def plain_type() -> type[Plain] | None:
    """The type of what is plain in a document; None where it was not compiled, or is not wanted."""
    module = _compiled("_plain")
    return None if module is None else module.Plain


@functools.cache
def row_writer() -> Callable[..., bytes] | None:
    """Who writes many rows; None where that was not compiled, or is not wanted."""
    module = _compiled("_plain")
    return None if module is None else module.write_rows


def _compiled(name: str) -> Any:  # noqa: ANN401  # a module
    if os.environ.get("TEITOOLS_PURE", "0") != "0":
        return None
    try:
        module = import_module(f"{__name__}.{name}")
    except ImportError:
        return None
    files = [Path(__file__).with_name(file) for file in (f"{name}.c", _HEADER)]
    is_checkout = all(map(filesystem.is_file, files))
    if is_checkout and hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest() != module.SOURCE:
        return None  # changed and not compiled since
    return module
