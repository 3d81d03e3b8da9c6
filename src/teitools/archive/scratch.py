"""A database for what is known of very many files: it lies in a temporary file that has no name, and goes with its end.

What SQLite holds of it in memory is the same for ten files and for 100,000.
"""

from __future__ import annotations

import sqlite3

__all__ = ["key_of", "name_of", "scratch"]

_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -8192")


def scratch(tables: str, *, threads: bool = False) -> sqlite3.Connection:
    """An empty database with these tables that ends with its connection.

    It is for one thread, or for several `threads` that see to it that they use it one after the other.
    """
    data = sqlite3.connect("", isolation_level=None, check_same_thread=not threads)
    for setting in _SETTINGS:
        data.execute(f"PRAGMA {setting}")
    data.executescript(tables)
    data.execute("BEGIN")  # and no end: nobody else looks, and nothing has to last
    return data


def key_of(name: str) -> bytes:
    """A name of a file as it is kept: sorted as Python sorts texts, whatever bytes it stands for."""
    return name.encode("utf-8", "surrogatepass")


def name_of(key: bytes) -> str:
    """The name that is kept so."""
    return key.decode("utf-8", "surrogatepass")
