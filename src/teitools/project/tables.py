"""Values of teitools.toml, with the checks that make its faults readable."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, nearest
from teitools.document.addresses import scheme_of
from teitools.reports.visible import one_line
from teitools.triage.settings import FindingSettings, read_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Patterns", "Tables"]

_MOVED = {"editions.severity": "[findings] severity"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONGEST = 500  # characters of what is said of a value, which may be a megabyte
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*$")
_ADDRESS = re.compile(
    r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]+)?(?:/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?\Z",
    re.ASCII,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}$")
_SCRIPT, _FONT = re.compile(r"[A-Z][a-z]{3}$"), re.compile(r"[\w .+-]+$")


class Tables:
    """The tables of one teitools.toml. `known` are the keys that each may have, by its name; `""` is the file itself.

    Every question raises SetupError, naming file and setting, where the value is none that the setting can have.
    """

    def __init__(self, path: Path, data: dict[str, object], known: Mapping[str, Sequence[str]]) -> None:
        self.path = path
        self._known = known
        self.root = path.parent
        self._tables: dict[str, dict[str, object]] = {}
        self._add("", data)

    def _add(self, name: str, table: dict[str, object]) -> None:
        for key, value in table.items():
            if key not in self._known[name]:
                near = _MOVED.get(f"{name}.{key}") or nearest(key, self._known[name])
                known = f"did you mean “{near}”?" if near else f"known here: {', '.join(self._known[name])}"
                raise self.fault(name, key, f"unknown setting; {known}")
            inner = f"{name}.{key}".lstrip(".")
            if inner in self._known:
                if not isinstance(value, dict):
                    raise self.fault(name, key, f"must be a table: [{inner}]")
                self._add(inner, value)
            elif control := next(_controls(value), None):
                raise self.fault(name, key, f"U+{ord(control):04X} stands there, a control character; remove it")
        self._tables[name] = table

    def fault(self, table: str, key: str, what: str) -> SetupError:
        """What is raised for a value of a key, on one line whatever it quotes."""
        place = one_line(f"[{table}] {key}" if table else key)
        said = one_line(what)
        return SetupError(f"{self.path}: {place}: {said if len(said) <= _LONGEST else f'{said[:_LONGEST]}…'}")

    def text(self, table: str, key: str, default: str) -> str:
        """A text."""
        value = self._tables.get(table, {}).get(key, default)
        if not isinstance(value, str):
            raise self.fault(table, key, f'must be a text in quotation marks, such as "{default or "path"}"')
        return value

    def base(self, table: str, key: str) -> str:
        """An address on the web that others are below, with `/` at its end; empty if nothing is said."""
        value = self.text(table, key, "")
        if value and not _ADDRESS.match(value):
            what = "an address of the web without query and fragment, as a browser has it: https://example.org/letters/"
            raise self.fault(table, key, f"“{value}” must be {what}")
        return f"{value.rstrip('/')}/" if value else ""

    def choice(self, table: str, key: str, words: Sequence[str]) -> str:
        """One of some words, the first if nothing is said."""
        value = self.text(table, key, words[0])
        if value not in words:
            raise self.fault(table, key, f"must be {' or '.join(f'“{word}”' for word in words)}")
        return value

    def words(self, table: str, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of different texts without spaces, at least one."""
        value = self._tables.get(table, {}).get(key, list(default))
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(item, str) and item.strip() for item in value)
        ):
            raise self.fault(table, key, f'must be a list of texts, such as ["{default[0]}"]')
        return tuple(dict.fromkeys(item.strip() for item in value))

    def texts(self, table: str, key: str, example: str) -> tuple[str, ...]:
        """A list of different texts, which may be empty."""
        value = self._tables.get(table, {}).get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(table, key, f'must be a list of texts, such as ["{example}"]')
        return tuple(dict.fromkeys(value))

    def languages(self, table: str, key: str) -> tuple[str, ...]:
        """A list of different languages, each by its shortest code (BCP 47) alone; empty if nothing is said."""
        if key not in self._tables.get(table, {}):
            return ()
        found = self.words(table, key, ("tr", "en"))
        for tag in found:
            if not _LANGUAGE.match(tag):
                raise self.fault(table, key, f"“{tag}” must be the code of a language in small letters, such as tr")
        return found

    def some_of(self, table: str, key: str, known: Sequence[str]) -> tuple[str, ...] | None:
        """A list of some of the words that are known, or of none; None if nothing is said."""
        value = self._tables.get(table, {}).get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(table, key, f'must be a list of texts, such as ["{known[0]}"]')
        for item in value:
            if item not in known:
                near = nearest(item, known)
                advice = f"did you mean “{near}”?" if near else f"known here: {', '.join(known)}"
                raise self.fault(table, key, f"“{item}” is none of them; {advice}")
        return tuple(dict.fromkeys(value))

    def files(self, table: str, key: str) -> tuple[Path, ...]:
        """The files that a list of paths and patterns names, in the list's order, those of a pattern sorted."""
        return tuple(
            dict.fromkeys(path for item in self._patterns(table, key) for path in self._files(table, key, item))
        )

    def patterns(self, table: str, key: str) -> Patterns:
        """The same, looked for only when somebody wants them."""
        return Patterns(self, table, key, tuple(self._patterns(table, key)))

    def schemas(self, table: str, key: str) -> tuple[Path | str, ...]:
        """The same, where addresses and names of TEI's releases may stand too; those are texts."""
        found: dict[Path | str, None] = {}
        for item in self._patterns(table, key):
            is_public = scheme_of(item) in ("http", "https", "tei") or item == "tei"
            found.update(dict.fromkeys([item] if is_public else self._files(table, key, item)))
        return tuple(found)

    def _patterns(self, table: str, key: str) -> list[str]:
        value = self._tables.get(table, {}).get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(table, key, 'must be a list of paths or patterns, such as ["tei/*.xml"]')
        return value

    def _files(self, table: str, key: str, pattern: str) -> list[Path]:
        found = self._matching(table, key, pattern)
        matches = [path for path in found if filesystem.is_file(path)]
        if not matches:
            raise self.no_match(table, key, pattern, found)
        return matches

    def no_match(self, table: str, key: str, pattern: str, found: Iterable[Path]) -> SetupError:
        """What is raised for a pattern that matches no file but, perhaps, what was `found`."""
        folder = next(filter(filesystem.is_folder, found), None)
        below = (filesystem.relative(folder, self.root) + "/**/*.xml").removeprefix("./") if folder else ""
        advice = f"; that is a folder: name what is in it, such as “{below}”" if folder else ""
        return self.fault(table, key, f"no file matches “{pattern}” in {self.root}{advice}")

    def folders(self, table: str, key: str) -> tuple[Path, ...]:
        """The folders that a list of paths names; none need be there."""
        value = self._tables.get(table, {}).get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(table, key, 'must be a list of folders, such as ["xslt"]')
        return tuple(self.root / item for item in value)

    def seconds(self, table: str, key: str) -> float | None:
        """A number of seconds above 0, or None."""
        value = self._tables.get(table, {}).get(key)
        if value is None:
            return None
        # An integer of TOML has any number of digits here; one beyond the largest float is no number of seconds.
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= sys.float_info.max:
            raise self.fault(table, key, "must be a number of seconds above 0, such as 60")
        return float(value)

    def findings(self) -> FindingSettings:
        """What [findings] says."""

        def fault(key: str, what: str) -> SetupError:
            return self.fault("findings", key, what)

        def matching(key: str, pattern: str) -> list[Path]:
            return self._matching("findings", key, pattern)

        return read_findings(self._tables.get("findings", {}), self.root, fault, matching)

    def flag(self, table: str, key: str) -> bool:
        """True or false; false if nothing is said."""
        value = self._tables.get(table, {}).get(key, False)
        if not isinstance(value, bool):
            raise self.fault(table, key, "must be true or false")
        return value

    def _matching(self, table: str, key: str, pattern: str) -> list[Path]:
        return sorted(map(Path, self.matching(table, key, pattern)))

    def matching(self, table: str, key: str, pattern: str) -> Iterator[str]:
        """What a pattern finds, as it is found."""
        try:
            yield from filesystem.each_matching(self.root, pattern)
        except SetupError as error:
            raise self.fault(table, key, str(error)) from error
        except (ValueError, NotImplementedError) as error:
            raise self.fault(table, key, f"“{pattern}” must be a relative path or pattern ({error})") from error

    def added(self, table: str, key: str) -> Path | None:
        """A file that goes into an edition, under its own name."""
        name = self.text(table, key, "")
        if not name:
            return None
        path = self.root / name
        try:
            filesystem.require_file(path, "there is no file of this name; correct the path")
        except SetupError as error:
            raise self.fault(table, key, str(error)) from error
        if not _FILE_NAME.match(path.name):
            raise self.fault(table, key, f"“{path.name}” must be of letters A to Z, digits, - . and _; rename the file")
        return path

    def fonts(self, table: str) -> str:
        """The fonts of scripts, as the stylesheet reads them: `Arab: Amiri; Hebr: Ezra SIL`."""
        value = self._tables.get(table, {}).get("fonts", {})
        if not isinstance(value, dict) or not all(isinstance(font, str) for font in value.values()):
            raise self.fault(table, "fonts", 'must be a table of scripts and fonts, such as { Arab = "Amiri" }')
        for script, font in value.items():
            if not _SCRIPT.match(script):
                raise self.fault(
                    table, f"fonts.{script}", "must be a code of ISO 15924, such as Latn, Arab, Hebr, Hans"
                )
            if not _FONT.match(font):
                raise self.fault(table, f"fonts.{script}", f"“{font}” must be the name of a font, such as “Noto Serif”")
        return "; ".join(f"{script}: {font}" for script, font in value.items())

    def parameters(self, table: str) -> Mapping[str, str]:
        """A table of texts, whole numbers and truth values, as the stylesheet reads them."""
        value = self._tables.get(table, {}).get("parameters", {})
        if not isinstance(value, dict):
            raise self.fault(table, "parameters", "must be a table of names and values")
        wrong = [name for name, item in value.items() if not isinstance(item, (str, int, bool))]
        if wrong:
            raise self.fault(table, f"parameters.{wrong[0]}", "must be a text, a whole number, true or false")
        return {name: _as_text(item) for name, item in value.items()}


class Patterns:
    """Files that a list of paths and patterns names, looked for each time that they are wanted.

    Every question raises SetupError, as those to `Tables` do.
    """

    def __init__(self, tables: Tables, table: str, key: str, patterns: Sequence[str]) -> None:
        self._tables, self._table, self._key = tables, table, key
        self._patterns = patterns

    def require(self) -> None:
        """Raise SetupError for a pattern that leads out of the folder of the project, or matches no file."""
        for pattern in self._patterns:
            if ".." in pattern.split("/"):
                what = f"“{pattern}” leads out of {self._tables.root}; copy what it names into that folder"
                raise self._tables.fault(self._table, self._key, what)
            if next(self._matching(pattern), None) is None:
                found = filesystem.matching(self._tables.root, pattern)
                raise self._tables.no_match(self._table, self._key, pattern, found)

    def __iter__(self) -> Iterator[str]:
        """The files as the system names them; none is remembered: one that several patterns match comes again."""
        for pattern in self._patterns:
            yield from self._matching(pattern)

    def _matching(self, pattern: str) -> Iterator[str]:
        found = self._tables.matching(self._table, self._key, pattern)
        return (path for path in found if filesystem.is_file(path))


def _as_text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _controls(value: object) -> Iterator[str]:
    """The control characters in the texts of a value that neither a path nor XML can have."""
    if isinstance(value, str):
        yield from _CONTROL.findall(value)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _controls(name)
            yield from _controls(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _controls(inner)
