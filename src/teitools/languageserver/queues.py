"""Work that waits until nobody has typed for a moment: each key once, the latest wish counts."""

from __future__ import annotations

import threading
import time

__all__ = ["Latest"]


class Latest:
    """Keys that are due at some time. Asked for by one thread, given by others."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._due: dict[str, float] = {}
        self._closed = False

    def put(self, key: str, delay: float) -> None:
        """Let a key be due after so many seconds, and not before."""
        with self._changed:
            self._due[key] = time.monotonic() + delay
            self._changed.notify()

    def drop(self, key: str) -> None:
        """Forget a key."""
        with self._changed:
            self._due.pop(key, None)

    def is_empty(self) -> bool:
        """Whether nothing waits."""
        with self._changed:
            return not self._due

    def close(self) -> None:
        """Let whoever takes go away."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def take(self) -> str | None:
        """Wait for the next key that is due; None when there will be none."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                key = min(self._due, key=self._due.__getitem__, default=None)
                if key is not None and self._due[key] <= now:
                    del self._due[key]
                    return key
                self._changed.wait(None if key is None else self._due[key] - now)
            return None
