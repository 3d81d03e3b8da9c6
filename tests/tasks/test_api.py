"""`teitools.check` and what it yields, as programs use them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import teitools
from teitools.diagnostics import Severity

TEXT = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><p><ref target="#gone"/></p></TEI>'
GRAMMAR = '<element name="TEI" ns="http://www.tei-c.org/ns/1.0" xmlns="http://relaxng.org/ns/structure/1.0"><empty/></element>'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("a.xml", "b.xml"):
        Path(name).write_text(TEXT, encoding="utf-8")
    Path("s.rng").write_text(GRAMMAR, encoding="utf-8")
    return tmp_path


class Entry:
    """What `os.scandir` gives, for instance."""

    def __init__(self, path):
        self.path = path

    def __fspath__(self):
        return self.path


@pytest.mark.parametrize("paths", ["a.xml", Path("a.xml"), Entry("a.xml"), ["a.xml"], (Path("a.xml"),), {"a.xml"}])
def test_one_path_or_several_are_taken(paths):
    assert [(item.location.file, item.code) for item in teitools.check(paths)] == [
        ("a.xml", "XML060"),
        ("a.xml", "PTR002"),
    ]


def test_anything_to_go_through_is_taken(folder):
    paths = (path for path in sorted(folder.glob("*.xml")))
    assert {item.location.file for item in teitools.check(paths)} == {"a.xml", "b.xml"}
    assert list(teitools.check([])) == []
    found = [item.code for item in teitools.check("a.xml", "s.rng")]
    assert found == [item.code for item in teitools.check("a.xml", [Path("s.rng")])]
    assert "XML060" not in found


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (3, "paths must be a path (str or pathlib.Path) or several of them, not int"),
        (None, "not NoneType"),
        (b"a.xml", "not bytes"),
        ([b"a.xml"], "there is a bytes among them"),
        (["a.xml", 3], "there is a int among them"),
        ([["a.xml"]], "there is a list among them"),
        (Entry(b"a.xml"), "there is a Entry among them"),
    ],
)
def test_anything_else_is_a_type_error_at_once(paths, message):
    with pytest.raises(TypeError) as fault:
        teitools.check(paths)
    assert message in str(fault.value)
    for name in ("schemas", "schematron", "allow_read"):
        with pytest.raises(TypeError, match=f"^{name} must be"):
            teitools.check("a.xml", **{name: paths})


def test_a_missing_path_is_a_fault_of_the_set_up():
    with pytest.raises(teitools.SetupError, match="no such file"):
        list(teitools.check("none.xml"))
    assert os.fspath(Entry("x")) == "x"


def test_severities_are_compared_by_gravity():
    error, warning, info = Severity.ERROR, Severity.WARNING, Severity.INFO
    mixed = [warning, error, info, error]
    assert sorted(mixed) == [info, warning, error, error]
    assert max(mixed) is error
    assert error > warning > info
    assert info < warning < error
    assert error >= error
    assert warning <= warning
    assert not warning >= error
    assert not error <= info
    assert error > "warning"
    assert {error: 1}["error"] == 1
    assert error == "error"


@pytest.mark.parametrize("other", ["fatal", 3, None])
def test_severities_are_not_compared_with_anything_else(other):
    for compare in ("__lt__", "__le__", "__gt__", "__ge__"):
        with pytest.raises(TypeError, match="is no severity"):
            getattr(Severity.ERROR, compare)(other)
