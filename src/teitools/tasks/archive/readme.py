"""The page of a package that is read first, in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from teitools.archive.model import Package

__all__ = ["readme"]

_TEXT = """{label}

Identifier: {identifier}
Date:       {date}
Deposited:  {organisation} ({organisation_identifier}); contact: {contact}

What lies where
  METS.xml                    the structure of the package (E-ARK SIP {version}), every file with its checksum
  metadata/descriptive/       Dublin Core, DataCite, the TEI header, the archives cited (EAD3), the software (CodeMeta)
  metadata/preservation/      PREMIS: what was done, by whom, with what outcome, with what right
  documentation/validation/   the findings of the last check, and a report in SVRL on each document's rules
{changes}{guidelines}  schemas/                    the schemas once more
  representations/rep1/data/  the texts in TEI, with the schemas, stylesheets and settings that they need
{editions}{data}
How to see that it is whole
  bagit.py --validate FOLDER  compares all files with the checksums of the bag around this folder
  teitools verify FOLDER      does the same, compares METS and PREMIS with the files, checks the texts with the schemas
                              in the package; with --rebuild it makes the editions again and compares them
"""
_CHANGES = "  documentation/CHANGES.txt   what has changed since the package that this one replaces\n"
_GUIDELINES = "  documentation/guidelines/   how the texts are encoded, to be read\n"
_DATA = "  representations/rep3/data/  the texts as data: plain text with offsets, tables of names, dates, citations\n"
_EDITIONS = "  representations/rep2/data/  editions made of the texts: {kinds}\n"


def readme(package: Package, kinds: Sequence[str], *, has_data: bool, has_changes: bool) -> bytes:
    """What is in the package, for who has never seen one."""
    published = [kind for kind in kinds if kind != "odd"]
    text = _TEXT.format(
        label=package.label,
        identifier=package.identifier,
        date=package.created[:10],
        organisation=package.organisation,
        organisation_identifier=package.organisation_identifier,
        contact=package.contact,
        version=package.version.number,
        changes=_CHANGES if has_changes else "",
        guidelines=_GUIDELINES if "odd" in kinds else "",
        data=_DATA if has_data else "",
        editions=_EDITIONS.format(kinds=", ".join(published)) if published else "",
    )
    return text.encode()
