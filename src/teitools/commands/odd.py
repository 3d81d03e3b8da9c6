"""The commands `teitools odd …`: parse options, call one function, choose the exit status; no logic."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click

from teitools import filesystem
from teitools.commands.options import choices_of, fail_on_option, format_option
from teitools.commands.printing import exit_status, print_report
from teitools.diagnostics import SetupError, Severity
from teitools.reports import FORMATS
from teitools.tasks.odd import DEFAULT_FORMATS, OUTPUT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from teitools.tasks.odd.outputs import Outputs
    from teitools.triage import Verdict

__all__ = ["odd_group"]


@click.group("odd")
def odd_group() -> None:
    """Compile TEI customisations (ODD) to schemas and documentation."""


_SOURCE_OPTIONS = (
    click.option(
        "--source",
        metavar="FILE",
        help="What the ODD chooses from: TEI's p5subset.xml, a compiled ODD, tei:4.9.0, tei:current or an address; "
        "without it, what its schemaSpec names, else TEITOOLS_P5.",
    ),
    click.option("--schema", metavar="IDENT", help="The schemaSpec to compile, where the file has several."),
    click.option("--fetch", is_flag=True, help="Allow to fetch sources from the network; they are kept."),
    click.option(
        "--catalog",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="OASIS XML catalog: which local files stand for the addresses of sources and grammars; without it, that "
        "of the project.",
    ),
)


class SourceOptions(TypedDict):
    """What a command with `source_options` is given."""

    source: str | None
    schema: str | None
    fetch: bool
    catalog: Path | None


def source_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say what an ODD chooses from (see `SourceOptions`)."""
    for option in reversed(_SOURCE_OPTIONS):
        command = option(command)
    return command


def _report(format_: str, verdict: Verdict, path: Path, fail_on: Severity, *, to_error: bool) -> int:
    """Report what was found in an ODD, and the exit status that it comes to."""
    from teitools.document import display_name
    from teitools.sources import Source

    if verdict.counted or format_ != "text":
        source = Source(display_name(path), path)
        stream = sys.stderr if to_error else sys.stdout
        print_report(format_, verdict.counted, [source], fail_on, stream, suppressed=verdict.suppressed)
    return exit_status(verdict.counted, fail_on)


@odd_group.command("compile")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.odd")
@source_options
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(OUTPUT_FORMATS),
    help="What to make: RELAX NG in XML or compact syntax, Schematron, XML Schema (needs Java), the compiled ODD, the "
    f"facts for editors, documentation. Repeatable; without it, {' and '.join(DEFAULT_FORMATS)}.",
)
@click.option(
    "--output", metavar="DIR", help="Folder for what is made, or - for standard output; without it, the ODD's folder."
)
@click.option("--lang-docs", metavar="TAG", help="Language of documentation in the outputs (en, fr, tr …).")
@click.option("--no-docs", is_flag=True, help="Leave documentation out of the grammars.")
@click.option("--own-docs", is_flag=True, help="Leave documentation out that the ODD takes from its source.")
@click.option("--no-rules", is_flag=True, help="Leave Schematron out of the grammars.")
@click.option(
    "--report", "report_format", type=click.Choice(FORMATS), default="text", show_default=True, help="Report format."
)
@fail_on_option
def compile_command(
    file: Path,
    formats: tuple[str, ...],
    output: str | None,
    lang_docs: str | None,
    no_docs: bool,
    own_docs: bool,
    no_rules: bool,
    report_format: str,
    fail_on: str,
    **options: Unpack[SourceOptions],
) -> int:
    """Compile a customisation: RELAX NG and Schematron, or what --format names.

    The files are named after the schemaSpec: IDENT.rng, IDENT.sch, IDENT.compiled.odd … An ODD with errors makes
    nothing, and leaves what was there.

    Exit status: 0 made, and nothing found at or above --fail-on, 1 findings, 2 a usage or set-up fault.
    """
    from teitools.project import find_project
    from teitools.tasks.odd.compile import compile_file
    from teitools.tasks.odd.outputs import Wanted, make_outputs
    from teitools.triage import Chooser

    formats = tuple(dict.fromkeys(formats)) or DEFAULT_FORMATS
    folder = _folder(output, formats, file)
    made = None
    with _no_collection():
        compiled = compile_file(file, **options)
        if compiled.customization is not None:
            wanted = Wanted(lang_docs, not no_docs, own_docs, not no_rules, folder)
            made = make_outputs(compiled.customization, formats, wanted)
    is_made = made is not None and bool(made.files)
    choices = choices_of(find_project(filesystem.working_folder()), ()) if is_made else ()  # else all must be known
    verdict = Chooser(choices).verdict([*compiled.diagnostics, *(made.findings if made else ())])
    status = _report(report_format, verdict, file, Severity(fail_on), to_error=folder is None)
    if compiled.customization is None or made is None or not is_made:
        return 1
    _deliver(made, folder, [file, *(Path(name) for name, _ in compiled.customization.sources)])
    return status


@contextlib.contextmanager
def _no_collection() -> Iterator[None]:
    """Do not look for cycles of garbage: all that compiling makes is needed to its end, and looking takes a quarter of
    the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _folder(output: str | None, formats: Sequence[str], file: Path) -> Path | None:
    """Where to write, None for standard output. Raises SetupError if that, or the folder, cannot be meant."""
    if output and Path(output).suffix.removeprefix(".") in OUTPUT_FORMATS:
        raise SetupError(f"--output {output}: this names a folder; the files in it are named after the schemaSpec")
    if output == "-" and len(formats) > 1:
        raise SetupError("standard output takes one format; name one with --format, or a folder with --output DIR")
    return None if output == "-" else Path(output) if output else file.parent


def _deliver(made: Outputs, folder: Path | None, read: Sequence[Path]) -> None:
    """Write what was made, not over what was `read`, and say so."""
    from teitools.tasks.odd.outputs import write_outputs

    for remark in made.remarks:
        click.echo(f"teitools: {remark}", err=True)
    if folder is None:
        if len(made.files) > 1:
            raise SetupError(f"{', '.join(made.files)}: several files; name a folder with --output DIR")
        sys.stdout.buffer.write("".join(made.files.values()).encode())
        sys.stdout.flush()
        return
    for path in write_outputs(folder, made.files, read):
        click.echo(f"teitools: wrote {path}", err=True)


@odd_group.command("lint")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE.odd")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@source_options
@format_option
@fail_on_option
def lint_command(
    file: Path, documents: tuple[str, ...], format_: str, fail_on: str, **options: Unpack[SourceOptions]
) -> int:
    """Check an ODD: what compiling finds, whether its rules compile and its examples are valid.

    With DOCUMENTs (files or folders; without any, the documents of the project in teitools.toml) also what they never
    use of it - elements, attributes, values of closed lists - and what they use that it does not allow.

    Exit status: 0 nothing at or above --fail-on, 1 findings, 2 a usage or set-up fault.
    """
    from teitools.project import find_project
    from teitools.sources import Source, find_sources
    from teitools.tasks.odd.compile import compile_file
    from teitools.tasks.odd.lint import lint
    from teitools.triage import Chooser

    project = find_project(filesystem.working_folder())
    sources = find_sources(documents or map(str, project.documents if project else ()))
    verdict = Chooser(choices_of(project, ())).verdict(lint(file, compile_file(file, **options), sources))
    read = [Source(str(file), file), *sources]
    print_report(format_, verdict.counted, read, Severity(fail_on), suppressed=verdict.suppressed)
    return exit_status(verdict.counted, Severity(fail_on))


@odd_group.command("infer")
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option(
    "--source", metavar="FILE", help="What to choose from: TEI's p5subset.xml, tei:4.9.0 …; without it, TEITOOLS_P5."
)
@click.option("--fetch", is_flag=True, help="Allow to fetch the source from the network; it is kept.")
@click.option("--ident", default="inferred", show_default=True, help="Name of the schema.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE.odd",
    help="File to write; without it, or with -, standard output.",
)
def infer_command(documents: tuple[str, ...], source: str | None, fetch: bool, ident: str, output: Path | None) -> int:
    """Write a first customisation from documents: what they use, and not much more.

    Elements that do not occur and attributes that no element has are left out; attributes that are vocabularies get
    lists of the values that occur, closed where there are two or more, each used five times on average. The rest is for
    its authors.

    Exit status: 0 written, 1 a document is not well-formed or uses elements that the source does not have, 2 a usage
    or set-up fault.
    """
    from teitools.files import refuse_to_replace
    from teitools.sources import find_sources
    from teitools.tasks.odd.infer import infer_from
    from teitools.tasks.odd.outputs import write_outputs

    sources = find_sources(documents)
    read = [source.path for source in sources if source.path]
    output = None if output == Path("-") else output
    if output:
        chosen_from = source or os.environ.get("TEITOOLS_P5")
        refuse_to_replace([output], [*read, *([Path(chosen_from)] if chosen_from else ())])
    text, findings = infer_from(sources, source, ident, output.parent if output else Path(), fetch=fetch)
    if findings:
        print_report("text", findings, sources, Severity.WARNING, sys.stderr)
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    else:
        for path in write_outputs(output.parent, {output.name: text}):
            click.echo(f"teitools: wrote {path}", err=True)
    return int(bool(findings))
