"""Options of several commands: how to report, which schemas to check against, and the limits of their rules."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

import click

from teitools.diagnostics import SetupError, phrase
from teitools.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from teitools.project import Project
    from teitools.sources import Source
    from teitools.tasks.pool import Workers
    from teitools.tasks.schemas import SchemaChoice, SchemaFile
    from teitools.tasks.triage import Triage
    from teitools.triage import Choice

__all__ = [
    "LimitOptions",
    "SchemaOptions",
    "TriageOptions",
    "choices_of",
    "cluster_option",
    "documents_of",
    "fail_on_option",
    "format_option",
    "ignore_option",
    "jobs_option",
    "limit_options",
    "output_option",
    "schema_choice",
    "schema_options",
    "sources_of",
    "storage_option",
    "triage_of",
    "triage_options",
    "workers_of",
]


format_option = click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="Report format."
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(["warning", "error"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)


ignore_option = click.option(
    "--ignore",
    "ignored",
    multiple=True,
    metavar="CODE[,CODE]",
    help="Do not count findings of these codes (teitools explain lists them; SCH:ID is a rule's). Repeatable.",
)

_TRIAGE = (
    ignore_option,
    click.option(
        "--baseline",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Do not count what this file knows; without it, that of the project.",
    ),
    click.option(
        "--write-baseline",
        "new_baseline",
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        help="Write what is found to this file, for --baseline FILE or baseline in teitools.toml; exit status 0.",
    ),
)


class TriageOptions(TypedDict):
    """What a command with `triage_options` is given."""

    ignored: tuple[str, ...]
    baseline: Path | None
    new_baseline: Path | None


jobs_option = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes; without it, as many as pay."
)

cluster_option = click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Let workers of a dask cluster do the work, instead of processes: the address of its scheduler "
    "(tcp://HOST:PORT), or local[:N] for N workers on this machine.",
)

storage_option = click.option(
    "--storage",
    metavar="DIR|ADDRESS",
    help="With --cluster: PATH is a name below this folder, or this address (s3://… and what else fsspec knows), from "
    "which the workers read the documents; without PATH, all .xml below it.",
)

output_option = click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the editions; without it, the project's (build).",
)


class LimitOptions(TypedDict):
    """What a command with `limit_options` is given."""

    allow_read: tuple[Path, ...]
    time_limit: float | None
    shared_variables: bool


class SchemaOptions(LimitOptions):
    """What a command with `schema_options` is given."""

    schemas: tuple[str, ...]
    schematrons: tuple[str, ...]
    phase: str | None
    catalog: Path | None
    fetch: bool


_LIMITS = (
    click.option(
        "--allow-read",
        multiple=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        metavar="DIR",
        help="Folder in which rules may read and documents include, besides those of schema and document. Repeatable.",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Time for the rules of one Schematron schema on one document; without it, 60.",
    ),
    click.option(
        "--shared-variables",
        is_flag=True,
        help="Let all patterns of a Schematron schema see the variables of each, as some processors do.",
    ),
)
_SCHEMAS = (
    click.option(
        "--schema",
        "schemas",
        multiple=True,
        metavar="FILE",
        help="Schema to check against (.rng, .rnc, .sch, .xsd), instead of those that the documents declare: a file, "
        "an address, or a release of TEI's own (tei, tei:4.9.0, tei:lite). Repeatable.",
    ),
    click.option(
        "--schematron",
        "schematrons",
        multiple=True,
        metavar="FILE",
        help="Schema whose Schematron rules to check, its own (.sch) or embedded (.rng, .xsd, .odd), instead of those "
        "that the documents declare. Repeatable.",
    ),
    click.option("--phase", metavar="NAME", help="Phase of the Schematron schemas: the id of one, #ALL or #DEFAULT."),
    *_LIMITS,
    click.option(
        "--catalog",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="OASIS XML catalog: which local files stand for the public addresses of schemas.",
    ),
    click.option(
        "--fetch",
        is_flag=True,
        help="Allow to fetch schemas from the network that are not on this machine; they are kept (teitools schemas).",
    ),
)


@contextmanager
def workers_of(cluster: str | None, jobs: int | None) -> Iterator[Workers | None]:
    """The workers that `--cluster` means, as long as the block lasts. Raises SetupError if there are none."""
    if cluster is None:
        yield None
        return
    if jobs is not None:
        raise SetupError(phrase("cluster_and_jobs"))
    from teitools.tasks.cluster import connected

    with connected(cluster) as workers:
        yield workers


def limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say where rules may read and how long they may take (see `LimitOptions`)."""
    for option in reversed(_LIMITS):
        command = option(command)
    return command


def schema_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what to check against (see `SchemaOptions`)."""
    for option in reversed(_SCHEMAS):
        command = option(command)
    return command


def triage_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say which findings count (see `TriageOptions`)."""
    for option in reversed(_TRIAGE):
        command = option(command)
    return command


def schema_choice(project: Project | None, options: SchemaOptions, sources: Sequence[Source]) -> SchemaChoice:
    """What to check documents against: what the options name, and what the project says; fetched, if that is allowed.

    Folders to read in are added to those of the project; the time limit replaces that of the project. Raises
    SetupError for a schema or catalog that is missing.
    """
    from teitools.tasks.context import RuleContext
    from teitools.tasks.fetching import fetched
    from teitools.tasks.schemas import SchemaChoice, rules_file, schema_file

    context = RuleContext.of(
        project,
        catalog=options["catalog"],
        phase=options["phase"],
        allow_read=options["allow_read"],
        time_limit=options["time_limit"],
        shared_variables=options["shared_variables"],
        fetch=options["fetch"],
    )

    def files(schemas: Sequence[Path | str], rules: Sequence[Path | str]) -> tuple[SchemaFile, ...]:
        return (
            *(schema_file(name, context) for name in schemas),
            *(rules_file(name, context) for name in rules),
        )

    given = files(options["schemas"], options["schematrons"])
    fallback = files(project.schemas, project.schematron) if project and not given else ()
    return fetched(sources, SchemaChoice(given, fallback, context))


def choices_of(project: Project | None, ignored: Sequence[str]) -> tuple[Choice, ...]:
    """What counts: what the project says, and before it the codes that are to be ignored, commas between them.

    Raises SetupError for what is no code of a finding.
    """
    from teitools.triage.choices import fault_of_code, ignoring

    stated = project.findings.choices if project else ()
    if not ignored:
        return stated
    codes = [code.strip() for item in ignored for code in item.split(",")]
    for code in codes:
        if wrong := fault_of_code(code):
            raise SetupError(f"--ignore {code}: {wrong}")
    return (*stated, ignoring(codes))


def triage_of(
    project: Project | None, options: TriageOptions, sources: Sequence[Source], paths: Sequence[str]
) -> Triage:
    """How findings are parted, by what the options name and the project says.

    Without `paths`, the sources are all documents of the project. Raises SetupError for options that cannot be meant.
    """
    from teitools.tasks.triage import Triage

    if options["baseline"] and options["new_baseline"]:
        raise SetupError("--baseline reads and --write-baseline writes what is known; give one of them")
    known = options["baseline"] or (project.findings.baseline if project else None)
    choices = choices_of(project, options["ignored"])
    return Triage(choices, sources, paths, options["new_baseline"] or known, writes=bool(options["new_baseline"]))


def sources_of(paths: Sequence[str], project: Project | None, storage: str | None, cluster: str | None) -> list[Source]:
    """The documents that paths name, else those of the project; with a `storage`, those in it.

    Raises SetupError for what is not there, and for a storage without the workers that read it.
    """
    from teitools.sources import find_sources, find_stored

    if storage is None:
        return find_sources(paths or documents_of(project))
    if cluster is None:
        raise SetupError(phrase("cluster_storage_alone"))
    return find_stored(storage, paths)


def documents_of(project: Project | None) -> Sequence[str]:
    """The documents of the project. Raises SetupError if there are none, as then a run would do nothing."""
    if project is None or not project.documents:
        raise SetupError("there are no documents: name a file or folder, or list them in teitools.toml")
    return [str(path) for path in project.documents]
