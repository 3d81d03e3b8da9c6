"""What a user or a project says about codes: ignore their findings, or take them to be worse or better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import TOOL_FAULT, Severity, catalogue, nearest
from teitools.triage.model import Suppressed, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from teitools.diagnostics import Diagnostic

__all__ = ["OF_RULES", "ON_THE_COMMAND_LINE", "Choice", "Chooser", "fault_of_code", "ignoring"]

OF_RULES = "SCH:"
"""How codes of Schematron rules begin, which only schemas know."""
ON_THE_COMMAND_LINE = "--ignore"
"""The origin of what is said there."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is said in one place, `origin`, about codes: how bad their findings are, or (None) that they are ignored.

    It is about findings in all files, or only in those of `paths`, absolute files and folders.
    """

    levels: Mapping[str, Severity | None]
    origin: str
    paths: frozenset[Path] | None = None

    def concerns(self, file: Path) -> bool:
        """Whether it is about findings in a file."""
        return self.paths is None or file in self.paths or any(folder in self.paths for folder in file.parents)


class Chooser:
    """Choices applied to findings. Of several about one code and file, the last one decides."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self._choices = [choice for choice in choices if choice.levels]
        self._of_files: dict[str, dict[str, tuple[Severity | None, str]]] = {}

    def weighed(self, item: Diagnostic) -> Diagnostic | Suppressed:
        """A finding, as bad as it is taken to be; or that it is ignored, and why."""
        if not self._choices:
            return item
        said = self._of_file(item.location.file).get(item.code)
        if said is None:
            return item
        level, origin = said
        if level is None:
            return Suppressed(item, "choice", origin)
        return item if level is item.severity else replace(item, severity=level)

    def ignores(self, code: str, name: str) -> bool:
        """Whether findings of a code are ignored in the file that findings call so."""
        said = self._of_file(name).get(code) if self._choices else None
        return said is not None and said[0] is None

    def verdict(self, findings: Iterable[Diagnostic]) -> Verdict:
        """All findings, parted."""
        weighed = [self.weighed(item) for item in findings]
        return Verdict(
            tuple(item for item in weighed if not isinstance(item, Suppressed)),
            tuple(item for item in weighed if isinstance(item, Suppressed)),
        )

    def _of_file(self, name: str) -> Mapping[str, tuple[Severity | None, str]]:
        """What is said about codes in a file, by the name that findings call it."""
        found = self._of_files.get(name)
        if found is None:
            file = filesystem.normal(Path(name))
            fitting = [choice for choice in self._choices if choice.concerns(file)]
            found = {code: (level, choice.origin) for choice in fitting for code, level in choice.levels.items()}
            self._of_files[name] = found
        return found


def ignoring(codes: Iterable[str]) -> Choice:
    """The choice of a user to ignore findings of these codes, wherever they are."""
    return Choice(dict.fromkeys(codes), ON_THE_COMMAND_LINE)


def fault_of_code(code: str) -> str | None:
    """Why nothing can be said about a code, None if something can be.

    Codes of Schematron rules are those that schemas give; whether there is one is known when these have been read.
    """
    if code.startswith(OF_RULES) and code != OF_RULES:
        return None
    if code == TOOL_FAULT:
        return "says that the tool failed on a document, which no project can choose not to know"
    known = catalogue()
    if code in known:
        return None
    near = nearest(code, known)
    advice = f"did you mean “{near}”?" if near else "“teitools explain” lists them; that of a rule is SCH:ID"
    return f"is no code of a finding; {advice}"
