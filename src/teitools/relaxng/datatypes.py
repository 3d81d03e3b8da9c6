"""Datatypes: the built-in library and the entry to those of XML Schema.

A datatype is asked three things: does a string belong to it, are two strings the same value, which ID type is it
(RELAX NG DTD Compatibility). XML Schema's types are in `xsdtypes`; they are our own and not `xmlschema`'s, whose import
alone (0.2-0.35 s) is longer than a whole check of an article may take. The tests hold both against each other.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Protocol
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

XSD_LIBRARY = "http://www.w3.org/2001/XMLSchema-datatypes"
COMPATIBILITY_LIBRARY = "http://relaxng.org/ns/compatibility/datatypes/1.0"
Params = tuple[tuple[str, str], ...]


class Context(Protocol):
    """What a value may depend on where it stands: namespace prefixes and unparsed entities."""

    def resolve(self, prefix: str) -> str | None:
        """The namespace bound to a prefix (the empty one: the default namespace), or None."""

    def is_unparsed_entity(self, name: str) -> bool:
        """Whether the document declares an unparsed entity of this name."""


class DatatypeError(Exception):
    """A datatype that does not exist, or a parameter it cannot take: (phrase key, facts)."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


def full_match(pattern: str) -> Callable[[str], bool]:
    """A test for strings that match a Python expression as a whole; compiled at the first use."""
    compiled: Callable[[str], object] | None = None

    def test(text: str) -> bool:
        nonlocal compiled
        if compiled is None:
            compiled = re.compile(pattern).fullmatch
        return compiled(text) is not None

    return test


@functools.lru_cache(4096)
def _is_name_character(character: str, first: bool) -> bool:
    """Whether a character outside ASCII may be in a name, or begin it; expat decides, which reads the documents."""
    try:
        expat.ParserCreate().Parse(f"<{'' if first else 'a'}{character}/>".encode(), True)
    except (expat.ExpatError, UnicodeEncodeError):
        return False
    return True


def _name_test(start: str, rest: str) -> Callable[[str], bool]:
    """A test for names: ASCII by expression, other characters one by one."""
    plain = full_match(f"[{rest}]+" if start == rest else f"[{start}][{rest}]*")
    ascii_only = re.compile("[^\\x00-\\x7f]+")

    def test(text: str) -> bool:
        if text.isascii():
            return plain(text)
        if not plain((text[0] if text[0].isascii() else "a") + ascii_only.sub("", text[1:])):
            return False
        if not text[0].isascii() and not _is_name_character(text[0], first=start != rest):
            return False
        return all(_is_name_character(character, first=False) for character in set(text[1:]) if not character.isascii())

    return test


NAME = _name_test("A-Za-z_:", "A-Za-z0-9._:\\-")
NCNAME = _name_test("A-Za-z_", "A-Za-z0-9._\\-")
NMTOKEN = _name_test("A-Za-z0-9._:\\-", "A-Za-z0-9._:\\-")

_SPACES = re.compile(r"[ \t\r\n]+")


def collapse(text: str) -> str:
    """Normalise XML white space: none at the ends, single spaces within."""
    return _SPACES.sub(" ", text).strip(" ")


def tokens(text: str) -> list[str]:
    """The tokens of a list, parted by XML white space (and by nothing else that Unicode calls space)."""
    return text.split() if text.isascii() else [one for one in _SPACES.split(text) if one]


def preserve(text: str) -> str:
    """Leave white space alone."""
    return text


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


def get_datatype(library: str, name: str, params: Params) -> Datatype:
    """The datatype of a `data` or `value` pattern. Raises DatatypeError."""
    if library == XSD_LIBRARY:
        from teitools.relaxng.xsdtypes import get_xsd_type

        return get_xsd_type(name, params)
    if library == COMPATIBILITY_LIBRARY and name in ("ID", "IDREF", "IDREFS"):
        from teitools.relaxng.xsdtypes import get_xsd_type

        if params:
            raise DatatypeError("data_param", param=params[0][0], type=name)
        plain = get_xsd_type(name, ())
        return Datatype((library, name, ()), plain.normalize, plain._test, id_type=name)
    if library:
        raise DatatypeError("data_library", library=library)
    if name not in ("string", "token"):
        raise DatatypeError("data_type", type=name)
    if params:
        raise DatatypeError("data_param", param=params[0][0], type=name)
    return Datatype(("", name, ()), collapse if name == "token" else preserve)
