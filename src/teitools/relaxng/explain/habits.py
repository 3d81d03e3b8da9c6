"""What people write out of habit, mostly from HTML, and what it is called in TEI; used only where the schema has it."""

from __future__ import annotations

ELEMENTS = {
    "a": "ref", "author-name": "author", "b": "hi", "bold": "hi", "blockquote": "quote", "body-text": "p", "br": "lb",
    "caption": "head", "dd": "item", "dt": "label", "em": "emph", "endnote": "note", "footnote": "note", "h1": "head",
    "h2": "head", "h3": "head", "h4": "head", "i": "hi", "image": "graphic", "img": "graphic", "ital": "hi",
    "italic": "hi", "italics": "hi", "li": "item", "line": "l", "link": "ref", "ol": "list", "page": "pb", "para": "p",
    "person-name": "persName", "section": "div", "small": "hi", "stanza": "lg", "strong": "hi", "sub": "hi",
    "sup": "hi",
    "td": "cell", "th": "cell", "tr": "row", "u": "hi", "ul": "list", "verse": "l",
}  # fmt: skip
ATTRIBUTES = {
    "class": "rend", "colspan": "cols", "href": "target", "name": "key", "page": "n", "rowspan": "rows", "src": "url",
    "date": "when", "year": "when", "uri": "ref", "url": "target",
}  # fmt: skip

PAIRS = {"sic": "corr", "corr": "sic", "orig": "reg", "reg": "orig", "abbr": "expan", "expan": "abbr", "am": "ex"}
"""In TEI's choice: what is missing beside what stands there alone."""
INSTEAD = {("lg", "p"): "l", ("lg", "ab"): "l"}
"""In a container, by its name: what stands there by habit, and what is meant by it, which cannot hold it."""
