"""The process that runs rules, for those who start it: it itself needs nothing of what starting one takes."""

from __future__ import annotations

from teitools.processes.child import Work

__all__ = ["WORK"]

WORK = Work("teitools.schematron.process.worker", "Schematron rules", "check fewer documents at a time (--jobs 1)")
