"""What a datatype is: a set of strings, with a value for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from teitools.document.names import RNG_DATATYPES, XSD_DATATYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

XSD_LIBRARY = XSD_DATATYPES
COMPATIBILITY_LIBRARY = RNG_DATATYPES
Params = tuple[tuple[str, str], ...]


class Context(Protocol):
    """What a value may depend on where it stands: namespace prefixes and unparsed entities."""

    def resolve(self, prefix: str) -> str | None:
        """The namespace bound to a prefix (the empty one: the default namespace), or None."""

    def is_unparsed_entity(self, name: str) -> bool:
        """Whether the document declares an unparsed entity of this name."""


class DatatypeError(Exception):
    """A datatype that does not exist, or a parameter it cannot take.

    `key` is that of the phrase `rng_<key>` of the catalogue, `facts` are what stands in its slots.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


class PatternError(ValueError):
    """Not a regular expression of XML Schema, or one that is too large.

    `key` is that of the phrase `rng_<key>` of the catalogue that says why, `facts` are what stands in its slots.
    """

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


class Datatype:
    """A datatype with its parameters. `key` is what makes it itself: library, type, parameters."""

    __slots__ = ("_test", "_value", "contextual", "id_type", "key", "normalize")

    def __init__(
        self,
        key: tuple[str, str, Params],
        normalize: Callable[[str], str],
        test: Callable[[str], bool] | None = None,
        value: Callable[[str], Hashable] | None = None,
        id_type: str | None = None,
        contextual: str | None = None,
    ) -> None:
        self.key = key
        self.normalize = normalize
        self._test = test
        self._value = value
        self.id_type = id_type
        self.contextual = contextual

    @property
    def name(self) -> str:
        """The name in its library."""
        return self.key[1]

    @property
    def params(self) -> Params:
        """Name and value of each parameter."""
        return self.key[2]

    @property
    def accepts_all(self) -> bool:
        """Whether every string belongs to it."""
        return self._test is None and self.contextual is None

    def allows(self, text: str, context: Context | None = None) -> bool:
        """Whether a string belongs to the datatype."""
        text = self.normalize(text)
        if self._test is not None and not self._test(text):
            return False
        if self.contextual is None or context is None:
            return True
        if self.contextual == "entity":
            return all(context.is_unparsed_entity(token) for token in text.split())
        prefix, colon, _ = text.rpartition(":")
        return not colon or context.resolve(prefix) is not None

    def value(self, text: str, context: Context | None = None) -> Any:  # noqa: ANN401
        """A key that is equal for strings of equal value. The string must belong to the datatype."""
        text = self.normalize(text)
        if self.contextual == "name":
            prefix, _, local = text.rpartition(":")
            return (context.resolve(prefix) or "" if context else prefix, local)
        return text if self._value is None else self._value(text)
