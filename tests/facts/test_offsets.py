"""Offsets in other units lead to the same characters, beyond the basic plane too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teitools.facts.offsets import utf8_offsets, utf16_offsets


@given(st.text(alphabet="a ğא𝄞😀", max_size=40), st.data())
def test_the_text_before_an_offset_is_as_long_as_it_says(text: str, data: st.DataObject) -> None:
    offsets = data.draw(st.lists(st.integers(0, len(text))))
    assert utf16_offsets(text, offsets) == {at: len(text[:at].encode("utf-16-le")) // 2 for at in offsets}
    assert utf8_offsets(text, offsets) == {at: len(text[:at].encode()) for at in offsets}


def test_an_offset_outside_of_the_text_is_an_error() -> None:
    with pytest.raises(IndexError, match="has 2 characters"):
        utf16_offsets("ab", [3])
