"""What a run needs of a schema, as plain values: the stylesheet, and what the numbers in its results stand for.

A plan can be written to the cache and read back, without the schema being read.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from teitools.schematron.results import Notice, Rich

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.schematron.model import Assertion, Message

__all__ = [
    "AssertionPlan",
    "MessagePlan",
    "PatternPlan",
    "Plan",
    "RulePlan",
    "plan_assertion",
    "plan_message",
]

# The kinds of parts of a wording: text, markup, a value (text that the results hold), a copy (nodes that they hold).
PartKind = Literal["text", "markup", "value", "copy"]


class MessagePlan(NamedTuple):
    """A wording: its parts, each a kind and, where it is known before a document is, a text."""

    parts: tuple[tuple[PartKind, str], ...]
    id: str | None
    scheme: str | None
    rich: Rich

    @property
    def slots(self) -> int:
        """How many parts the results hold."""
        return sum(kind in ("value", "copy") for kind, _ in self.parts)


class AssertionPlan(NamedTuple):
    """An assertion; `messages` are its own wording, its diagnostics, its properties, as many as the numbers say."""

    kind: Literal["assert", "report"]
    code: str
    id: str | None
    test: str
    messages: tuple[MessagePlan, ...]
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
    kind, code, identifier, test, messages, diagnostics, properties, rich = item[:8]
    rule_role, stated, see, subject, fixes, context, default, rule_flag = item[8:]
    return AssertionPlan(
        *(kind, code, identifier, test, tuple(map(_message, messages)), diagnostics, properties, Rich(*rich)),
        *(rule_role, stated, see, subject, tuple(fixes), context, default, rule_flag),
    )


def plan_message(message: Message) -> MessagePlan:
    """What results need of a wording."""
    from teitools.schematron.model import Copy, Markup

    parts: list[tuple[PartKind, str]] = []
    for part in message.parts:
        if isinstance(part, str):
            parts.append(("text", part))
        elif isinstance(part, Markup):
            parts.append(("markup", part.tag))
        else:
            parts.append(("copy" if isinstance(part, Copy) else "value", ""))
    return MessagePlan(tuple(parts), message.id, message.scheme, message.rich)


def plan_assertion(assertion: Assertion, context: str, rule: Rich) -> AssertionPlan:
    """What results need of an assertion; its rule's context, role and flag belong to it."""
    messages = (assertion.message, *assertion.diagnostics, *assertion.properties)
    return AssertionPlan(
        "report" if assertion.fires_when else "assert",
        assertion.code,
        assertion.id,
        assertion.test.text,
        tuple(map(plan_message, messages)),
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
