"""What is tried: a folder of files that are seeds of the repository, some of them damaged, and commands on it.

A case is a function of the seed of the campaign and its number alone, so that any of them can be made again.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from fuzz.mutation import mutated

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS = Path(__file__).resolve().parents[1]
SEEDS = (
    TESTS.parent / "seeds"
)  # not below tests: there `teitools schematron test` would take them for the tests of our rules
OUTPUT = "out"
_LIMIT = ("--time-limit", "4")  # seconds for rules and editions
_REPORTS = ("text", "json", "sarif", "junit", "github")
_SCHEMAS = (".sch", ".rng", ".rnc", ".xsd", ".odd")
_IDENT = re.compile(rb"<(?:\w+:)?(?:assert|report)\b[^>]*\bid=\"([^\"/]+)\"")
_NO_XML = {".png", ".toml", ".rnc", ".json", ".txt"}
# fmt: off
_NAMES = (
    *("a b{}", "-{}", "--help{}", "ğüş{}", "a%20b{}", "a#b{}", "a?b{}", "a:b{}", "a\nb{}", "a\\b{}", "a'b\"{}", "[a]{}", "*{}"),
    *("{}", "a{}{}", "http:{}", "\udcff{}", "é́{}", "x" * 200 + "{}", "a<b>&{}", ".new-a{}", "~{}", "$HOME{}", "a.b.c{}", "sub/a b{}"),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Command:
    """A run of the tool: its arguments, and the files or folders (below the case's) that it may write."""

    arguments: tuple[str, ...]
    writes: tuple[str, ...] = ()
    stdin: str | None = None  # the file that it reads there


@dataclass(frozen=True, slots=True)
class Case:
    """Files by their paths, commands that are run one after the other on a fresh copy each, and what was damaged."""

    number: int
    files: dict[str, bytes]
    commands: tuple[Command, ...]
    damage: tuple[str, ...]

    def lay_out(self, folder: Path) -> None:
        """Write the files into a folder."""
        for name, content in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


@dataclass(slots=True)
class _Draft:
    """A case in the making: the files, which of them are damaged by preference, and which of them may be renamed."""

    files: dict[str, bytes]
    main: list[str]
    named: tuple[str, ...]
    commands: Callable[[Random, dict[str, str]], list[Command]]


def make_case(seed: str, number: int, *, damaged: bool = True) -> Case:
    """The case of a number; if it is not `damaged`, its files are as they lie in the repository."""
    chance = Random(f"{seed}/{number}")  # noqa: S311  # no secret
    family = chance.choices(*zip(*_FAMILIES.items(), strict=True))[0]
    draft = family(chance)
    damage = [_damage(chance, draft) for _ in range(chance.choice((1, 1, 1, 2, 4)) if damaged else 0)]
    names = {name: name for name in draft.named}
    if damaged and draft.named and chance.random() < 0.06:
        old = chance.choice(draft.named)
        suffix = Path(old).suffix
        names[old] = chance.choice(_NAMES).format(suffix, suffix)
        draft.files[names[old]] = draft.files.pop(old)
        damage.append(f"{old} is called {names[old]!a}")
    commands = draft.commands(chance, names)
    return Case(number, draft.files, tuple(commands), (family.__name__.strip("_"), *damage))


def _damage(chance: Random, draft: _Draft) -> str:
    """Damage a file of the draft once or several times; what was done."""
    name = chance.choice(draft.main if chance.random() < 0.9 else sorted(draft.files))
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 5))):
        kind = Path(name).suffix
        other = chance.choice(_pool(kind)).read_bytes()
        draft.files[name], what = mutated(chance, draft.files[name] or b" ", other or b" ", is_xml=kind not in _NO_XML)
        done.append(what)
    return f"{name}: {', '.join(done)}"


def _rules(chance: Random) -> _Draft:
    """A document and its rules, in Schematron or embedded."""
    files = _folder(chance.choice(_folders("schematron", "embedded", "fix", "fix")))
    schemas = [name for name in sorted(files) if name.endswith(_SCHEMAS)]
    schema = next((name for name in schemas if name.startswith("schema.")), schemas[0])
    document = "document.xml" if "document.xml" in files else schema
    idents = [ident.decode() for ident in _IDENT.findall(files[schema])] or ["a"]
    files |= {f"tests/{ident}/{kind}.xml": files[document] for ident in idents[:2] for kind in ("failing", "passing")}

    def commands(chance: Random, names: dict[str, str]) -> list[Command]:
        text, rules = names[document], names[schema]
        ruled = (
            text,
            "--schematron",
            rules,
            *_LIMIT,
            *chance.choice(((), (), ("--phase", "#ALL"), ("--shared-variables",))),
        )
        possible = [
            Command(("check", *ruled, "--format", chance.choice((*_REPORTS, "svrl", "svrl")))),
            Command(("check", *ruled, "--format", "svrl", "--output", OUTPUT), (OUTPUT,)),
            Command(("check", "-", *ruled[1:], "--format", "json"), stdin=text),
            Command(("check", ".", "--schema", rules, *_LIMIT, "--format", chance.choice(_REPORTS))),
            Command(("fix", *ruled)),
            Command(("fix", *ruled, "--write"), (text,)),
            Command(("explain", f"SCH:{chance.choice(idents)}", "--schema", rules)),
            Command(("schematron", "test", "tests", "--schema", rules, *_LIMIT, "--format", chance.choice(_REPORTS))),
        ]
        if rules.endswith(".odd"):
            possible.append(Command(("odd", "lint", rules, text)))
        return chance.sample(possible, 2)

    return _Draft(files, [schema, schema, document], tuple(dict.fromkeys((document, schema))), commands)


def _xsd(chance: Random) -> _Draft:
    """A document and its XML Schema."""
    files = _folder(chance.choice([one for one in _folders("embedded", "fix") if (one / "schema.xsd").exists()]))
    files |= {name: (SEEDS / "grammar" / name).read_bytes() for name in ("letters.xsd", "document.xml")}
    schema = chance.choice(("letters.xsd", "letters.xsd", "schema.xsd"))

    def commands(chance: Random, names: dict[str, str]) -> list[Command]:
        text, grammar = names["document.xml"], names[schema]
        return [
            Command(("check", text, "--schema", grammar, "--format", chance.choice(_REPORTS))),
            Command(("check", text, "--schematron", grammar, *_LIMIT, "--format", chance.choice(_REPORTS))),
        ]

    return _Draft(files, [schema, schema, "document.xml"], ("document.xml", schema), commands)


def _grammar(chance: Random) -> _Draft:
    """A document and its grammar, in both syntaxes."""
    schema = chance.choice(("grammar.rng", "grammar.rnc"))
    files = _folder(SEEDS / "grammar")

    def commands(chance: Random, names: dict[str, str]) -> list[Command]:
        text, grammar = names["document.xml"], names[schema]
        possible = [
            Command(("check", text, "--schema", grammar, "--format", chance.choice(_REPORTS))),
            Command(("check", text, "--schema", grammar, "--schematron", "grammar.rng", *_LIMIT)),
            Command(("check", "-", "--schema", grammar, "--format", "json"), stdin=text),
            Command(("--lang", "tr", "check", text, "--schema", grammar)),
            Command(("fix", text, "--schema", grammar, "--schematron", "grammar.rng", *_LIMIT, "--write"), (text,)),
        ]
        return chance.sample(possible, 2)

    main = [schema, schema, "document.xml", *(["base.rng"] if schema.endswith("rng") else [])]
    return _Draft(files, main, ("document.xml", schema), commands)


def _odd(chance: Random) -> _Draft:
    """A customisation, the source that it chooses from and documents."""
    files = _folder(chance.choice(_folders("odd", "odd-documentation")))
    files.setdefault("source.xml", (TESTS / "cases" / "odd" / "source.xml").read_bytes())
    odd = next((name for name in sorted(files) if name.endswith(".odd")), "source.xml")
    document = next((name for name in sorted(files) if name.startswith("valid")), "source.xml")

    def commands(chance: Random, names: dict[str, str]) -> list[Command]:
        file, text, source = names[odd], names[document], ("--source", names["source.xml"])
        outputs = [word for kind in ("rng", "rnc", "sch", "odd", "json") for word in ("--format", kind)]
        report = chance.choice(_REPORTS)
        possible = [
            Command(("odd", "compile", file, *source, *outputs, "--output", OUTPUT, "--report", report), (OUTPUT,)),
            Command(("odd", "compile", file, *source, *outputs, "--output", OUTPUT, "--no-docs"), (OUTPUT,)),
            Command(("odd", "lint", file, text, *source, "--format", report)),
            Command(("check", text, "--schematron", file, *_LIMIT, "--format", report)),
            Command(("odd", "compile", file, *source, "--format", "rng", "--output", "-")),
        ]
        if chance.random() < 0.1:  # takes seconds
            possible = [Command(("odd", "compile", file, *source, "--format", "html", "--output", OUTPUT), (OUTPUT,))]
        infer = ("odd", "infer", text, *source, *chance.choice(((), ("--output", "new.odd"))))
        return (
            [chance.choice(possible), Command(infer, ("new.odd",))]
            if chance.random() < 0.3
            else [chance.choice(possible)]
        )

    return _Draft(
        files, [odd, odd, odd, "source.xml", document], tuple(dict.fromkeys((odd, document, "source.xml"))), commands
    )


def _xspec(_chance: Random) -> _Draft:
    """Scenarios and the rules that they test."""
    files = _folder(SEEDS / "xspec")

    def commands(chance: Random, names: dict[str, str]) -> list[Command]:
        report = ("--format", chance.choice(_REPORTS))
        return [
            Command(("schematron", "test", names["rules.xspec"], *_LIMIT, *report)),
            Command(("schematron", "test", "tests", "--schema", names["rules.sch"], *_LIMIT, *report)),
        ]

    return _Draft(files, ["rules.xspec", "rules.xspec", "rules.sch"], ("rules.xspec", "rules.sch"), commands)


def _project(chance: Random) -> _Draft:
    """A whole project: its settings, texts, schemas, catalogue, ODD and a stylesheet."""
    files = _folder(SEEDS / "project")
    files["source.xml"] = (TESTS / "cases" / "odd" / "source.xml").read_bytes()
    text = "texts/letter.xml"
    expensive = chance.random() < 0.1  # stylesheets of our own take a second to start

    def commands(chance: Random, _names: dict[str, str]) -> list[Command]:
        possible = [
            Command(("check", "--format", chance.choice(_REPORTS))),
            Command(("check", "--jobs", "2", "--format", "json")),
            Command(("check", "--format", "svrl")),
            Command(("explain", "SCH:numbered")),
            Command(("fix",)),
            Command(("fix", "--write"), (text,)),
            Command(("odd", "lint", "letters.odd", "--source", "source.xml", "--format", chance.choice(_REPORTS))),
            Command(("build", "text", "--output", OUTPUT), (OUTPUT,)),
            Command(("build", "text", "--output", OUTPUT), (OUTPUT,)),
        ]
        edition = chance.choice(("html", "latex", "odd"))
        return [Command(("build", edition, "--output", OUTPUT), (OUTPUT,))] if expensive else chance.sample(possible, 2)

    settings = ["teitools.toml"] * 3
    main = (
        [text]
        if expensive
        else [*settings, text, "edition.xsl", "edition.xsl", "more.xsl", "catalog.xml", "letters.odd", "rules.sch"]
    )
    return _Draft(files, main, (), commands)


def _pointers(chance: Random) -> _Draft:
    """Documents that point at one another."""
    files = _folder(chance.choice(_folders("pointers")))
    texts = [name for name in sorted(files) if name.endswith(".xml")]

    def commands(chance: Random, names: dict[str, str]) -> list[Command]:
        return [Command(("check", names[texts[0]], ".", "--format", chance.choice(_REPORTS)))]

    return _Draft(files, texts, tuple(texts), commands)


def _edition(_chance: Random) -> _Draft:
    """The edition of this repository, with its grammar and rules."""
    root = TESTS.parent
    files = {
        name: (root / name).read_bytes()
        for name in ("tei/kafkas-seddi.xml", "tei/register.xml", "schema/kafkas-seddi.rng", "xslt/common/turkish.xsl")
    }

    def commands(chance: Random, _names: dict[str, str]) -> list[Command]:
        return [Command(("check", "tei", "--schema", "schema/kafkas-seddi.rng", "--format", chance.choice(_REPORTS)))]

    return _Draft(files, ["tei/kafkas-seddi.xml", "tei/register.xml", "schema/kafkas-seddi.rng"], (), commands)


_FAMILIES: dict[Callable[[Random], _Draft], int] = {
    _rules: 30,
    _grammar: 18,
    _xsd: 6,
    _odd: 22,
    _xspec: 8,
    _project: 14,
    _pointers: 5,
    _edition: 1,
}


@cache
def _folders(*kinds: str) -> tuple[Path, ...]:
    """The folders of cases of kinds, in a fixed order."""
    return tuple(path for kind in kinds for path in sorted((TESTS / "cases" / kind).iterdir()) if path.is_dir())


def _folder(folder: Path) -> dict[str, bytes]:
    """The files below a folder by their relative paths, without what only the tests read."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if not name.startswith(("expected.", "options.")):
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return dict(sorted(found.items()))


@cache
def _pool(kind: str) -> tuple[Path, ...]:
    """All seeds of a kind: what files are spliced with."""
    places = (TESTS / "cases", SEEDS, TESTS / "docs", TESTS / "schematron" / "grammars")
    found = tuple(sorted(path for place in places for path in place.rglob("*" + kind) if path.is_file()))
    return found or _pool(".xml")
