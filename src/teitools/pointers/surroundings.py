"""What pointers may lead to besides the documents of a run: registers that all of them share, and other projects."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from teitools.pointers.facts import Facts

__all__ = ["Surroundings"]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`registers` are files whose ids are everybody's; `root` is the folder of all that belongs together, if known."""

    registers: tuple[Path, ...]
    root: Path | None

    def registered(self, load: Callable[[str], Facts | None]) -> dict[str, str]:
        """The ids of the registers, each with its file. Raises SetupError for a register that is not well-formed."""
        found: dict[str, str] = {}
        for path in self.registers:
            facts = load(str(filesystem.real(path)))
            if facts is None:
                raise SetupError(phrase("register_unreadable", path=path))
            found |= dict.fromkeys(facts.ids, facts.name)
        return found

    def ground(self, facts: Iterable[Facts]) -> str:
        """The folder of all that belongs together: the root, else the one that holds all documents of the run."""
        if self.root is not None:
            return str(filesystem.normal(self.root))
        folders = {os.path.dirname(item.path) for item in facts if item.path is not None}  # noqa: PTH120  # hot code
        try:
            return os.path.commonpath(folders) if folders else ""
        except ValueError:  # on several drives
            return ""

    @staticmethod
    def is_elsewhere(path: str, ground: str) -> bool:
        """Whether a missing file can be in another project: outside of the ground, and its folder is missing too.

        A missing file in a folder that is there is one whose name is wrong.
        """
        outside = bool(ground) and not Path(path).is_relative_to(ground)
        return outside and not filesystem.is_folder(Path(path).parent)
