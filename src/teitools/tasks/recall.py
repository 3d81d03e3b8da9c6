"""What was found in documents before, so that those are not checked again that would be found the same.

What there is to say of a document (`Outcome`) is kept in the user's cache, with the files that it depends on: the
document, what it includes, its schemas with all their files, and what rules read; each with a checksum, and those that
were not there as missing. By its key it belongs to one program, language, working folder and set of options. Whatever
cannot be proved to be the same, as rules that ask for the time, is not kept. Pointers that lead out of a document are
resolved each time, and what is ignored or known to a baseline is not known here.
"""

from __future__ import annotations

import functools
import json
import time
from contextlib import closing
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import teitools
from teitools import filesystem
from teitools.cache import Sums, digest, stamp
from teitools.cache.table import Table
from teitools.diagnostics import language
from teitools.tasks.hasten import note_dependence
from teitools.tasks.plain import facts_of, finding_of, plain_facts, plain_finding

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from typing import Self

    from teitools.pointers import Facts
    from teitools.sources import Source
    from teitools.tasks.outcome import Outcome
    from teitools.tasks.schemas import SchemaChoice

__all__ = ["Memory"]

_AREA = "checks"
_LIBRARIES = ("lxml", "saxonche", "xmlschema")
_TOGETHER = 256  # outcomes that are written at once


@dataclass
class Memory:
    """What is remembered of the documents of a run with these schemas, as long as its block lasts.

    Nothing is, and nothing is kept, if there is no `choice`.
    """

    choice: SchemaChoice | None
    _table: Table = field(default_factory=lambda: Table(_AREA))
    _sums: Sums = field(default_factory=Sums)
    _setting: str = ""
    _new: dict[str, bytes] = field(default_factory=dict)
    _of_rules: dict[str, None] = field(default_factory=dict)  # files that what rules found depends on
    _ran_rules: bool = False

    def __enter__(self) -> Self:
        if self.choice is not None:
            self._table.__enter__()
            self._setting = _setting(self.choice)
        return self

    def __exit__(self, *_: object) -> None:
        self._table.store(self._new)
        self._table.__exit__()
        if self._ran_rules:
            note_dependence(self._of_rules)

    def outcomes(
        self, sources: Sequence[Source], check: Callable[[Sequence[Source]], Generator[Outcome]]
    ) -> Generator[Outcome]:
        """What there is to say of documents, in their order: what is remembered, else what `check` says of them."""
        known = [self.recall(source) for source in sources]
        others = [source for source, outcome in zip(sources, known, strict=True) if outcome is None]
        with closing(check(others)) if others else _nothing() as made:
            for source, remembered in zip(sources, known, strict=True):
                outcome = remembered or next(made)
                if remembered is None:
                    self.keep(source, outcome)
                yield outcome

    def facts(self, path: Path, collect: Callable[[Path], Outcome]) -> Facts | None:
        """What the check of pointers must know of a file that is not checked, remembered or collected now."""
        from teitools.sources import Source

        source = Source(f"{path}#facts", path)  # no document is called so
        outcome = self.recall(source)
        if outcome is None:
            outcome = collect(path)
            self.keep(source, outcome)
        return outcome.facts

    def recall(self, source: Source) -> Outcome | None:
        """What was found in a document, if it would be found now."""
        if not self._table.is_open or source.path is None or source.content is not None or source.stored:
            return None
        body = self._table.fetch(self._key(source))
        try:
            if body is None:
                return None
            read, findings, facts, rules = json.loads(body)
            if not all(self._sums.of(file) == known for file, known, _ in read):
                return None
            if not all(self._sums.place(file) == place for file, _, place in read):
                return None
            if rules:
                self._of_rules.update((file, None) for file, _, _ in read)
            from teitools.tasks.outcome import Outcome

            return Outcome(
                tuple(map(finding_of, findings)),
                None if facts is None else facts_of(facts),
                rules=tuple(map(Path, rules)),
            )
        except (OSError, ValueError, TypeError, RecursionError):  # damaged, of another format, or closed to us
            return None

    def keep(self, source: Source, outcome: Outcome) -> None:
        """Remember what was found, if it can be said what it depends on and none of that is changing."""
        if not self._table.is_open or source.path is None or source.content is not None or source.stored:
            return
        if outcome.read is None:
            return
        try:
            read = [(file, self._sums.of(file), self._sums.place(file)) for file in dict.fromkeys(outcome.read)]
        except (OSError, ValueError):
            return
        if outcome.rules:
            self._ran_rules = True
            self._of_rules.update((file, None) for file, _, _ in read)
        if read[0][1] is None or any(self._sums.is_moving(file) for file, _, _ in read):
            return
        findings = [plain_finding(item) for item in outcome.diagnostics]
        facts = None if outcome.facts is None else plain_facts(outcome.facts)
        body = json.dumps([read, findings, facts, list(map(str, outcome.rules))], separators=(",", ":"))
        self._new[self._key(source)] = body.encode()
        if len(self._new) >= _TOGETHER:
            self._table.store(self._new)
            self._new.clear()

    def _key(self, source: Source) -> str:
        return digest("\0".join((self._setting, source.name, str(source.path))).encode(errors="surrogatepass"))


def _nothing() -> closing[Generator[Outcome]]:
    def none() -> Generator[Outcome]:
        yield from ()

    return closing(none())


def _setting(choice: SchemaChoice) -> str:
    """A checksum of all besides files that decides what is found in a document."""
    context, locate = choice.context, choice.context.locate
    facts: list[Any] = [
        *(_program(), language(), filesystem.working_folder(), time.localtime().tm_gmtoff),  # rules may know the zone
        *(_schemas(choice.given), _schemas(choice.fallback)),
        *(context.phase, context.allow_read, context.time_limit, context.shared_variables, context.root),
        *(locate.failures, [store.state() for store in locate.stores]),
        None if locate.catalog is None else [locate.catalog.exact, locate.catalog.prefixes, locate.catalog.suffixes],
    ]
    return digest(json.dumps(facts, default=str).encode())


def _schemas(schemas: Iterable[Any]) -> list[tuple[str, str, str | None]]:
    return [(schema.kind, str(schema.path), schema.phase) for schema in schemas]


@functools.cache
def _program() -> str:
    """A checksum of this program and of what it reads XML with: the same version may be at work on itself."""
    places = [spec.origin for name in _LIBRARIES if (spec := find_spec(name)) is not None and spec.origin]
    states = [(place, filesystem.state(Path(place))) for place in places]
    return digest(json.dumps([teitools.__version__, stamp(*map(Path, teitools.__path__)), states]).encode())
