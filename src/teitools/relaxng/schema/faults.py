"""Faults of a schema: collected while it is read, raised together as one error with all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teitools.diagnostics import BrokenSchemaError

if TYPE_CHECKING:
    from teitools.diagnostics import Diagnostic, Location
    from teitools.relaxng.tree import Node

_COMPACT = frozenset(("ref_twice", "ref_no_start", "file_grammar", "limit_alike", "rule_open_attribute"))
"""Rules whose wording is another one for the compact syntax."""
MAX_FAULTS = 50
"""More faults of one schema than a reader wants to see."""


class SchemaError(BrokenSchemaError):
    """A schema that cannot be used. `diagnostics` holds every fault with its place."""

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0] if diagnostics else None
        super().__init__(message, f"{first.message} [{first.code}]" if first else "", first.location if first else None)
        self.diagnostics = diagnostics

    @classmethod
    def unreadable(cls, file: str, error: OSError) -> SchemaError:
        """The main file cannot be read."""
        from teitools.diagnostics import Location, diagnose, phrase

        detail = phrase("rng_file_missing", href=file, detail=error.strerror or str(error))
        found = diagnose("RNG204", Location(file), detail=detail)
        return cls(f"{file}: {found.message} [{found.code}]\n{phrase('rng_check_path')}", (found,))

    def __reduce__(self) -> tuple[object, ...]:
        return (SchemaError, (self.args[0], self.diagnostics))


class TooManyFaultsError(Exception):
    """Stop reading: MAX_FAULTS are enough."""


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def add(self, code: str, node: Node, hint: str | None = None, **facts: Any) -> None:  # noqa: ANN401
        """A fault at the start tag of a schema element."""
        from teitools.diagnostics import Location

        self.add_at(code, Location(node.file, node.line, node.column), hint, **facts)

    def rule(self, key: str, node: Node, **facts: Any) -> None:  # noqa: ANN401
        """A broken rule of section 3, 4 or 7, worded by the phrase `rng_<key>`."""
        from teitools.diagnostics import phrase

        section = key.partition("_")[0]
        code = {"syntax": "RNG201", "names": "RNG202", "data": "RNG203", "file": "RNG204", "ref": "RNG205",
                "limit": "RNG207", "rule": "RNG208"}[section]  # fmt: skip
        compact = node.file.endswith(".rnc")
        wording = f"{key}_compact" if compact and key in _COMPACT else key
        if key.startswith("file_override"):
            hint: str | None = phrase("rng_advice_override")
        else:
            hint = phrase("rng_advice_compact") if compact and section == "syntax" else None
        self.add(code, node, hint, detail=phrase(f"rng_{wording}", **facts))

    def add_at(self, code: str, location: Location, hint: str | None = None, **facts: Any) -> None:  # noqa: ANN401
        """A fault at a place; a second one of the same kind at the same place is not recorded."""
        from teitools.diagnostics import diagnose

        fault = diagnose(code, location, hint=hint, **facts)
        if all(fault.location != other.location or fault.message != other.message for other in self.found):
            self.found.append(fault)
        if len(self.found) >= MAX_FAULTS:
            raise TooManyFaultsError

    def raise_if_any(self, name: str) -> None:
        """Raise SchemaError with everything found, if anything was."""
        if not self.found:
            return
        from teitools.diagnostics import phrase

        lines = [f"{fault.location}: {fault.message} [{fault.code}]" for fault in self.found]
        if self.found[0].hint:
            lines.append(self.found[0].hint)
        raise SchemaError(phrase("rng_schema_broken", name=name) + "\n" + "\n".join(lines), tuple(self.found))
