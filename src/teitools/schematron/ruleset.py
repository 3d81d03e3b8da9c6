"""Which rules are to run, how, and what is wanted of their results: what every use of a schema starts with.

A rule set crosses to the process that runs the rules, so everything in it can be pickled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from teitools.schematron.model import SchemaModel
    from teitools.schematron.permit import Permit
    from teitools.schematron.run.schema import Schema

__all__ = ["RuleSet"]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A schema with rules (its own or embedded), the phase, and what its rules may read.

    `resolve` says which local files stand for public addresses that a carrier of rules refers to. `traced` asks for
    `Results` with all fired rules. `wanted`: a schema without rules is an error. `answers` (values for the user entries
    of quick fixes, as a JSON object) asks for `Results` with what fixes change. `shared_variables`: those of a pattern
    are seen in all (see `read.shared`).
    """

    path: Path
    phase: str | None = None
    permit: Permit | None = None
    resolve: Callable[[str], Path | None] | None = None
    traced: bool = False
    wanted: bool = False
    answers: str | None = None
    shared_variables: bool = False

    def read(self) -> SchemaModel:
        """The schema as read. Raises SetupError if it is missing or wrong."""
        from teitools.schematron.read.reader import read_schema

        return read_schema(self.path, self.resolve, self.permit, shared_variables=self.shared_variables)

    def load(self) -> Schema:
        """The schema ready to check documents. Raises SetupError as `read`, and if there is no such phase."""
        from teitools.schematron.run.schema import Schema

        return Schema.load(
            self.path,
            self.phase,
            resolve=self.resolve,
            permit=self.permit,
            shared_variables=self.shared_variables,
        )
