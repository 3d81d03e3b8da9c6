"""The report on a package that can be filed: one page of HTML that needs nothing else, without a clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import __version__
from teitools.diagnostics import SetupError, Severity, language, phrase
from teitools.document import escape
from teitools.files import write_file
from teitools.filesystem import reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.tasks.archive.verifying import Verified

__all__ = ["write_page"]

# Which question a finding answers, by the start of its code; those of the texts themselves have other letters.
_QUESTIONS = {
    "container": ("ARC02", "ARC030"),
    "bag": ("ARC031", "ARC032", "ARC033", "ARC034"),
    "fixity": ("ARC00", "ARC01"),
    "structure": ("ARC04",),
    "preservation": ("ARC05",),
    "descriptions": ("ARC06",),
    "texts": ("ARC07",),
    "editions": ("ARC08",),
}
_STYLE = """
body { font: 16px/1.5 Georgia, serif; color: #1c1c1c; background: #fff; max-width: 52rem; margin: 2rem auto;
padding: 0 1rem }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
.verdict { font-size: 1.25rem; border-left: .4rem solid; padding: .4rem 1rem; margin: 1.5rem 0 }
.good { border-color: #1b6e3c; background: #eef7f1 } .bad { border-color: #a11616; background: #fbeeee }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #d8d8d8 }
th { font-weight: normal; color: #555; width: 13rem }
td.mark { width: 2rem; text-align: center } code { font: .875em/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
li { margin: .6rem 0 } .hint { color: #555 } footer { margin-top: 2.5rem; color: #555; font-size: .875rem }
@media print { body { margin: 0; max-width: none } }
"""


def write_page(path: Path, made: Verified) -> None:
    """Write the page. Raises SetupError if that is not possible."""
    text = "\n".join(_lines(made)) + "\n"
    try:
        write_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise SetupError(f"{path}: {reason(error)}; choose another place with --report") from error


def _lines(made: Verified) -> Iterator[str]:
    errors = sum(item.severity is Severity.ERROR for item in made.findings)
    title = made.info.get("External-Description") or made.name
    kind, verdict = ("bad", "arc_page_bad") if errors else ("good", "arc_page_good")
    yield f'<!DOCTYPE html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_text(phrase('arc_page_title', name=title))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
    yield f"<main>\n<h1>{_text(phrase('arc_page_title', name=title))}</h1>"
    yield f'<p class="verdict {kind}">{_text(phrase(verdict, count=errors))}</p>'
    yield from _facts(made)
    yield from _asked(made)
    yield from _findings(made.findings)
    yield f"<footer>teitools {__version__}</footer>\n</main>\n</body>\n</html>"


def _facts(made: Verified) -> Iterator[str]:
    rows = [("package", made.name), ("files", str(made.files)), ("bytes", f"{made.size:,}".replace(",", " "))]
    names = ("External-Identifier", "Source-Organization", "Contact-Name", "Bagging-Date", "Bag-Software-Agent")
    labelled = [(phrase(f"arc_page_{key}"), value) for key, value in rows]
    labelled += [(name, made.info[name]) for name in names if made.info.get(name)]
    yield f"<h2>{_text(phrase('arc_page_facts'))}</h2>\n<table>"
    for label, value in labelled:
        yield f'<tr><th scope="row">{_text(label)}</th><td>{_text(value)}</td></tr>'
    yield "</table>"


def _asked(made: Verified) -> Iterator[str]:
    """Every question, whether it was asked, and what came of it."""
    yield f"<h2>{_text(phrase('arc_page_asked'))}</h2>\n<table>"
    for question, starts in _QUESTIONS.items():
        count = sum(_belongs(item, question, starts) for item in made.findings)
        if question not in made.asked:
            mark, outcome = "–", phrase("arc_page_not_asked")
        elif count:
            mark, outcome = "✗", phrase("arc_page_findings", count=count)
        else:
            mark, outcome = "✓", phrase("arc_page_well")
        words = _text(phrase(f"arc_ask_{question}"))
        yield f'<tr><td class="mark">{mark}</td><td>{words}</td><td>{_text(outcome)}</td></tr>'
    yield "</table>"


def _belongs(item: Diagnostic, question: str, starts: Sequence[str]) -> bool:
    return item.code.startswith(tuple(starts)) or (question == "texts" and item.source != "archive")


def _findings(findings: Sequence[Diagnostic]) -> Iterator[str]:
    if not findings:
        return
    yield f"<h2>{_text(phrase('arc_page_findings_head'))}</h2>\n<ul>"
    for item in findings:
        severity = phrase(f"severity_{item.severity.value}")
        hint = f'<br><span class="hint">{_text(item.hint)}</span>' if item.hint else ""
        message = f"{severity}: {item.message} [{item.code}]"
        yield f"<li><code>{_text(str(item.location))}</code><br>{_text(message)}{hint}</li>"
    yield "</ul>"


def _text(content: str) -> str:
    return escape.text(escape.possible(content))
