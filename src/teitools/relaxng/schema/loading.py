"""The files of a schema: local files only, found beside one another or through a catalog, each read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from teitools.relaxng.schema.faults import Faults
    from teitools.relaxng.tree import Node

MAX_FILE = 64 * 2**20
MAX_LOADS = 10_000  # files may be read once and still refer to one another without end


class Library:
    """Reads schema files. `resolve` maps a URI to a local file, or None; `contents` are the bytes read, by file.

    `given` are the bytes of files that are not read, because they are at hand; `named` are the files that references
    meant, as they are named: where symbolic links lead may be another place at another time.
    """

    def __init__(
        self, resolve: Callable[[str], Path | None] | None = None, given: Mapping[str, bytes] | None = None
    ) -> None:
        self.resolve = resolve
        self.given = given or {}
        self.contents: dict[str, bytes] = {}
        self.roots: dict[str, Node | None] = {}
        self.links: list[tuple[str, str, str]] = []  # reference, file it stands in, file it means
        self.named: dict[Path, None] = {}
        self.loads = 0

    def read(self, file: str) -> bytes:
        """The bytes of a file. Raises OSError."""
        if file in self.given:
            return self.given[file]
        with open(file, "rb") as stream:  # noqa: PTH123  # a compiled schema in the cache should not wait for pathlib
            content = stream.read(MAX_FILE + 1)
        if len(content) > MAX_FILE:
            raise OSError(f"more than {MAX_FILE} bytes")
        return content

    def locate(self, href: str, base: str) -> str | None:
        """The file that a reference in the file `base` means, or None if it is not a local one."""
        from pathlib import Path

        from teitools.document.addresses import located

        found = (self.resolve(href) if self.resolve else None) or located(href, Path(base))
        if found is None:
            return None
        self.named[found] = None
        return str(filesystem.real(found))

    def root(self, file: str, faults: Faults) -> Node | None:
        """The root of a schema file, or None after reporting what is wrong with it. May raise OSError."""
        from teitools.diagnostics import Location, phrase
        from teitools.relaxng.schema.syntax import check_syntax
        from teitools.relaxng.schema.xmlsyntax import read_node
        from teitools.relaxng.tree import NotReadableError

        if file not in self.roots:
            self.roots[file] = None
            content = self.contents[file] = self.read(file)
            try:
                root = _read_compact(content, file) if file.endswith(".rnc") else read_node(content, file)
            except NotReadableError as error:
                detail = phrase(f"rng_{error.key}", **error.facts)
                hint = phrase("rng_advice_compact") if file.endswith(".rnc") else None
                faults.add_at("RNG201", Location(file, error.line, error.column), hint, detail=detail)
                return None
            before = len(faults.found)
            check_syntax(root, faults)
            if len(faults.found) == before:
                self.roots[file] = root
        return self.roots[file]

    def load(self, node: Node, faults: Faults) -> Node | None:
        """The root of the file that an `include` or `externalRef` names, or None after reporting why not."""
        from teitools.document.addresses import join
        from teitools.relaxng.schema.faults import TooManyFaultsError

        href = node.attributes["href"]
        reference = join(node.base, href)
        file = self.locate(reference, node.file)
        if file is None:
            faults.rule("file_remote", node, href=href)
            return None
        self.links.append((reference, node.file, file))
        self.loads += 1
        if self.loads > MAX_LOADS:
            faults.rule("limit_files", node, limit=MAX_LOADS)
            raise TooManyFaultsError
        try:
            return self.root(file, faults)
        except (OSError, ValueError) as error:
            faults.rule("file_missing", node, href=href, detail=getattr(error, "strerror", None) or str(error))
            return None


def _read_compact(content: bytes, file: str) -> Node:
    from teitools.relaxng.compact.reader import read_compact

    return read_compact(content, file)
