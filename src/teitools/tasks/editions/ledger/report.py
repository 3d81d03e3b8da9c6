"""The accounts of a build as a file: JSON for programs, beside it a page for people."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, language, phrase
from teitools.document import escape
from teitools.files import refuse_to_replace, write_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from teitools.diagnostics import Location
    from teitools.tasks.editions.ledger.account import Account

__all__ = ["ledger_files", "write_ledger"]

_NUMBER = ' class="number"'
_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; width: 100% }
th, td { border-bottom: 1px solid #8886; padding: .25rem .6rem .25rem 0; text-align: start; vertical-align: top }
th { vertical-align: bottom }
.number { font-variant-numeric: tabular-nums; text-align: end }
td { overflow-wrap: anywhere }
.lost { color: #b3261e; font-weight: 600 }
@media (prefers-color-scheme: dark) { .lost { color: #ff8a80 } }
"""


def ledger_files(path: Path, sources: Iterable[Path], output: Path) -> tuple[Path, Path]:
    """The file of a ledger and that of its page, of a build of documents into a folder.

    Raises SetupError if they would be one file, replace a document, or lie in an edition, which is replaced as a whole.
    """
    page = path.with_suffix(".html")
    if page == path:
        raise SetupError(f"{path}: the ledger is JSON, and its page gets this name; name it {path.stem}.json")
    place, below = filesystem.real(path.parent), filesystem.real(output)
    if place != below and place.is_relative_to(below):
        raise SetupError(f"{path}: this folder is replaced by builds; write the ledger to {output} or elsewhere")
    refuse_to_replace([path, page], sources, "--ledger")
    return path, page


def write_ledger(files: tuple[Path, Path], accounts: Iterable[Account]) -> None:
    """Write the accounts to a file, and as a page to another, both or none. Raises SetupError if they cannot be."""
    accounts = list(accounts)
    path, page = files
    data = json.dumps({"ledger": 1, "accounts": [_data(item) for item in accounts]}, ensure_ascii=False, indent=1)
    try:
        write_files(path.parent, {path.name: f"{data}\n".encode(), page.name: _page(accounts).encode()})
    except OSError as error:
        reason = filesystem.reason(error)
        raise SetupError(f"{filesystem.place(error, path)}: {reason}; name another file with --ledger") from error


def _data(account: Account) -> dict[str, object]:
    return {
        "edition": account.kind,
        "document": account.document,
        "characters": account.characters,
        "arrived": account.arrived,
        "left_out": [
            {
                "match": item.rule.match,
                "reason": item.rule.why,
                "stylesheet": f"{item.rule.module}:{item.rule.line}",
                "characters": item.characters,
                "places": item.places,
                "arrived": item.arrived,
            }
            for item in account.left_out
        ],
        "lost": [
            {
                "element": item.element,
                "characters": item.characters,
                "words": item.words,
                "location": _place(item.location),
            }
            for item in account.lost
        ],
    }


def _place(location: Location) -> dict[str, object]:
    return {key: value for key, value in asdict(location).items() if value is not None}


def _page(accounts: Sequence[Account]) -> str:
    title, explained = phrase("ledger_title"), phrase("ledger_explained")
    head = f'<meta charset="utf-8"/><meta name="viewport" content="width=device-width"/><title>{_text(title)}</title>'
    body = f"<h1>{_text(title)}</h1><p>{_text(explained)}</p>{_summary(accounts)}{''.join(map(_section, accounts))}"
    whole = f'<html lang="{language()}"><head>{head}<style>{_STYLE}</style></head>\n<body>{body}</body></html>'
    return f"<!DOCTYPE html>\n{whole}\n"


def _summary(accounts: Sequence[Account]) -> str:
    rows = [
        (
            account.kind,
            account.document,
            account.characters,
            sum(account.arrived.values()),
            sum(item.characters for item in account.left_out),
            sum(item.characters for item in account.lost),
        )
        for account in accounts
    ]
    return _table(("edition", "document", "characters", "arrived", "left_out", "lost"), rows)


def _section(account: Account) -> str:
    """The account of one document in one edition."""
    left_out = [
        (item.rule.why, f"{item.rule.match} ({item.rule.module}:{item.rule.line})", item.places, item.characters)
        for item in account.left_out
        if item.characters
    ]
    lost = [(f"{item.location} <{item.element}>", item.words, item.characters) for item in account.lost]
    parts = [
        f"<h2>{_text(account.document)}: {_text(account.kind)}</h2>",
        f"<h3>{_text(phrase('ledger_arrived'))}</h3>{_table(('file', 'characters'), list(account.arrived.items()))}",
        f"<h3>{_text(phrase('ledger_left_out'))}</h3>{_table(('reason', 'rule', 'places', 'characters'), left_out)}",
        f"<h3>{_text(phrase('ledger_lost'))}</h3>{_table(('place', 'words', 'characters'), lost)}",
    ]
    return "\n".join(parts)


def _table(names: Sequence[str], rows: Sequence[Sequence[str | int]]) -> str:
    if not rows:
        return f"<p>{_text(phrase('ledger_nothing'))}</p>"
    head = "".join(
        f"<th{_NUMBER if isinstance(value, int) else ''}>{_text(phrase(f'ledger_{name}'))}</th>"
        for name, value in zip(names, rows[0], strict=True)
    )
    body = "".join(
        f"<tr>{''.join(_cell(name, value) for name, value in zip(names, row, strict=True))}</tr>\n" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _cell(name: str, value: str | int) -> str:
    if isinstance(value, str):
        return f"<td>{_text(value)}</td>"
    classes = "number lost" if name == "lost" and value else "number"
    return f'<td class="{classes}">{value:,}</td>'


def _text(content: str) -> str:
    return escape.text(escape.possible(content))
