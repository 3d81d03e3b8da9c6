"""Variables of patterns that are to be seen in all of them, as some processors have it and published schemas rely on.

By the standard a variable of a pattern holds in that pattern alone (ISO/IEC 19757-3:2016, 5.4.6). SchXslt 1 makes it a
global one, so schemas that were only ever run with that use it elsewhere without anybody noticing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from teitools.schematron.xpath import Kind, significant, tokenize

if TYPE_CHECKING:
    from teitools.schematron.model import Let, SchemaModel

__all__ = ["with_shared_variables"]


def with_shared_variables(model: SchemaModel) -> SchemaModel:
    """The schema with the variables of its patterns moved to the schema.

    Those stay where they are whose name means several things (several patterns or the schema have it), and those whose
    values use such a one of their own pattern.
    """
    counted = Counter(let.name for lets in (model.lets, *(item.lets for item in model.patterns)) for let in lets)
    staying = {name for name, count in counted.items() if count > 1}
    moved: list[Let] = []
    patterns = []
    for pattern in model.patterns:
        lets = list(pattern.lets)
        kept: list[Let] = []
        while found := [let for let in lets if let.name in staying or _used(let) & {item.name for item in kept}]:
            kept += found
            lets = [let for let in lets if let not in found]
        moved += lets
        patterns.append(replace(pattern, lets=tuple(let for let in pattern.lets if let in kept)))
    return replace(model, lets=(*model.lets, *moved), patterns=tuple(patterns))


def _used(let: Let) -> set[str]:
    """The names of the variables in the value of another one."""
    used: set[str] = set()
    for text in (let.value.text, *(line.text for line in let.content)):
        before = ""
        for _, token, _ in significant(tokenize(text)):
            if before == "$" and token.kind is Kind.NAME:
                used.add(token.text)
            before = token.text
    return used
