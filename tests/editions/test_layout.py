"""What the folders of documents are called: for any documents, no two the same and none within another."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.diagnostics import SetupError
from teitools.tasks.editions.layout import folder_names
from teitools.tasks.editions.order import Limits, order_of

NAMES = st.sampled_from(["a", "A", "b", "assets", "index.html", "search", ".b", "ı"])
PATHS = st.builds(
    lambda folders, stem, ending: Path("/corpus", *folders, stem + ending),
    st.lists(NAMES, max_size=3),
    NAMES,
    st.sampled_from([".xml", ".XML", ".tei"]),
)


def named(*paths: str) -> list[str]:
    return list(folder_names([Path("/corpus", path) for path in paths]).values())


@given(st.lists(PATHS, unique=True, min_size=1, max_size=8))
def test_no_two_are_the_same_and_none_lies_in_another(paths):
    names = folder_names(paths)
    assert list(names) == paths
    folded = [PurePosixPath(name.casefold()) for name in names.values()]
    assert len(set(folded)) == len(folded)
    assert not {parent for name in folded for parent in name.parents} & set(folded)
    for name in names.values():
        assert name.split("/")[0] not in ("assets", "index.html", "search", "..", ".")
        assert not name.startswith((".", "/"))


@given(st.lists(PATHS, unique=True, min_size=1, max_size=6))
def test_the_order_of_documents_does_not_matter(paths):
    assert folder_names(paths) == folder_names(paths[::-1])


def test_a_name_is_that_of_the_file_where_only_one_has_it():
    assert named("letters/one.xml", "diary/two.xml") == ["one", "two"]


def test_files_of_one_name_keep_the_folders_that_lead_to_them():
    assert named("letters/1.xml", "diary/1.xml", "diary/2.xml") == ["letters/1", "diary/1", "2"]
    assert named("1.xml", "more/1.xml") == ["1", "more/1"]


def test_a_name_that_would_lie_in_another_one_keeps_the_ending():
    assert named("a/b.xml", "b.xml", "a.xml") == ["a/b", "b", "a.xml"]


def test_of_files_that_differ_in_the_ending_all_but_one_keep_it():
    assert named("a.xml", "a.tei") == ["a.xml", "a"]


def test_what_the_folder_holds_besides_is_no_name_of_a_document():
    assert named("assets.xml", "index.html.xml", ".x.xml") == ["_assets", "_index.html", "_.x"]


def test_editions_do_not_lie_in_the_root_of_the_file_system(tmp_path):
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    with pytest.raises(SetupError, match="the root of the file system"):
        order_of(None, ["text"], [str(tmp_path / "a.xml")], Path(tmp_path.anchor), Limits())
