"""What a watch knows just now, for all who show it: which build it is, what was found, what is at fault."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.diagnostics import Diagnostic

__all__ = ["State"]

_MOST = 200  # findings that a page shows


@dataclass(slots=True)
class State:
    """The number of the build, and what is to be said of it, as JSON; each change wakes those who wait."""

    build: int = 0
    _change: int = 0
    _text: str = '{"build": 0, "faults": [], "findings": [], "more": 0}'
    _condition: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, *, is_built: bool, findings: Sequence[Diagnostic], faults: Sequence[str]) -> None:
        """Say what was found; `is_built`: pages are new."""
        with self._condition:
            self.build += is_built
            self._change += 1
            said = {
                "build": self.build,
                "faults": list(faults),
                "findings": [_shown(finding) for finding in findings[:_MOST]],
                "more": max(0, len(findings) - _MOST),
            }
            self._text = json.dumps(said, ensure_ascii=False)
            self._condition.notify_all()

    def after(self, change: int, seconds: float) -> tuple[int, str | None]:
        """The number of the latest change and what was said then, when there is one after `change`; None in time."""
        with self._condition:
            self._condition.wait_for(lambda: self._change > change, seconds)
            return self._change, self._text if self._change > change else None


def _shown(finding: Diagnostic) -> dict[str, str | None]:
    return {
        "place": str(finding.location),
        "severity": finding.severity.value,
        "message": finding.message,
        "code": finding.code,
        "hint": finding.hint,
    }
