"""What takes long to start is started first, where it is likely to be needed: the process that runs rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.sources import Source
    from teitools.tasks.schemas import SchemaChoice

__all__ = ["HEAD", "warm_up"]

HEAD = 4096  # bytes in which a document declares its schemas


def warm_up(sources: Sequence[Source], choice: SchemaChoice) -> None:
    """Start the process that runs rules, if they are likely; nothing if it is there. It takes longer than all else."""
    schemas = choice.given or choice.fallback
    if any(schema.kind == "schematron" for schema in schemas) or (not choice.given and _names_rules(sources[0])):
        from teitools.schematron.process import remote

        remote.warm_up()


def _names_rules(source: Source) -> bool:
    head = source.head(HEAD)
    return b"schematron" in head or b".sch" in head
