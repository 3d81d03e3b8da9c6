"""Diffs made from changes: the program `patch` makes the new text of them."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from support.laws import examples

from teitools.reports.diff import unified_diff


def diff(text: str, *changes: tuple[int, int, str]) -> str:
    return b"".join(unified_diff("a.xml", text.encode(), changes)).decode()


def test_nothing_is_shown_without_changes():
    assert diff("a\nb\n") == ""


def test_a_change_is_shown_with_three_lines_around():
    text = "".join(f"{number}\n" for number in range(1, 10))
    assert diff(text, (8, 9, "five")) == (
        "--- a/a.xml\n+++ b/a.xml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
    )


def test_changes_far_apart_are_parts_of_their_own():
    text = "".join(f"{number:02}\n" for number in range(1, 31))
    found = diff(text, (0, 2, "one\nand"), (60, 63, ""), (78, 80, "x"))
    assert [line for line in found.splitlines() if line.startswith("@@")] == [
        "@@ -1,4 +1,5 @@",
        "@@ -18,13 +19,12 @@",
    ]


def test_a_last_line_without_a_line_end_is_told():
    assert diff("a", (0, 1, "b")).endswith(
        "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
    )


@pytest.mark.skipif(shutil.which("patch") is None, reason="the program patch is not installed")
@examples(60, unchecked=(HealthCheck.function_scoped_fixture,))
@given(data=st.data())
def test_patch_makes_the_new_text(data, tmp_path):
    text = data.draw(st.text("ab\n", min_size=1, max_size=60))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    new = st.text("cd\n", max_size=4)
    changes = [(a, b, data.draw(new)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    # neighbours that touch are one change, as they come from pieces
    changes = [c for c, after in zip(changes, [*changes[1:], (len(text) + 1, 0, "")], strict=True) if c[1] < after[0]]
    changes = [(a, b, new) for a, b, new in changes if text[a:b] != new]
    expected = text
    for a, b, piece in reversed(changes):
        expected = expected[:a] + piece + expected[b:]
    file = tmp_path / "a.xml"
    file.write_text(text, encoding="utf-8", newline="")
    if changes and expected:
        command = ["patch", "-s", "-p1", "--binary", "-d", str(tmp_path)]
        done = subprocess.run(command, input=diff(text, *changes).encode(), capture_output=True, check=False)
        assert done.returncode == 0, (diff(text, *changes), done.stdout)
        assert file.read_text(encoding="utf-8") == expected
