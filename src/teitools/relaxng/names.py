"""Names and name classes.

A name is one string, as expat reports it: `uri SEPARATOR local`, or `local` alone where there is no namespace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATOR = "\x01"
"""Between namespace and local name; no XML document can contain this character."""

XMLNS = "http://www.w3.org/2000/xmlns"
"""As RELAX NG spells it (section 4.16), without the slash of the namespace's name."""

_NOWHERE = "\x02"  # a namespace and a local name that no document and no schema can spell


def make_name(uri: str, local: str) -> str:
    """One string for a namespace name (may be empty) and a local name."""
    return f"{uri}{SEPARATOR}{local}" if uri else local


def split_name(name: str) -> tuple[str, str]:
    """Namespace name and local name."""
    uri, _, local = name.rpartition(SEPARATOR)
    return uri, local


class NameClass:
    """A set of names: some listed, and any number of wildcards, each for one namespace (or all) less an exception."""

    __slots__ = ("names", "wildcards")

    def __init__(
        self, names: frozenset[str] = frozenset(), wildcards: tuple[tuple[str | None, NameClass | None], ...] = ()
    ) -> None:
        self.names = names
        self.wildcards = wildcards

    def __contains__(self, name: str) -> bool:
        if name in self.names:
            return True
        if not self.wildcards:
            return False
        uri = name.rpartition(SEPARATOR)[0]
        return any(
            (ns is None or ns == uri) and (without is None or name not in without) for ns, without in self.wildcards
        )

    @property
    def single(self) -> str | None:
        """The name, if there is exactly one."""
        return next(iter(self.names)) if len(self.names) == 1 and not self.wildcards else None

    def key(self) -> tuple[object, ...]:
        """A hashable value, equal for name classes that are written alike."""
        return (self.names, tuple((ns, without.key() if without else None) for ns, without in self.wildcards))

    def union(self, other: NameClass) -> NameClass:
        """The names of both."""
        return NameClass(self.names | other.names, self.wildcards + other.wildcards)

    def overlaps(self, other: NameClass) -> bool:
        """Whether some name is in both (section 7.3 and 7.4); decided on one witness of each kind."""
        if not self.names.isdisjoint(other.names):
            return True
        if not self.wildcards and not other.wildcards:
            return False
        if not self.wildcards:
            return any(name in other for name in self.names)
        if not other.wildcards:
            return any(name in self for name in other.names)
        return any(name in self and name in other for name in {*self._witnesses(), *other._witnesses()})

    def listed(self) -> Iterator[str]:
        """Every name written in the class, exceptions included."""
        yield from self.names
        for _, without in self.wildcards:
            if without is not None:
                yield from without.listed()

    def _witnesses(self) -> Iterator[str]:
        yield from self.names
        for ns, without in self.wildcards:
            yield make_name(_NOWHERE if ns is None else ns, _NOWHERE)
            if without is not None:
                yield from without._witnesses()

    def to_data(self) -> list[object]:
        """Plain data for the cache."""
        wild = [[ns, without.to_data() if without else None] for ns, without in self.wildcards]
        return [sorted(self.names), wild] if wild else [sorted(self.names)]

    @classmethod
    def from_data(cls, data: list[Any]) -> NameClass:
        """What `to_data` gave."""
        names, *rest = data
        wild = rest[0] if rest else []
        return cls(
            frozenset(names),
            tuple((ns, cls.from_data(without) if without else None) for ns, without in wild),
        )


def only(name: str) -> NameClass:
    """The name class of one name."""
    return NameClass(frozenset((name,)))
