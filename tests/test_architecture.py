"""The shape of the code: who may import whom, how large a module may be, what a start-up may load."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "teitools"
STYLESHEETS = SOURCE.parents[1] / "xslt"
MODULES = sorted(SOURCE.rglob("*.py"))
ENGINES = {"relaxng", "schematron", "xsd", "pointers", "odd"}
BELOW_ENGINES = {"cache", "diagnostics", "document", "resources", "saxon"}


def area(path: Path) -> str:
    """The part of the package that a module belongs to: `relaxng`, `document`, `cli` …"""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module that a file imports, anywhere in it, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def areas_imported(path: Path) -> set[str]:
    """The parts of the package that a module imports, its own left out."""
    own = {name.split(".")[1] for name in imports(path) if name.startswith("teitools.")}
    known = {area(module) for module in MODULES}
    return (own & known) - {area(path), "__init__"}


def lines(function: ast.FunctionDef) -> int:
    """The lines of a function without those of the functions inside it, which count for themselves."""
    inner = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef) and node is not function]
    direct = [node for node in inner if not any(node in ast.walk(other) for other in inner if other is not node)]
    return extent(function) - sum(map(extent, direct))


def extent(function: ast.FunctionDef) -> int:
    """How many lines a function takes up."""
    return (function.end_lineno or 0) - function.lineno + 1


def test_diagnostics_imports_the_standard_library_only():
    outside = {name.split(".")[0] for name in imports(SOURCE / "diagnostics.py")} - set(sys.stdlib_module_names)
    assert outside == set()


@pytest.mark.parametrize("path", [m for m in MODULES if area(m) in ENGINES], ids=lambda p: str(p.relative_to(SOURCE)))
def test_engines_import_neither_one_another_nor_what_joins_them(path):
    assert areas_imported(path) <= BELOW_ENGINES


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_nothing_imports_the_command_line(path):
    assert "cli" not in areas_imported(path) or path.name == "__main__.py"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_only_saxon_imports_saxonche(path):
    assert area(path) == "saxon" or not any(name.split(".")[0] == "saxonche" for name in imports(path))


@pytest.mark.parametrize(
    "path", [*MODULES, *sorted(STYLESHEETS.rglob("*.xsl"))], ids=lambda p: str(p.relative_to(SOURCE.parents[1]))
)
def test_no_module_is_over_400_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_no_function_is_over_40_lines(path):
    functions = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.FunctionDef)
    ]
    assert [f"{node.name} {lines(node)}" for node in functions if lines(node) > 40] == []


def test_help_loads_no_engine():
    """Start-up time counts: showing help must not load the parsers and processors."""
    code = (
        "import sys; from teitools.cli import cli; cli(['--help'], standalone_mode=False);"
        "print(sorted({'lxml', 'saxonche', 'xmlschema'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
