"""Rules that never fire: contexts that name elements of the schema without their prefix.

In a match pattern, a name without a prefix is one in no namespace (XSLT 3.0, section 5.1.1, where no
`xpath-default-namespace` is in force, as in Schematron), and elements of TEI are in one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.diagnostics import diagnose, phrase
from teitools.document import Place
from teitools.document.names import NCNAME, SCH
from teitools.odd.schematron.gather import gather_constraints, gather_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.odd.model import Customization

__all__ = ["check_contexts", "unprefixed"]

_IGNORED = re.compile(r"\"[^\"]*\"|'[^']*'|\(:.*?:\)", re.DOTALL)
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_CALL = re.compile(rf"(?:{NCNAME}:)?{NCNAME}\s*\([^()]*\)")
_STEPS = re.compile(r"[/|(),]|\s(?:union|intersect|except)\s")
_STEP = re.compile(rf"(?:(?!attribute|namespace){NCNAME}\s*::\s*)?({NCNAME})")


def unprefixed(context: str) -> list[str]:
    """The names of elements without a prefix in the steps of a match pattern, in order; not those in predicates."""
    text = _IGNORED.sub(" ", context)
    for pattern in (_PREDICATE, _CALL):
        while (shorter := pattern.sub("", text)) != text:
            text = shorter
    found = (_STEP.fullmatch(step.strip()) for step in _STEPS.split(text))
    return list(dict.fromkeys(match[1] for match in found if match))


def check_contexts(customization: Customization) -> Iterator[Diagnostic]:
    """Report rules of the ODD whose context can match no element because of a missing prefix (ODD509)."""
    namespaces: dict[str, set[str]] = {}
    for spec in customization.elements.values():
        namespaces.setdefault(spec.name, set()).add(spec.namespace)
    contexts = gather_rules(customization)[0].contexts
    for constraint in gather_constraints(customization):
        if constraint.origin == "source" or contexts is None:
            continue
        for rule in constraint.element.iter(f"{{{SCH}}}rule"):
            for name in unprefixed(rule.get("context", "")):
                known = namespaces.get(name, set())
                if not known or "" in known:  # another vocabulary's, or right
                    continue
                written = " | ".join(f"{contexts.prefix(namespace)}:{name}" for namespace in sorted(known))
                place = Place(constraint.place.document, rule, "context")
                hint = phrase("odd_write_prefixed", name=written)
                yield diagnose("ODD509", place.location, hint=hint, name=name, context=rule.get("context", ""))
