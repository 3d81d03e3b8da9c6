"""How a process and one that it started talk: frames of eight bytes of length and a pickle.

Both ends are this package in processes of one user, joined by a pipe that nobody else holds; nothing else is ever
unpickled.
"""

from __future__ import annotations

import os
import pickle
from typing import Any

__all__ = ["receive", "send"]

_LENGTH = 8
_CHUNK = 1 << 20


def send(descriptor: int, value: object) -> None:
    """Write one frame. Raises OSError if the other end is gone."""
    body = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    rest = memoryview(len(body).to_bytes(_LENGTH, "big") + body)
    while rest:
        rest = rest[os.write(descriptor, rest[:_CHUNK]) :]


def receive(descriptor: int) -> Any:  # noqa: ANN401  # the ends know what they say
    """Read one frame; None at the end of the pipe, also if it ends within a frame."""
    head = _exactly(descriptor, _LENGTH)
    body = _exactly(descriptor, int.from_bytes(head, "big")) if head else None
    return pickle.loads(body) if body else None  # noqa: S301  # see above


def _exactly(descriptor: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = os.read(descriptor, min(length, _CHUNK))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
