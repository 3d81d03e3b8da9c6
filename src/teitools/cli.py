"""The command line: parse options, call one function, choose the exit status; no logic.

Exit status: 0 nothing at or above the severity that fails a run, 1 findings, 2 a usage or set-up fault, 130 stopped
with Ctrl-C. Findings go to standard output, progress and faults to standard error.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Unpack

import click

from teitools import __version__
from teitools.diagnostics import LANGUAGES, SetupError, Severity, TeitoolsError, set_language
from teitools.fixcommand import fix_command
from teitools.odd_commands import odd_group
from teitools.options import documents_of, schema_choice, schema_options
from teitools.printing import print_report, use_utf8
from teitools.reports import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.diagnostics import Diagnostic
    from teitools.options import SchemaOptions
    from teitools.project import Project
    from teitools.schemas import SchemaChoice
    from teitools.sources import Source

__all__ = ["main"]

_WITHOUT_TEX = ("html", "latex", "text")
_EDITIONS = (*_WITHOUT_TEX, "pdf", "odd")


def main() -> NoReturn:
    """Run the command line and exit with its status; no fault of a text, a set-up or a user ends in a traceback."""
    sys.modules.setdefault("rnc2rng", None)  # type: ignore[arg-type]  # lxml would load it (60 ms), and we need it not
    try:
        status = cli.main(prog_name="teitools", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except TeitoolsError as error:
        click.echo(f"teitools: {error}", err=True)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("teitools: stopped; nothing was left half-written", err=True)
        status = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains again at exit
        status = 1
    sys.exit(status)


def _default_language() -> str:
    """Turkish where the locale says so (POSIX order of precedence), else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "")
    return "tr" if chosen.lower().startswith("tr") else "en"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=_default_language,
    help="Language of messages; without it, Turkish where the locale is Turkish, else English.",
)
def cli(lang: str) -> None:
    """Validate and publish TEI-XML editions."""
    set_language(lang)


@cli.command("check")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@schema_options
@click.option(
    "--format",
    "format_",
    type=click.Choice((*FORMATS, "svrl")),
    default="text",
    show_default=True,
    help="Report format; svrl reports on the rules of one Schematron schema, with every rule that fired.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="With --format svrl: folder for the reports, one file for each document and schema.",
)
@click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="Worker processes; without it, as many as pay.")
@click.option(
    "--fail-on",
    type=click.Choice(["warning", "error"]),
    default="error",
    show_default=True,
    help="The least severity that makes the exit status 1.",
)
def check_command(
    paths: tuple[str, ...],
    format_: str,
    output: Path | None,
    jobs: int | None,
    fail_on: str,
    **schemas: Unpack[SchemaOptions],
) -> int:
    """Check documents: well-formedness, schemas, rules, pointers.

    PATH is a file, a folder (all .xml below it) or - for standard input; without PATH, the documents of the project
    in teitools.toml. Documents are checked against the schemas that they declare with <?xml-model?> or
    xsi:schemaLocation, else against those of the project. A RELAX NG schema or XML Schema that carries Schematron
    rules is declared twice: once as what it is, once as Schematron.

    Rules may read only in the folders of their schema and of the document, and in those of --allow-read or allow-read
    in teitools.toml. A schema whose rules do not end in time (--time-limit, time-limit in teitools.toml) is a finding.

    A report in SVRL is about one document and one schema; with several, --output names a folder, which gets
    DOCUMENT.svrl for each (DOCUMENT.SCHEMA.svrl for several schemas). Other findings go to standard error then.

    Exit status: 0 no finding at or above --fail-on, 1 findings, 2 a usage or set-up fault.
    """
    from teitools.project import find_project
    from teitools.sources import find_sources

    if output is not None and format_ != "svrl":
        raise SetupError("--output is for --format svrl; redirect the standard output for other formats")
    project = find_project(Path.cwd())
    sources = find_sources(paths or documents_of(project))
    threshold = Severity(fail_on)
    findings = _check(sources, schema_choice(project, schemas), jobs, format_, output, threshold)
    return int(any(item.severity.rank >= threshold.rank for item in findings))


def _check(
    sources: list[Source], choice: SchemaChoice, jobs: int | None, format_: str, output: Path | None, fail_on: Severity
) -> list[Diagnostic]:
    """Check and report; the findings."""
    started = time.perf_counter()
    progress = _progress() if sys.stderr.isatty() else None
    if format_ == "svrl":
        from teitools.svrlreports import check_for_svrl

        return check_for_svrl(sources, choice, output, jobs=jobs, progress=progress)
    from teitools.checking import check_sources

    findings = check_sources(sources, choice, jobs=jobs, progress=progress)
    print_report(format_, findings, sources, time.perf_counter() - started, fail_on)
    return findings


def _progress() -> Callable[[int, int], None]:
    def show(done: int, total: int) -> None:
        if total > 1:
            click.echo(f"\r{done}/{total}" if done < total else "\r\x1b[K", nl=False, err=True)

    return show


cli.add_command(fix_command)
cli.add_command(odd_group)


@cli.command("explain")
@click.argument("code", required=False, metavar="[CODE]")
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Schematron schema that has the rule, instead of those of the project. Repeatable.",
)
def explain_command(code: str | None, schemas: tuple[Path, ...]) -> int:
    """Explain the CODE of a finding: what is wanted, why, how to mend it. Without CODE, list all codes.

    Codes such as SCH:some-rule are rules of Schematron schemas: they are looked up in those that the project or its
    documents name.

    Exit status: 0 explained, 2 there is no such code, or a schema is broken.
    """
    import shutil

    from teitools.explain import explain, overview
    from teitools.project import find_project
    from teitools.reports.paint import colour_wanted

    terminal = sys.stdout.isatty()
    colour = colour_wanted(terminal, os.environ)
    project = find_project(Path.cwd())
    if code is None:
        lines = overview(project, schemas, colour=colour)
    else:
        width = min(shutil.get_terminal_size().columns, 100) if terminal else 100
        lines = explain(code, project, schemas, colour=colour, width=width)
    use_utf8(sys.stdout)
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()
    return 0


@cli.command("build")
@click.argument("editions", nargs=-1, type=click.Choice(_EDITIONS), metavar="[html|latex|text|pdf|odd]...")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the editions; without it, the project's (build).",
)
def build_command(editions: tuple[str, ...], output: Path | None) -> int:
    """Make editions of the project's documents: HTML, LaTeX and plain text; PDF (through LaTeX) when asked for.

    Where the project has an ODD ([odd] in teitools.toml), its documentation is made too: odd.

    Each edition gets a folder of its own below the output folder, replaced as a whole: a build that fails or is
    interrupted leaves the previous edition as it was.

    Exit status: 0 everything was made, 1 a document is not well-formed, 2 a usage or set-up fault.
    """
    from teitools.project import find_project

    project = find_project(Path.cwd())
    if project is None:
        raise SetupError("nothing to build: run this in a folder with a teitools.toml, or below one")
    target = output or project.output
    wanted = dict.fromkeys(editions or (*_WITHOUT_TEX, *(["odd"] if project.odd else [])))
    if "odd" in wanted and project.odd is None:
        raise SetupError("the project has no ODD; name it in teitools.toml: [odd] file = …")
    if "pdf" in wanted:
        wanted = dict.fromkeys([*(kind for kind in wanted if kind not in ("latex", "pdf")), "latex", "pdf"])
    for (
        kind
    ) in wanted:  # a document that is not well-formed fails every edition alike, so the first to fail is the last
        if status := _make(kind, project, target):
            return status
    return 0


def _make(kind: str, project: Project, target: Path) -> int:
    """Make one edition and say what was written; the exit status."""
    from teitools import editions

    started = time.perf_counter()
    if kind == "pdf":
        from teitools.pdf import latest_epoch, typeset

        made = typeset(target / "latex", target / "pdf", latest_epoch(project.edition_documents))
    elif kind == "odd" and project.odd:
        from teitools.documenting import build_documentation

        made = build_documentation(project.odd, target / "odd")
    else:
        made = editions.build(project.editions[kind], project.edition_documents, target / kind)
    for message in made.messages:
        click.echo(f"teitools: {kind}: {message}", err=True)
    if made.findings:
        from teitools.sources import find_sources

        read = [project.odd.file] if kind == "odd" and project.odd else project.edition_documents
        sources = find_sources(map(str, read))
        print_report("text", list(made.findings), sources, time.perf_counter() - started, Severity.ERROR)
    if not made.files:
        return 1
    click.echo(f"{_shown(made.folder)}: {', '.join(made.files)}")
    return 0


def _shown(folder: Path) -> str:
    absolute = folder.absolute()
    return str(absolute.relative_to(Path.cwd()) if absolute.is_relative_to(Path.cwd()) else absolute)


@cli.group("schematron")
def schematron_group() -> None:
    """Work on rules in Schematron."""


@schematron_group.command("test")
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path), metavar="[FOLDER]...")
@click.option(
    "--schema",
    "schemas",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Schema whose rules to test (.sch, or .rng, .xsd, .odd with rules), instead of the project's. Repeatable.",
)
@click.option("--phase", metavar="NAME", default="#ALL", show_default=True, help="Phase of the schemas to test.")
@click.option(
    "--allow-read",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Folder in which the rules may read, besides those of the schema and the document. Repeatable.",
)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="Report format."
)
def schematron_test_command(
    folders: tuple[Path, ...], schemas: tuple[Path, ...], phase: str, allow_read: tuple[Path, ...], format_: str
) -> int:
    r"""Test rules on documents that break and keep them, and on XSpec scenarios.

    FOLDER holds a folder for each rule, named by its id: failing*.xml break the rule and no other, passing*.xml break
    none. Without FOLDER, the folder tests of the project is searched. A rule without both is reported.

    \b
    note-has-idno/failing.xml     breaks the rule; where, says an instruction before the element:
                                  <?expect?>  <?expect @ref?>  <?expect 12:5?>  <?expect other-rule @ref?>
    note-has-idno/passing.xml     keeps all rules
    note-has-idno/expected.json   {"line": 12, "column": 5} instead of an instruction
    beside/register.xml           lies beside each document when the rules run

    XSpec files (*.xspec in FOLDER, or one named instead of it) name their schema themselves.

    Exit status: 0 all as expected, 1 not, 2 a usage or set-up fault, also if there is nothing to test.
    """
    from teitools.project import find_project
    from teitools.ruletests import run_rule_tests
    from teitools.sources import find_sources

    started = time.perf_counter()
    made = run_rule_tests(folders, schemas, find_project(Path.cwd()), phase=phase, allow_read=allow_read)
    sources = find_sources(map(str, made.documents))
    print_report(format_, made.findings, sources, time.perf_counter() - started, Severity.ERROR)
    click.echo(f"{made.rules} rules tested", err=True)
    return int(any(item.severity is Severity.ERROR for item in made.findings))
