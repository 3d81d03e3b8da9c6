"""James Clark's test suite for RELAX NG, from the reference material beside the checkout."""

from __future__ import annotations

from functools import cache

from lxml import etree

from support.relaxng import shared


@cache
def cases() -> list[etree._Element]:
    """The cases of the suite; skips the test where it is not there."""
    parser = etree.XMLParser(resolve_entities=True, no_network=True)
    return list(etree.parse(str(shared("relaxng/spectest.xml")), parser).iter("testCase"))


def inside(holder: etree._Element) -> bytes:
    """What a case holds in an element, as a file of its own."""
    return etree.tostring(holder[0], with_tail=False, encoding="utf-8")


def files_of(holder: etree._Element, folder: str) -> dict[str, bytes]:
    """The files that a case needs beside the schema, by name."""
    found = {folder + str(one.get("name")): inside(one) for one in holder.findall("resource")}
    for inner in holder.findall("dir"):
        found.update(files_of(inner, f"{folder}{inner.get('name')}/"))
    return found
