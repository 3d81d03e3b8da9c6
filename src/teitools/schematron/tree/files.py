"""The files of a schema, and the faults met in them, which are gathered so that all of them can be told at once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from teitools import filesystem
from teitools.diagnostics import BrokenSchemaError, SetupError
from teitools.document import display_name, read
from teitools.resources import resource
from teitools.schematron.permit import Permit
from teitools.schematron.reasons import fact
from teitools.schematron.results import Notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.diagnostics import Location
    from teitools.document import Document, Place

__all__ = ["Files", "SchemaError", "fault", "joined"]

_SHOWN = 20  # faults of one schema


class SchemaError(BrokenSchemaError):
    """Something in a schema is wrong, at a place in it; what else is wrong can still be found out."""

    def __init__(self, location: Location, what: str, path: Path | None = None) -> None:
        super().__init__(f"{location}: {what}", what, location)
        self.location = location
        self.path = path  # of the file, if it is one


def fault(place: Place, what: str) -> NoReturn:
    """Refuse the schema because of what stands at this place."""
    raise SchemaError(place.location, what, place.document.path)


@dataclass
class Files:
    """The files of one schema, each parsed once, in the order of their first use; and the faults met in them."""

    documents: dict[Path, Document] = field(default_factory=dict)
    permit: Permit = field(default_factory=Permit)
    copies: bool = False  # whether Saxon is given changed copies of stylesheet modules
    faults: dict[str, SchemaError] = field(default_factory=dict)
    notices: dict[Notice, None] = field(default_factory=dict)  # in the order in which they were met
    includes: int = 0

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files as they are named: where symbolic links lead may be another place at another time."""
        return tuple(filesystem.absolute(document.path or path) for path, document in self.documents.items())

    def note(self, code: str, location: Location, **facts: object) -> None:
        """Note something to tell the user that does not stand against the schema (a warning of the catalogue)."""
        named = (path for path, document in self.documents.items() if document.name == location.file)
        path = str(next(named, location.file))
        told = tuple(fact(name, value) for name, value in facts.items())
        self.notices[Notice(code, path, location.line, location.column, told)] = None

    @contextmanager
    def excusing(self, code: str) -> Iterator[None]:
        """Note what is found wrong in the block as warnings of this code, and go on after it."""
        before, self.faults = self.faults, {}
        try:
            yield
        except SchemaError as found:
            self.faults[str(found)] = found
        finally:
            for one in self.faults.values():
                self.note(code, one.location, reason=one.reason)
            self.faults = before

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Note the fault that ends the block, so that more can be found."""
        try:
            yield
        except SchemaError as found:
            self.faults[str(found)] = found

    def raise_faults(self) -> None:
        """Raise SetupError for the faults noted, if there are any."""
        if self.faults:
            files = [document.name for document in self.documents.values()]
            ordered = sorted(self.faults.items(), key=lambda item: _order(item[1].location, files))
            first = ordered[0][1]
            raise BrokenSchemaError(joined([what for what, _ in ordered]), first.reason, first.location)

    def require_permission(self, path: Path, named_at: Place) -> None:
        """Raise SetupError, at the place that names a file, if it lies outside of the folders that may be read."""
        own = next(iter(self.documents)).parent
        if not self.permit.allows(path, own, resource("xslt")):  # the tool's own stylesheets serve everybody
            folder = filesystem.real(path).parent
            advice = (
                "a schema from elsewhere must not look into the folders around it; "
                f"if you trust this one, allow it with --allow-read {folder}"
            )
            fault(
                named_at,
                f"{display_name(path)}: this file lies outside of the folder of the schema and is not read; {advice}",
            )

    def open(self, path: Path, named_at: Place | None = None) -> Document:
        """Parse a file. Raises SetupError, at the place that names it, if it is not there or not well-formed."""
        key = filesystem.real(path)
        if key not in self.documents:
            if not filesystem.is_file(key):
                if named_at is not None:
                    fault(named_at, f"{display_name(path)}: no such file; check the name")
                raise SetupError(f"{path}: no such file; check the name")
            document, faults = read(path)
            if document is None:
                problem = faults[0]
                raise SchemaError(problem.location, f"{problem.message} [{problem.code}]; correct the schema")
            self.documents[key] = document
        return self.documents[key]


def _order(place: Location, files: list[str]) -> tuple[int, int, int]:
    """The order of places: files as they were read, then lines."""
    file = files.index(place.file) if place.file in files else len(files)
    return file, place.line or 0, place.column or 0


def joined(faults: list[str], advice: str = "correct the Schematron schema") -> str:
    """One message for the faults of a schema; the first ones if there are many."""
    if len(faults) == 1:
        return faults[0]
    rest = [f"… and {len(faults) - _SHOWN} more faults"] if len(faults) > _SHOWN else []
    return "\n".join([*faults[:_SHOWN], *rest, advice])
