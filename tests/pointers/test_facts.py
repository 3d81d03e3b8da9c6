"""The ids of many documents in little room, which nobody must notice."""

from __future__ import annotations

import pickle
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support.laws import examples

from teitools.pointers import Facts

NAMES = st.frozensets(st.text(st.characters(exclude_characters="\0"), max_size=4), max_size=20)
NONE = Facts("a.xml", None, True, frozenset(), frozenset(), (), ())


@examples(60)
@given(names=NAMES, others=st.lists(st.text(max_size=4), max_size=10), times=st.sampled_from([1, 600]))
def test_packed_ids_are_the_same_ids(names, others, times):
    many = frozenset(f"{name}{number}" for name in names for number in range(times)) | names
    packed = replace(NONE, ids=many).packed().ids
    for _ in range(3):  # after some questions they are kept in another way
        assert sorted(packed) == sorted(many)
        assert len(packed) == len(many)
        assert [name in packed for name in (*names, *others)] == [name in many for name in (*names, *others)]
    assert 5 not in packed


def test_packed_ids_need_little_room():
    ids = frozenset(f"line-{number}" for number in range(1000))
    facts = replace(NONE, ids=ids)
    assert len(pickle.dumps(facts.packed().ids._text)) < 10_000
