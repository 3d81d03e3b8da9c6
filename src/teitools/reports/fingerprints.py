"""What services recognise a finding by, though it has moved to other lines and is told in another language."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.reports.marks import Marks

__all__ = ["fingerprint", "unique_fingerprints"]


def fingerprint(item: Diagnostic, marks: Marks, *more: str) -> str:
    """The same for a finding of this kind at this text, whatever its line and words; `more` tells like ones apart."""
    facts = "\0".join((item.code, *marks.at(item.location), *more))
    return hashlib.sha256(facts.encode(errors="surrogatepass")).hexdigest()[:32]


def unique_fingerprints(items: Iterable[Diagnostic], marks: Marks) -> Iterator[str]:
    """For each of several findings one that no other has: of like ones in a file, the second, third … are counted."""
    seen: Counter[str] = Counter()
    for item in items:
        plain = fingerprint(item, marks, item.location.file)
        seen[plain] += 1
        yield plain if seen[plain] == 1 else fingerprint(item, marks, item.location.file, str(seen[plain]))
