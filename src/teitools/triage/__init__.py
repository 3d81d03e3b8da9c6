"""Which findings count: what users and projects ignore or take to be worse or better, and what a baseline knows.

Findings go in, and come out as those that count and those that do not, each of these with the reason; none is lost.
"""

from __future__ import annotations

from teitools.triage.choices import Choice, Chooser
from teitools.triage.model import Suppressed, Verdict

__all__ = ["Choice", "Chooser", "Suppressed", "Verdict"]
