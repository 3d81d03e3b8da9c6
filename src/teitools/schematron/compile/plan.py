"""What a run needs of a schema, as plain values: the stylesheet, and what the numbers in its results stand for.

A plan can be written to the cache and read back, without the schema being read.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from teitools.schematron.results import Notice, Rich

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from teitools.schematron.model import Assertion, Copy, Expression, Message, Name

__all__ = [
    "AssertionPlan",
    "MessagePlan",
    "PatternPlan",
    "Plan",
    "RulePlan",
    "plan_assertion",
    "plan_message",
    "values_of",
]

# The kinds of parts of a wording: text, markup, a value (text that the results hold), a copy (nodes that they hold). Of
# the latter the text is their number among what the results hold of a finding.
PartKind = Literal["text", "markup", "value", "copy"]


class MessagePlan(NamedTuple):
    """A wording: its parts, each a kind and, where it is known before a document is, a text."""

    parts: tuple[tuple[PartKind, str], ...]
    id: str | None
    scheme: str | None
    rich: Rich


class AssertionPlan(NamedTuple):
    """An assertion; `messages` are its own wording, its diagnostics, its properties, as many as the numbers say.

    The results hold so many `values` of a finding.
    """

    kind: Literal["assert", "report"]
    code: str
    id: str | None
    test: str
    messages: tuple[MessagePlan, ...]
    values: int
    diagnostics: int
    properties: int
    rich: Rich
    rule_role: str | None
    stated: str | None
    see: str | None
    subject: str | None
    fixes: tuple[str, ...]
    context: str  # of the rule
    default_fix: str | None = None
    rule_flag: str | None = None


class RulePlan(NamedTuple):
    """A rule; `pattern` counts the patterns of the plan."""

    pattern: int
    id: str | None
    title: str | None
    context: str
    visit_each: str | None
    rich: Rich


class PatternPlan(NamedTuple):
    """A pattern or group."""

    id: str | None
    title: str | None
    role: str | None
    group: bool
    alone: bool = False  # it looks at nothing but the document


class Plan(NamedTuple):
    """A stylesheet (see `compile.compiler` for what it returns), and the schema's facts that results show."""

    text: str
    title: str | None
    version: str | None
    edition: str | None
    phase: str | None
    namespaces: tuple[tuple[str, str], ...]
    paragraphs: tuple[MessagePlan, ...]
    patterns: tuple[PatternPlan, ...]
    rules: tuple[RulePlan, ...]
    assertions: tuple[AssertionPlan, ...]
    notices: tuple[Notice, ...] = ()

    def to_bytes(self) -> bytes:
        """The plan as JSON; names of files in it need be no text (PEP 383)."""
        text = json.dumps(self, ensure_ascii=False, separators=(",", ":"), default=_rich)
        return text.encode(errors="surrogatepass")

    @classmethod
    def from_bytes(cls, content: bytes) -> Plan:
        """The plan again. Raises ValueError or TypeError for what is no plan."""
        text, title, version, edition, phase, namespaces, *lists = json.loads(content)
        paragraphs, patterns, rules, assertions, notices = lists
        return cls(
            *(text, title, version, edition, phase),
            tuple((prefix, uri) for prefix, uri in namespaces),
            tuple(map(_message, paragraphs)),
            tuple(PatternPlan(*item) for item in patterns),
            tuple(map(_rule, rules)),
            tuple(map(_assertion, assertions)),
            tuple(
                Notice(code, path, line, column, tuple((name, value) for name, value in facts))
                for code, path, line, column, facts in notices
            ),
        )


def _rich(value: Rich) -> list[str | None]:
    """The only values in a plan that JSON does not know."""
    return [getattr(value, item.name) for item in fields(value)]


def _message(item: Sequence[Any]) -> MessagePlan:
    parts, identifier, scheme, rich = item
    return MessagePlan(tuple((kind, text) for kind, text in parts), identifier, scheme, Rich(*rich))


def _rule(item: Sequence[Any]) -> RulePlan:
    pattern, identifier, title, context, visit_each, rich = item
    return RulePlan(pattern, identifier, title, context, visit_each, Rich(*rich))


def _assertion(item: Sequence[Any]) -> AssertionPlan:
    kind, code, identifier, test, messages, values, diagnostics, properties, rich = item[:9]
    rule_role, stated, see, subject, fixes, context, default, rule_flag = item[9:]
    return AssertionPlan(
        *(kind, code, identifier, test, tuple(map(_message, messages)), values, diagnostics, properties, Rich(*rich)),
        *(rule_role, stated, see, subject, tuple(fixes), context, default, rule_flag),
    )


def values_of(messages: Iterable[Message]) -> dict[Hashable, Expression | Name | Copy]:
    """What only a document gives of the wordings of an assertion, each once: other languages mostly show the same."""
    from teitools.schematron.model import Markup

    parts = (part for message in messages for part in message.parts if not isinstance(part, str | Markup))
    found: dict[Hashable, Expression | Name | Copy] = {}
    for part in parts:
        found.setdefault(_key(part), part)
    return found


def _key(part: Expression | Name | Copy) -> Hashable:
    """What two values have in common that are the same; nodes that XSLT makes are made each time."""
    from teitools.schematron.model import Copy, Name

    if isinstance(part, Copy):
        return id(part)
    path = part.path if isinstance(part, Name) else part
    return type(part), path and (path.text, path.namespaces)


def plan_message(message: Message, values: Sequence[Hashable] = ()) -> MessagePlan:
    """What results need of a wording; `values` are the keys of what they hold."""
    from teitools.schematron.model import Copy, Markup

    parts: list[tuple[PartKind, str]] = []
    for part in message.parts:
        if isinstance(part, str):
            parts.append(("text", part))
        elif isinstance(part, Markup):
            parts.append(("markup", part.tag))
        else:
            parts.append(("copy" if isinstance(part, Copy) else "value", str(values.index(_key(part)))))
    return MessagePlan(tuple(parts), message.id, message.scheme, message.rich)


def plan_assertion(assertion: Assertion, context: str, rule: Rich) -> AssertionPlan:
    """What results need of an assertion; its rule's context, role and flag belong to it."""
    messages = (assertion.message, *assertion.diagnostics, *assertion.properties)
    values = list(values_of(messages))
    return AssertionPlan(
        "report" if assertion.fires_when else "assert",
        assertion.code,
        assertion.id,
        assertion.test.text,
        tuple(plan_message(message, values) for message in messages),
        len(values),
        len(assertion.diagnostics),
        len(assertion.properties),
        assertion.rich,
        rule.role,
        assertion.stated,
        assertion.see,
        assertion.subject.text if assertion.subject else None,
        assertion.fixes,
        context,
        assertion.default_fix,
        rule.flag,
    )
