"""The table [archive] of teitools.toml: what a package for archives says of itself, and what goes into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from teitools.diagnostics import SetupError, nearest
from teitools.document.addresses import doi_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.project.tables import Patterns, Tables

__all__ = ["KEYS", "TEXTS", "ArchiveSettings", "archive_settings", "with_stated"]

TEXTS = (
    "identifier",
    "doi",
    "title",
    "organisation",
    "organisation-identifier",
    "contact",
    "email",
    "rights",
    "retention",
    "date",
    "replaces",
)
"""The keys whose values are texts, which the command line may state too."""
KEYS = (*TEXTS, "representations", "files", "documentation")
_DATE = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\Z")
_LINE = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*\Z")


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """What `[archive]` says; an empty text is one that nobody has stated.

    `identifier`, `doi` and `title` are those of the package; `organisation` deposits it, and is known by
    `organisation_identifier`; `contact` (with `email`) answers questions; `rights` and `retention` are statements;
    `date` (YYYY-MM-DD) is that of the package; `replaces` the identifier of the one that it takes the place of.
    `representations` are kinds of editions; `files` belong to the edition besides what it names; `documentation` are
    files that explain it: both may be very many, and are looked for when a package or a list is made.
    """

    identifier: str = ""
    doi: str = ""
    title: str = ""
    organisation: str = ""
    organisation_identifier: str = ""
    contact: str = ""
    email: str = ""
    rights: str = ""
    retention: str = ""
    date: str = ""
    replaces: str = ""
    representations: tuple[str, ...] = ("html", "text")
    files: Patterns | tuple[()] = ()
    documentation: Patterns | tuple[()] = ()

    def require(self) -> None:
        """Raise SetupError for a pattern among files and documentation that matches nothing: what is to be packed."""
        for patterns in (self.files, self.documentation):
            if patterns:
                patterns.require()


def archive_settings(settings: Tables, kinds: Sequence[str]) -> ArchiveSettings:
    """Read the table; `kinds` are what editions there can be. Raises SetupError, naming file and key."""
    texts = {key: settings.text("archive", key, "") for key in TEXTS}
    for key, value in texts.items():
        if wrong := _fault(key, value):
            raise settings.fault("archive", key, wrong)
    chosen = settings.words("archive", "representations", ArchiveSettings().representations)
    for kind in chosen:
        if kind not in kinds:
            raise settings.fault("archive", "representations", f"“{kind}” is none; known: {', '.join(kinds)}")
    files, documentation = (settings.patterns("archive", key) for key in ("files", "documentation"))
    return replace(
        with_stated(ArchiveSettings(), texts), representations=chosen, files=files, documentation=documentation
    )


def with_stated(settings: ArchiveSettings, stated: Mapping[str, str]) -> ArchiveSettings:
    """The settings with what the command line states instead. Raises SetupError for what is no key, or no value."""
    for key, value in stated.items():
        if key not in TEXTS:
            near = nearest(key, TEXTS)
            known = f"did you mean “{near}”?" if near else f"known: {', '.join(TEXTS)}"
            raise SetupError(f"--set {key}: unknown setting of [archive]; {known}")
        if wrong := _fault(key, value):
            raise SetupError(f"--set {key}: {wrong}")
    named: dict[str, Any] = {key.replace("-", "_"): value for key, value in stated.items()}
    return replace(settings, **named)


def _fault(key: str, value: str) -> str | None:
    """What is wrong with a text, None if nothing is."""
    if not _LINE.match(value) or value != value.strip():
        return "must be one line, without spaces around it"
    if key == "date" and value and not _is_day(value):
        return f"“{value}” must be a day as in 2026-11-29"
    if key == "doi" and value and not doi_of(value):
        return f"“{value}” must be a DOI, such as 10.5072/letters"
    if key == "email" and value and "@" not in value:
        return f"“{value}” must be an address of electronic mail"
    return None


def _is_day(text: str) -> bool:
    from datetime import date

    if not _DATE.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
