"""The shape of the code, as docs/architecture.md states it: who may import whom, no circles, sizes, what a start-up loads."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "teitools"
STYLESHEETS = SOURCE.parents[1] / "xslt"
PAGE = (SOURCE.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = {
    ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SOURCE.rglob("*.py"))
}
OF_PAGES = ("odd", "epub", "markdown", "index")
FLOORS = {"front door": 3, "task": 2, "engine": 1, "ground": 0}


def table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading of the page, without the marks of code."""
    section = re.split(rf"^#+ {re.escape(heading)}$", PAGE, flags=re.MULTILINE)[1]
    rows = re.findall(r"^\|(.*)\|$", re.split(r"^#+ ", section, flags=re.MULTILINE)[0], re.MULTILINE)
    return [[cell.strip().replace("`", "") for cell in row.split("|")] for row in rows[2:]]


ROOMS = {room: FLOORS[floor] for room, floor, _ in table("Floors and rooms")}


@functools.cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tree(module: str) -> ast.Module:
    return parsed(MODULES[module])


def is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@functools.cache
def imports(module: str) -> frozenset[str]:
    """What a module imports at run time, anywhere in it, as dotted names: of ours modules, of others what is named."""
    found: set[str] = set()
    nodes: list[ast.AST] = [tree(module)]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in MODULES else node.module for name in names}
        elif not isinstance(node, ast.expr):  # which holds no statement
            nodes += node.orelse if is_typing_only(node) else ast.iter_child_nodes(node)
    return frozenset(found)


@functools.cache
def arrows(module: str) -> frozenset[str]:
    """The modules of ours that one imports at run time."""
    return frozenset((imports(module) & set(MODULES)) - {module})


def room(module: str, below: str = "teitools") -> str:
    """The room in which a module is, of those below a package: `relaxng`; below `teitools.relaxng`, `automaton`."""
    return module.removeprefix(below + ".").split(".")[0]


def circles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Circles in a graph, one after the other: each found is opened at one place, then the next is looked for."""
    graph = {node: set(others) for node, others in graph.items()}
    found = []
    while True:
        try:
            TopologicalSorter(graph).prepare()
        except CycleError as error:
            circle = error.args[1]  # each node is followed by one that imports it
            found.append(circle[:-1])
            graph[circle[1]].discard(circle[0])
        else:
            return found


def functions(module: str) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree(module)) if isinstance(node, ast.FunctionDef)]


def lines(function: ast.FunctionDef) -> int:
    """The lines of a function without those of the functions inside it, which count for themselves."""
    inner = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef) and node is not function]
    direct = [node for node in inner if not any(node in ast.walk(other) for other in inner if other is not node)]
    return extent(function) - sum(map(extent, direct))


def extent(function: ast.FunctionDef) -> int:
    """How many lines a function takes up."""
    return (function.end_lineno or 0) - function.lineno + 1


def test_the_page_names_every_room_and_no_other():
    folders = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    loose = {path.stem for path in SOURCE.glob("*.py") if not path.stem.startswith("__")}
    assert set(ROOMS) == folders | loose
    assert len(loose) <= 10


def test_imports_go_down_and_engines_do_not_know_one_another():
    wrong = []
    for module in MODULES:
        if module in ("teitools", "teitools.__main__"):
            continue
        own = ROOMS[room(module)]
        for other in arrows(module) - {"teitools"}:
            theirs = ROOMS[room(other)]
            if theirs > own or (own == theirs == FLOORS["engine"] and room(other) != room(module)):
                wrong.append(f"{module} -> {other}")
    assert wrong == []


def test_commands_ask_tasks_and_never_engines():
    engines = {name for name, floor in ROOMS.items() if floor == FLOORS["engine"]}
    wrong = [
        f"{module} -> {other}"
        for module in MODULES
        for other in arrows(module)
        if room(module) in ("cli", "commands") and room(other) in engines
    ]
    assert wrong == []


def test_no_modules_import_one_another():
    allowed = {frozenset(re.split(r" · ", names)) for names, _ in table("Circles")}
    graph = {module: set(arrows(module)) for module in MODULES if module != "teitools"}
    found = [sorted(name.removeprefix("teitools.") for name in circle) for circle in circles(graph)]
    assert [circle for circle in found if frozenset(circle) not in allowed] == []


def test_no_rooms_import_one_another():
    graph: dict[str, set[str]] = defaultdict(set)
    for module in MODULES:
        graph[room(module)] |= {room(other) for other in arrows(module)} - {room(module), "teitools"}
    del graph["teitools"]
    assert circles(graph) == []


def test_rooms_inside_rooms_import_only_those_before_them():
    wrong = []
    for outer, listed in table("Rooms inside rooms"):
        package = f"teitools.{outer}"
        order = listed.split(" · ")
        assert sorted(order) == sorted(path.parent.name for path in (SOURCE / outer).glob("*/__init__.py")), outer
        for module in MODULES:
            if not module.startswith(package + ".") or room(module, package) not in order:
                continue
            inner = order.index(room(module, package))
            wrong += [
                f"{module} -> {other}"
                for other in arrows(module)
                if other.startswith(package + ".") and room(other, package) in order[inner + 1 :]
            ]
    assert wrong == []


def test_modules_between_the_rooms_of_a_room_are_below_or_above_them_but_not_both():
    """A loose module is what all rooms share, or what joins them: with both, a room would reach over itself."""
    for outer, _ in table("Rooms inside rooms"):
        package = f"teitools.{outer}"
        graph: dict[str, set[str]] = defaultdict(set)
        for module in MODULES:
            if module.startswith(package + "."):
                graph[room(module, package)] |= {
                    room(other, package) for other in arrows(module) if other.startswith(package + ".")
                } - {room(module, package)}
        assert circles(graph) == [], outer


def test_diagnostics_imports_the_standard_library_only():
    outside = {name.split(".")[0] for name in imports("teitools.diagnostics")} - set(sys.stdlib_module_names)
    assert outside == set()


def test_only_saxon_imports_saxonche():
    users = {room(module) for module in MODULES if any(name.split(".")[0] == "saxonche" for name in imports(module))}
    assert users == {"saxon"}


def test_no_module_is_over_400_lines():
    paths = [*MODULES.values(), *STYLESHEETS.rglob("*.xsl")]
    sizes = {path.relative_to(SOURCE.parents[1]): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_function_is_over_40_lines():
    assert [f"{module}.{node.name}" for module in MODULES for node in functions(module) if lines(node) > 40] == []


def test_every_room_says_what_it_is():
    silent = [
        module for module, path in MODULES.items() if path.name == "__init__.py" and not ast.get_docstring(tree(module))
    ]
    assert silent == []


def test_an_edition_includes_its_own_stylesheets_and_the_common_ones():
    """An index and the pages of an ODD have the frame of an edition in HTML; EPUB and Markdown are made of its pages."""
    wrong = []
    for path in STYLESHEETS.rglob("*.xsl"):
        for href in re.findall(r'<xsl:(?:include|import) href="([^"]+)"', path.read_text(encoding="utf-8")):
            folder = (path.parent / href).resolve().relative_to(STYLESHEETS).parts[0]
            if folder not in {path.parent.name, "common", *({"html"} if path.parent.name in OF_PAGES else set())}:
                wrong.append(f"{path.relative_to(STYLESHEETS)} -> {href}")
    assert wrong == []


def test_help_loads_no_engine():
    """Start-up time counts: showing help must not load the parsers and processors, nor read what only work needs."""
    unwanted = {"lxml", "saxonche", "xmlschema", "tomllib", "teitools.project", "teitools.document"}
    code = (
        "import sys; from teitools.commands.group import cli; cli(['--help'], standalone_mode=False);"
        f"print(sorted({unwanted} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"


TEXTS = {"write_text": 1, "read_text": 0}  # how many arguments come before the encoding


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks"])
def test_texts_of_files_have_an_encoding(folder):
    """What none is stated for has that of the locale, which a library may change while a process runs."""
    found = [
        f"{path.relative_to(SOURCE.parents[1])}:{call.lineno}"
        for path in sorted((SOURCE.parents[1] / folder).rglob("*.py"))
        for call in ast.walk(parsed(path))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and len(call.args) <= TEXTS.get(call.func.attr, -1)
        and all(keyword.arg != "encoding" for keyword in call.keywords)
    ]
    assert found == []
