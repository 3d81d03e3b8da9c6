from collections.abc import Callable

SOURCE: str

class Tables:
    full: bool
    def __init__(self, ask: Callable[[int, int, str], int | None], start: int, seed: int, /) -> None: ...
    def read(self, data: bytes, /) -> tuple[list[tuple[int, str, int]], bytes] | None: ...
