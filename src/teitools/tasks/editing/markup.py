"""New markup for a place: tags with the attributes that they must have, filled in as far as can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.escape import value as escaped
from teitools.tasks.editing.identifiers import proposed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from teitools.relaxng.validate.legal import Skeleton
    from teitools.tasks.editing.grammar import Grammar
    from teitools.tasks.editing.survey import Survey

__all__ = ["attributes_for", "responsible", "tag_for"]


def tag_for(
    grammar: Grammar, *names: str, given: Mapping[str, str] | None = None, whole: bool = False
) -> tuple[str, str]:
    """The start tag and the end tag of a new element (the last of those names, inside of the others).

    `given` are values of attributes; with `whole`, what must stand in the element is part of the start.
    """
    written = grammar.written(names[-1])
    values = dict(given or {})
    for name, listed in grammar.needed(*names):
        values.setdefault(name, listed[0] if listed else "")
    tag = "".join([written, *(f' {name}="{escaped(text)}"' for name, text in values.items())])
    if not whole:
        return f"<{tag}>", f"</{written}>"
    skeleton = grammar.skeleton(names[-1])
    if skeleton.empty:
        return f"<{tag}/>", ""
    return f"<{tag}>" + "".join(_written(grammar, child) for child in skeleton.children), f"</{written}>"


def _written(grammar: Grammar, one: Skeleton) -> str:
    name = grammar.written(one.name)
    given = "".join(f' {grammar.written(key, is_attribute=True)}=""' for key in one.attributes)
    if one.empty:
        return f"<{name}{given}/>"
    return f"<{name}{given}>{''.join(_written(grammar, child) for child in one.children)}</{name}>"


def attributes_for(needed: Iterable[tuple[str, Sequence[str]]], survey: Survey, element: str) -> str:
    """Attributes of an element of a text, each with a space before it."""
    found = []
    for name, listed in needed:
        text = listed[0] if listed else ""
        if name == "xml:id":
            text = next(proposed(survey, element, ""), "")
        elif name == "resp":
            text = responsible(survey)
        found.append(f' {name}="{escaped(text)}"')
    return "".join(found)


def responsible(survey: Survey) -> str:
    """A pointer to whoever is responsible for the text, by its header; empty if it does not say."""
    for anchor in survey.anchors.values():
        if anchor.element.rpartition(":")[2] in ("respStmt", "editor"):
            return f"#{anchor.id}"
    return ""
