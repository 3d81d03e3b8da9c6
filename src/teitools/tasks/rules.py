"""Rules of Schematron schemas as people look them up: by their code, in the schemas that a project uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import BrokenSchemaError
from teitools.document.names import SCH, clark
from teitools.tasks.context import RuleContext
from teitools.tasks.schemas import SchemaChoice, rules_file, schema_file, schemas_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from teitools.diagnostics import Severity
    from teitools.project import Project
    from teitools.schematron.model import Assertion, Pattern, Rule, SchemaModel

__all__ = ["FoundRule", "codes_of", "find_rules", "schematron_files", "titles"]

_TITLE = clark(SCH, "title")


@dataclass(frozen=True, slots=True)
class FoundRule:
    """An assertion of a schema in words: what it says and how to mend it in the user's language, where it is stated.

    `fires_when` tells a report, whose test must not be true, from an assert. Values that only a document gives are `…`.
    """

    code: str
    severity: Severity
    message: str
    hint: str | None
    context: str
    test: str
    fires_when: bool
    pattern: str
    place: str
    see: str | None


def schematron_files(project: Project | None, given: Sequence[Path] = ()) -> Iterator[Path]:
    """The schemas with rules that are given, else those of the project and sound ones that its documents declare.

    Rules may be a schema's own or embedded in RELAX NG, XML Schema or ODD. Raises SetupError if one that is given is
    missing or of another kind.
    """
    if given:
        yield from (rules_file(path).path for path in given)
        return
    if project is None:
        return
    seen: set[Path] = set()
    for path in _of_project(project):
        if filesystem.real(path) not in seen:
            seen.add(filesystem.real(path))
            yield path


def _of_project(project: Project) -> Iterator[Path]:
    from teitools.document import read

    context = RuleContext.of(project)
    named = [schema_file(name, context) for name in project.schemas]
    yield from (schema.path for schema in named if schema.kind == "schematron")
    yield from (rules_file(name, context).path for name in project.schematron)
    choice = SchemaChoice(context=context)
    declared: dict[Path, None] = {}
    for source in project.documents:
        document, _ = read(source)
        if document is not None:
            schemas, _ = schemas_for(document, choice)
            declared.update(dict.fromkeys(schema.path for schema in schemas if schema.kind == "schematron"))
    yield from (path for path in declared if _is_sound(path, context))


def _is_sound(path: Path, context: RuleContext) -> bool:
    """Whether a schema that documents declare can be read; if not, a check says so of each of them."""
    try:
        context.rule_set(path).read()
    except BrokenSchemaError:
        return False
    return True


def find_rules(
    name: str, project: Project | None, given: Sequence[Path] = ()
) -> tuple[list[FoundRule], list[str], list[str]]:
    """The rules of that name (the code without `SCH:`), in the first schema that has it; letter case does not count.

    Also returns the names of the schemas looked in and the codes met there. Raises SetupError if a schema is broken.
    """
    context = RuleContext.of(project)
    looked, codes = [], []
    for path in schematron_files(project, given):
        model = context.rule_set(path).read()
        looked.append(model.name)
        found = []
        for pattern, rule, assertion in _assertions(model):
            codes.append(assertion.code)
            if assertion.code.removeprefix("SCH:").casefold() == name.casefold():
                found.append(_found(pattern, rule, assertion))
        if found:
            exact = [rule for rule in found if rule.code == f"SCH:{name}"]
            return exact or found, looked, codes
    return [], looked, codes


def codes_of(path: Path, context: RuleContext) -> Iterator[str]:
    """The codes of the rules of a schema. Raises SetupError if it is broken."""
    for _, _, assertion in _assertions(context.rule_set(path).read()):
        yield assertion.code


def titles(path: Path, project: Project | None = None) -> tuple[str, list[tuple[str, Severity, str]]]:
    """The name of a schema, and the code, severity and message of each of its rules, each code once."""
    model = RuleContext.of(project).rule_set(path).read()
    listed: dict[str, tuple[str, Severity, str]] = {}
    for _, _, assertion in _assertions(model):
        listed.setdefault(assertion.code, (assertion.code, assertion.severity, _wording(assertion)[0]))
    return model.name, list(listed.values())


def _assertions(model: SchemaModel) -> Iterator[tuple[Pattern, Rule, Assertion]]:
    for pattern in model.patterns:
        for rule in pattern.rules:
            for assertion in rule.assertions:
                yield pattern, rule, assertion


def _wording(assertion: Assertion) -> tuple[str, str | None]:
    from teitools.schematron import wording

    return wording([(message, message.outline) for message in (assertion.message, *assertion.diagnostics)])


def _found(pattern: Pattern, rule: Rule, assertion: Assertion) -> FoundRule:
    message, hint = _wording(assertion)
    title = " ".join("".join(pattern.place.element.findtext(_TITLE) or "").split())
    return FoundRule(
        code=assertion.code,
        severity=assertion.severity,
        message=message,
        hint=hint,
        context=" ".join(rule.context.text.split()),
        test=" ".join(assertion.test.text.split()),
        fires_when=assertion.fires_when,
        pattern=" – ".join(filter(None, (pattern.id, title))),
        place=str(assertion.place),
        see=assertion.see,
    )
