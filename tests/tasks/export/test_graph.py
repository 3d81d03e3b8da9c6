"""Graphs of what is named together and of what is related, read by a reader of XML that knows GraphML's rules."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from lxml import etree
from support.exporting import REGISTER, collection, export
from support.facts import facts_of_file
from support.printed import ARTICLE

G = "{http://graphml.graphdrawing.org/xmlns}"


def graph(file):
    """The nodes of a graph by their `entity`, and its edges between these, with what is said of both."""
    root = etree.parse(str(file)).getroot()
    keys = {key.get("id"): key.get("attr.name") for key in root.iter(f"{G}key")}
    (top,) = root.iter(f"{G}graph")

    def data(element):
        return {keys[one.get("key")]: one.text for one in element.iter(f"{G}data")}

    named = {node.get("id"): data(node) for node in top.iter(f"{G}node")}
    assert len(named) == len(list(top.iter(f"{G}node")))
    nodes = {node["entity"]: node for node in named.values()}
    edges = [
        (named[edge.get("source")]["entity"], named[edge.get("target")]["entity"], data(edge))
        for edge in top.iter(f"{G}edge")
    ]
    return top.get("edgedefault"), nodes, edges


@pytest.fixture
def out(tmp_path):
    folder = collection(tmp_path / "in")
    return export(folder / "letter.xml", tmp_path / "out", "graph") / "graph"


def test_who_is_named_in_one_block_is_joined_once_for_each_block(out):
    way, nodes, edges = graph(out / "comention.graphml")
    assert way == "undirected"
    assert nodes["names#igdir"] == {
        "entity": "names#igdir",
        "label": "Iğdır",
        "kind": "place",
        "type": "town",
        "latitude": "39.92",
        "longitude": "44.04",
        "uri": "https://sws.geonames.org/311665",
        "mentions": "1",
    }
    joined = {(one, other): said["weight"] for one, other, said in edges}
    assert joined == {
        ("names#ann", "names#dernek"): "1",
        ("names#ann", "names#igdir"): "1",
        ("names#dernek", "names#igdir"): "1",
        ("https://example.org/x", "names#otto"): "1",
    }
    assert nodes["https://example.org/x"]["label"] == "Bakü"


def test_relations_go_from_the_active_to_the_passive_and_mutual_ones_both_ways(out):
    way, nodes, edges = graph(out / "relations.graphml")
    assert way == "directed"
    assert set(nodes) == {"names#ann", "names#otto", "names#dernek"}
    assert [(one, said["name"], other, said.get("date"), said["mutual"]) for one, other, said in edges] == [
        ("names#ann", "memberOf", "names#dernek", "1919/", "false"),
        ("names#otto", "memberOf", "names#dernek", "1919/", "false"),
        ("names#ann", "knows", "names#otto", None, "true"),
        ("names#otto", "knows", "names#ann", None, "true"),
    ]


def test_the_article_has_the_pairs_that_its_blocks_have(tmp_path):
    folder = export(ARTICLE, tmp_path / "out", "graph") / "graph"
    _, nodes, edges = graph(folder / "comention.graphml")
    facts = facts_of_file(ARTICLE)
    tree = etree.parse(str(ARTICLE))
    t = {"t": "http://www.tei-c.org/ns/1.0"}
    wanted: Counter[tuple[str, str]] = Counter()
    kinds = {entity.id: entity.kind for entity in facts.entities}
    blocks = "t:p|t:head|t:item|t:note|t:docAuthor|t:titlePart|t:lg"
    named = tree.xpath("/t:TEI/t:text//*[@ref][not(self::t:term)]", namespaces=t)
    by_block: dict[object, set[str]] = {}
    for element in named:
        around = element.xpath(f"ancestor::*[{'|'.join(f'self::{one}' for one in blocks.split('|'))}][1]", namespaces=t)
        for token in element.get("ref").split():
            id_ = token.replace("register.xml#", "register#")
            if around and kinds.get(id_) in ("person", "org", "group", "place"):
                by_block.setdefault(around[0], set()).add(id_)
    for ids in by_block.values():
        wanted.update(combinations(sorted(ids), 2))
    assert {(one, other): int(said["weight"]) for one, other, said in edges} == wanted
    assert set(nodes) == set().union(*by_block.values())


def test_names_are_escaped(tmp_path):
    folder = collection(tmp_path / "in")
    (folder / "names.xml").write_text(REGISTER.replace("Lee, Ann", "&lt;Lee&gt; &amp; 𝄞"), encoding="utf-8")
    out = export(folder / "letter.xml", tmp_path / "out", "graph") / "graph"
    assert graph(out / "comention.graphml")[1]["names#ann"]["label"] == "<Lee> & 𝄞"
