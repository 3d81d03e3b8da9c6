"""How documents and folders are called: identifiers by the guideline oai-identifier, and sets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from teitools.document.addresses import decoded, split

if TYPE_CHECKING:
    from typing import Self

__all__ = ["Naming", "folder_of_set", "set_of", "sets_of"]

# https://www.openarchives.org/OAI/2.0/guidelines-oai-identifier.htm: namespaces are names of hosts
_DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z][A-Za-z0-9-]*)+")
_SET = re.compile(r"[A-Za-z0-9_.!~*'()-]+(?::[A-Za-z0-9_.!~*'()-]+)*")
_IN_SETS = "_.~*'()-"  # of what set names may hold; `!` stands for the percent sign


class Naming(NamedTuple):
    """How documents are called in a repository: `oai:HOST:NAME`, or by their addresses if the base has no such host."""

    base: str
    host: str

    @classmethod
    def below(cls, base: str) -> Self:
        """The naming of documents that have their addresses below a base."""
        host = (split(base).authority or "").lower()
        return cls(base, host if _DOMAIN.fullmatch(host) else "")

    def identifier(self, name: str) -> str:
        """The identifier of the document of this name."""
        return f"{self._start}{quote(name.encode('utf-8', 'surrogateescape'))}"

    def name(self, identifier: str) -> str | None:
        """The name of the document of this identifier; None if it is none of the repository."""
        if not identifier.startswith(self._start):
            return None
        return decoded(identifier.removeprefix(self._start))

    @property
    def _start(self) -> str:
        return f"oai:{self.host}:" if self.host else self.base


def set_of(folder: str) -> str:
    """The set of a folder: its path, with colons; of the folder that holds all, none."""
    steps = (quote(step.encode("utf-8", "surrogateescape"), safe=_IN_SETS) for step in folder.strip("/").split("/"))
    return ":".join(step.replace("%", "!") for step in steps)


def sets_of(name: str) -> list[str]:
    """The sets that the document of this name is in, from the outermost."""
    steps = name.split("/")[:-1]
    return [set_of("/".join(steps[: count + 1])) for count in range(len(steps))]


def folder_of_set(spec: str) -> str | None:
    """The folder of a set, with a slash at its end; None if there can be no such set."""
    if not _SET.fullmatch(spec):
        return None
    return "/".join(decoded(step.replace("!", "%")) for step in spec.split(":")) + "/"
