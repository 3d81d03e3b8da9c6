from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

SOURCE: str

def write_rows(
    rows: tuple[Any, ...],
    columns: tuple[tuple[str, int, int], ...],
    other: Callable[[Any], str] | None,
    /,
) -> bytes: ...

class Plain:
    text: str
    sizes: bytes
    plain: bytes
    def __init__(
        self,
        data: bytes,
        kind: Callable[[str], tuple[int, str]],
        attribute: Callable[[str], int],
        speakers: Callable[[str], tuple[Any, ...] | None],
        targets: AbstractSet[str],
        /,
    ) -> None: ...
    def unit(self, unit: int, /) -> tuple[int, int, str, str]: ...
    def units(
        self,
        unit: int,
        make: type[Any],
        span: type[Any],
        first: int,
        called: str,
        cite: str,
        prefix: str,
        parent: str | None,
        level: int,
        reading: int | None,
        printed: int | None,
        /,
    ) -> list[Any]: ...
    def turns(self, unit: int, /) -> list[tuple[int, int, str, str, int, int]]: ...
    def nodes(self, unit: int, /) -> list[int]: ...
