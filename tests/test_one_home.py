"""Every fact has one home: what XML calls a name, how addresses name files, how text is escaped, how files are written.

Copies of these have grown apart before: they differed on drive letters, on other hosts, on letters beyond ASCII.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from teitools.document import names

SOURCE = Path(__file__).resolve().parents[1] / "src" / "teitools"
NAMESPACES = {value for key, value in vars(names).items() if key.isupper() and str(value).startswith(("http", "urn:"))}
HOMES = {
    "namespaces": ("document/names.py",),
    "name characters": ("document/names.py",),
    "addresses": ("document/addresses.py",),
    "escaping": ("document/escape.py",),
    "writing": ("files/writing.py",),
    "questions at the file system": ("filesystem.py",),
    "Clark notation": ("document/names.py",),
}
REASONS = {
    # fact and module: why it is no copy
    ("name characters", "schematron/read/instances.py"): "looks for variables in texts that need not be expressions",
    ("writing", "archive/sink.py"): "fills a new folder, which takes its place as a whole",
    ("writing", "tasks/archive/packaging.py"): "fills a new zip file, which takes its place as a whole",
    ("questions at the file system", "archive/container.py"): "a package is walked through, and no link in it followed",
    ("questions at the file system", "cache/entries.py"): "entries are listed within `suppress`",
    ("questions at the file system", "cache/sums.py"): "hot code that lists our own modules",
    ("questions at the file system", "files/folders.py"): "what fails there is told with the folder that is replaced",
    ("questions at the file system", "files/manifest.py"): "the same",
    ("questions at the file system", "files/shelf.py"): "the same",
    ("questions at the file system", "processes/forked.py"): "which files this process has open",
    (
        "questions at the file system",
        "tasks/archive/resuming.py",
    ): "what others may have put there: no link is followed",
    ("questions at the file system", "tasks/watch/changes.py"): "hot code, which passes over what it cannot see",
}
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))


@dataclass(frozen=True)
class Code:
    """What the looks ask of a module: strings (docstrings apart), names that are called, imported or asked for."""

    texts: frozenset[str]
    names: frozenset[str]
    parted_at: frozenset[str]
    questions: frozenset[str]

    @classmethod
    def of(cls, source: str) -> Code:
        """Read a module."""
        texts, names, parted, said, questions = set(), set(), set(), set(), set()
        for node in ast.walk(ast.parse(source)):  # what is around a string comes before it
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                said.add(id(node.value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                texts.add(node.value)
            elif isinstance(node, ast.ImportFrom):
                names |= {node.module, *(alias.name for alias in node.names)}
            elif isinstance(node, ast.Attribute):
                names.add(node.attr)
            elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in PARTING and node.args:
                parted.add(getattr(node.args[0], "value", None))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                questions |= set(asked(node.func, node))
        return cls(frozenset(texts), frozenset(names), frozenset(parted), frozenset(questions))


def asked(function: ast.Attribute, call: ast.Call) -> list[str]:
    """The name of a method of `Path`, or function of `os`, that asks the file system and fails for some names."""
    whose = getattr(function.value, "attr", getattr(function.value, "id", ""))
    if whose in ("filesystem", "addresses"):
        return []
    of_paths = function.attr in ("glob", "rglob") or (function.attr in QUESTIONS and not call.args)
    return [function.attr] if of_paths or (whose in ("os", "path") and function.attr in OF_THE_SYSTEM) else []


@cache
def code(name: str) -> Code:
    return Code.of((SOURCE / name).read_text(encoding="utf-8"))


QUESTIONS = ("is_file", "is_dir", "exists", "resolve", "absolute", "cwd", "iterdir")
OF_THE_SYSTEM = ("getcwd", "walk", "isfile", "isdir", "exists", "lexists", "abspath")
PARTING = ("partition", "rpartition", "split", "rsplit")
NEARLY_NAMES = ("[^\\W\\d]", "[^\\W\\d_][\\w", "[A-Za-z_][\\w", "[A-Za-z][\\w", "\xf8-\u02ff", "\\xf8-\\u02ff")
LOOKS = {
    "namespaces": lambda code: any(namespace in text for text in code.texts for namespace in NAMESPACES),
    "name characters": lambda code: any(part in text for text in code.texts for part in NEARLY_NAMES),
    "addresses": lambda code: not code.names.isdisjoint(("unquote", "urlsplit", "urlparse", "urljoin", "url2pathname")),
    "escaping": lambda code: "&amp;" in code.texts or "xml.sax.saxutils" in code.names,
    "writing": lambda code: not code.names.isdisjoint(("O_EXCL", "mkstemp", "umask", "fsync")),
    "questions at the file system": lambda code: bool(code.questions),
    "Clark notation": lambda code: "}" in code.parted_at,
}


@pytest.mark.parametrize("fact", HOMES)
def test_the_home_itself_is_seen(fact):
    """A look that no module offends, not even the home, would prove nothing."""
    if fact in ("name characters", "addresses"):  # whose homes need neither a class by hand nor urllib
        samples = {
            "name characters": "re.compile(r'[^\\W\\d][\\w.-]*')",
            "addresses": "from urllib.parse import unquote, urlsplit",
        }
        assert LOOKS[fact](Code.of(samples[fact]))
    else:
        assert all(LOOKS[fact](code(home)) for home in HOMES[fact])


@pytest.mark.parametrize("fact", HOMES)
def test_every_fact_has_one_home(fact):
    others = [name for name in MODULES if name not in HOMES[fact] and (fact, name) not in REASONS]
    found = [name for name in others if LOOKS[fact](code(name))]
    assert found == []


@pytest.mark.parametrize(("fact", "name"), REASONS)
def test_no_reason_is_given_for_nothing(fact, name):
    assert LOOKS[fact](code(name))
