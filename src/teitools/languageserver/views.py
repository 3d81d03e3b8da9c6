"""A text that is open, as features look at it: what is around a place, its grammar, its glossary, its neighbours."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, set_language
from teitools.languageserver.checking import source_of
from teitools.languageserver.workspaces import Home
from teitools.tasks.editing.drafts import Setting
from teitools.tasks.editing.glossary import Glossary, glossary_of
from teitools.tasks.editing.grammar import Grammar, grammar_of
from teitools.tasks.editing.links import Target, target_of
from teitools.tasks.schemas import SchemaChoice

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from teitools.document.unfinished import Place
    from teitools.languageserver.server import Server
    from teitools.languageserver.texts import Text
    from teitools.relaxng import Schema
    from teitools.tasks.editing.survey import Entry, Survey

__all__ = ["Glossaries", "View"]

_PATIENCE = 1.5  # seconds that an answer waits for the glossary, which is read once


class Glossaries:
    """Glossaries of projects and grammars, each read beside the thread that answers, and again when it has changed."""

    def __init__(self) -> None:
        self._known: dict[object, tuple[object, Future[Glossary]]] = {}
        self._reader = ThreadPoolExecutor(1, "glossary")

    def of(self, home: Home, schema: Path | None, language: str, patience: float = _PATIENCE) -> Glossary:
        """The glossary for a text; an empty one if it has not been read after so many seconds."""
        odd = home.project.odd if home.project else None
        source = (odd.compiled or odd.file) if odd else schema
        if source is None:
            return Glossary()
        key, state = (source, language), filesystem.state(source)
        known = self._known.get(key)
        if known is None or known[0] != state:
            known = state, self._reader.submit(_read, home, schema, language)
            self._known[key] = known
        try:
            return known[1].result(patience)
        except TimeoutError:
            return Glossary()

    def close(self) -> None:
        """Read no more."""
        self._reader.shutdown(wait=False, cancel_futures=True)


def _read(home: Home, schema: Path | None, language: str) -> Glossary:
    set_language(language)
    return glossary_of(home.project, schema, language)


@dataclass(frozen=True, eq=False)
class View:
    """One text, at one moment."""

    server: Server
    text: Text

    @cached_property
    def home(self) -> Home:
        """What the text belongs to; nothing, if its settings are broken, which the check says."""
        try:
            return self.server.home(self.text.path)
        except SetupError:
            return Home(None, Setting(SchemaChoice()), ())

    @cached_property
    def survey(self) -> Survey:
        """What the text has and points at."""
        from teitools.tasks.editing.survey import survey

        return self.server.index.survey(self.text.path) if self.text.path else survey(self.text.text)

    @cached_property
    def recent(self) -> Survey:
        """The same, for who asks for no places in it: of a large text what it had a moment ago."""
        return self.server.index.recent(self.text.path) if self.text.path else self.survey

    @cached_property
    def registers(self) -> tuple[Path, ...]:
        """The registers of the project."""
        return self.home.project.registers if self.home.project else ()

    @cached_property
    def _register_with(self) -> Callable[[str], Path | None]:
        return self.server.index.registers_of(self.registers)

    @cached_property
    def _grammar(self) -> tuple[Schema, Path] | None:
        known = self.server.checker.draft(self.text.uri)
        return grammar_of(source_of(self.text), self.home.setting, known[1].schemas if known else ())

    @cached_property
    def glossary(self) -> Glossary:
        """What elements and attributes are for, in the client's language."""
        schema = self._grammar[1] if self._grammar else None
        return self.server.glossaries.of(self.home, schema, self.server.language)

    def prepare(self) -> None:
        """Let the glossary be read, for whoever asks first."""
        schema = self._grammar[1] if self._grammar else None
        self.server.glossaries.of(self.home, schema, self.server.language, 0)

    def place(self, offset: int) -> Place:
        """What is around an offset."""
        return self.server.outline(self.text.uri).at(self.text.text, offset)

    def grammar(self, place: Place) -> Grammar | None:
        """The grammar at a place; None if the text has none in RELAX NG."""
        return Grammar(self._grammar[0], place) if self._grammar else None

    def target(self, value: str) -> Target | None:
        """What a pointer of this text means."""
        return target_of(value, self.text.path, self.recent.prefixes, self.recent, self._register_with)

    def survey_of(self, target: Target) -> Survey:
        """What the file of a target has; nothing for files that are not to be read."""
        if target.path is None:
            return self.recent
        if not self.may_read(target.path):
            from teitools.tasks.editing.survey import Survey

            return Survey({}, (), (), {})
        return self.server.index.survey(target.path)

    def entry(self, value: str) -> Entry | None:
        """The entry of a register that a pointer names."""
        target = self.target(value)
        return self.survey_of(target).entry(target.id) if target and target.id else None

    def may_read(self, path: Path) -> bool:
        """Whether a file is in the workspace, or the project."""
        return self.home.may_read(path) or path in self.registers or self.server.opened(path) is not None

    @property
    def own_path(self) -> Path | None:
        """The file of the text."""
        return self.text.path

    @cached_property
    def neighbours(self) -> list[tuple[Path, Survey]]:
        """The texts whose entries may be named: of the workspace, the registers, and those that are open."""
        index, own = self.server.index, self.text.path
        opened = [text.path for uri in self.server.uris() if (text := self.server.text(uri)) and text.path]
        files = dict.fromkeys((*index.files, *self.registers, *filter(self.home.may_read, opened)))
        return [(path, index.survey(path)) for path in files if path != own]

    def is_shared(self, path: Path) -> bool:
        """Whether a file is a register whose ids are everybody's."""
        return path in self.registers
