"""Changing a text in places: what is not changed stays as it was read, byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.document.pieces import Pieces, Splice

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "iso-8859-9", "cp1254", "gb18030", "utf-32"]


def file(text: str, encoding: str) -> bytes:
    """A document; UTF-8 and the encodings with a byte order mark need no declaration."""
    declared = "" if encoding in ("utf-8", "utf-8-sig") else f'<?xml version="1.0" encoding="{encoding}"?>'
    return (declared + text).encode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=st.text("aşİ<>\r\n&;", max_size=40))
def test_a_text_without_changes_is_the_file(encoding, text):
    content = file(text, encoding)
    assert Pieces(content).encoded() == content


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(data=st.data())
def test_what_lies_outside_of_changes_stays(encoding, data):
    text = data.draw(st.text("aşİ\r\n", min_size=1, max_size=30))
    content = file(text, encoding)
    pieces = Pieces(content)
    expected = pieces.text.decode()
    for _ in range(data.draw(st.integers(1, 3))):  # rounds; offsets are those of the text as it is then
        cuts = sorted(data.draw(st.lists(st.integers(0, len(expected)), min_size=2, max_size=6)))
        changes = [(a, b, data.draw(st.text("xğ", max_size=3))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
        pieces.change([Splice(len(expected[:a].encode()), len(expected[:b].encode()), new) for a, b, new in changes])
        for a, b, new in reversed(changes):
            expected = expected[:a] + new + expected[b:]
    found = pieces.encoded()
    mark = content[: len(content) - len(Pieces(content)._original.decode().encode(pieces.encoding))]
    assert found == mark + expected.encode(pieces.encoding)
    before = Pieces(content).text.decode().encode()
    for start, end, new in reversed(pieces.changes):
        before = before[:start] + new.encode() + before[end:]
    assert before.decode() == expected


def test_an_encoding_with_states_is_left_alone():
    pieces = Pieces(file("あいう", "iso-2022-jp"))
    pieces.change([Splice(len(pieces.text) - 3, len(pieces.text), "")])
    assert pieces.encoded() is None
