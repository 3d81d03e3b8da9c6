"""Which files the rules of a schema may read: those in the folders of the schema and of the document, and in others
that the user allows.

The generated stylesheet asks with two functions, which the guard writes into the schema's expressions:

- `readable` gives back an address, absolute and without `..`, if it lies in a permitted folder, else one that cannot be
  read, so that the error arises where the rule asked;
- `folder` is `readable` for a collection, of whose parameters only harmless ones are kept.

They leave a note of each address. For where a rule only asks (`doc-available`), or in a context, no error arises, so
that the note is all that tells the user of the refusal. And they know addresses, not the file system: `read_notes` says
afterwards whether a symbolic link led out of the permitted folders; results that come from there are to be dropped.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from teitools import filesystem
from teitools.diagnostics import diagnose
from teitools.document import escape
from teitools.document.addresses import local_path
from teitools.schematron.xslt import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from teitools.diagnostics import Diagnostic, Location

__all__ = [
    "REFUSED_SCHEME",
    "Notes",
    "Permit",
    "declarations",
    "needs_declarations",
    "read_notes",
]

REFUSED_SCHEME = "teitools-refused"  # of addresses that must not be read; Saxon may read files only
_READ, _REFUSED = "teitools:read ", "teitools:refused "
_SAFE = "!$&'()*+,-./:;=@_~"  # what fn:iri-to-uri leaves alone and may stand in a path


@dataclass(frozen=True, slots=True)
class Permit:
    """Folders in which rules may read, besides those of the schema's files and of the document."""

    folders: tuple[Path, ...] = ()

    def allows(self, path: Path, *others: Path) -> bool:
        """Whether a file lies in a permitted folder or one of `others`, wherever symbolic links lead."""
        real = filesystem.real(path)
        return any(real.is_relative_to(filesystem.real(folder)) for folder in (*self.folders, *others))


def needs_declarations(lines: Iterable[str]) -> bool:
    """Whether the lines of a generated stylesheet ask at all."""
    return any(f"Q{{{OWN}}}" in line for line in lines)


def declarations(folders: Iterable[Path]) -> Iterator[str]:
    """The functions that the guard's expressions call, as lines of a stylesheet; `folders` besides the document's."""
    yield from _TEMPLATE.replace("FOLDERS", ", ".join(_literals(folders)) or "()").splitlines()


def _literals(folders: Iterable[Path]) -> list[str]:
    """The folders as strings of XPath in an attribute: as Python writes their addresses, and as others would."""
    addresses: dict[str, None] = {}
    for folder in folders:
        for path in (filesystem.absolute(folder), filesystem.real(folder)):
            addresses[path.as_uri()] = None
            addresses[f"file://{quote(os.fsencode(path.as_posix()), safe=_SAFE)}"] = None
    return ["'" + escape.value(item.rstrip("/").replace("'", "''")) + "'" for item in addresses]


# The addresses are compared as `file:///a/b`: other spellings of the same are brought to that form, and encoded dots,
# slashes and backslashes, which name no honest file, are refused.
_TEMPLATE = (
    """\
<xsl:variable name="tts:permitted" as="xs:string*"
 select="FOLDERS, base-uri(/) ! tts:plain(string(resolve-uri('.', .)))"/>
<xsl:function name="tts:plain" as="xs:string?">
<xsl:param name="uri" as="xs:string"/>
<xsl:variable name="path" as="xs:string" select="replace($uri, '[?#].*$', '', 's')"/>
<xsl:sequence select="
 if (not(matches($path, '^file:(//(localhost)?)?/+[^/]', 'i')) or matches($path, '%(2e|2f|5c|00)|\\\\', 'i')) then ()
 else 'file:///' || string-join(fold-left(
 tokenize(replace($path, '^file:(//(localhost)?)?/+', '', 'i'), '/'), (),
 function($before, $step) {
 if ($step = ('', '.')) then $before else if ($step = '..') then $before[position() lt last()] else ($before, $step)
 }), '/')"/>
</xsl:function>
<xsl:function name="tts:absolute" as="xs:string">
<xsl:param name="uri" as="xs:string"/>
<xsl:param name="base" as="xs:anyURI?"/>
<xsl:sequence select="iri-to-uri($uri) ! (if (exists($base)) then string(resolve-uri(., $base)) else .)
 ! iri-to-uri(.)"/>
</xsl:function>
<xsl:function name="tts:allowed" as="xs:string?" cache="yes">
<xsl:param name="uri" as="xs:string"/>
<xsl:variable name="plain" as="xs:string?" select="tts:plain($uri)"/>
<xsl:variable name="allowed" as="xs:boolean"
 select="some $folder in $tts:permitted satisfies ($plain = $folder or starts-with($plain, $folder || '/'))"/>
<xsl:message select="if ($allowed) then 'READ' || $plain else 'REFUSED' || $uri"/>
<xsl:sequence select="$plain[$allowed]"/>
</xsl:function>
<xsl:function name="tts:readable" as="xs:string?">
<xsl:param name="uri" as="xs:string?"/>
<xsl:param name="base" as="xs:anyURI?"/>
<xsl:variable name="absolute" as="xs:string?" select="$uri ! tts:absolute(., $base)"/>
<xsl:sequence select="$absolute ! (tts:allowed(.) ! (. || replace($absolute, '^[^#]+', '', 's')),
 'SCHEME:' || .)[1]"/>
</xsl:function>
<xsl:function name="tts:folder" as="xs:string?">
<xsl:param name="uri" as="xs:string?"/>
<xsl:param name="base" as="xs:anyURI?"/>
<xsl:variable name="query" as="xs:string*" select="
 tokenize(substring-after($uri, '?'), '[;&amp;]')[matches(., '^(select|match|recurse|on-error|content-type)=[^/]*$')]"/>
<xsl:sequence select="tts:readable(replace($uri, '[?].*$', '', 's'), $base)
 ! (. || (if (exists($query)) then '?' || string-join($query, ';') else ''))"/>
</xsl:function>
""".replace("'READ'", f"'{_READ}'")
    .replace("'REFUSED'", f"'{_REFUSED}'")
    .replace("SCHEME", REFUSED_SCHEME)
)


@dataclass(frozen=True, slots=True)
class Notes:
    """What a run noted: questions that were refused, and files behind symbolic links that lead out of the folders.

    `asked` are all files and folders that it asked for and that are permitted, there or not.
    """

    refused: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    asked: tuple[Path, ...] = ()

    def diagnostics(self, place: Location, told: Iterable[str] = ()) -> Iterator[Diagnostic]:
        """Findings that say so (SCH003, SCH004) at `place`, the document, unless one of the reasons `told` does."""
        known = "\n".join(told)
        yield from (diagnose("SCH003", place, address=item) for item in self.refused if item not in known)
        yield from (diagnose("SCH004", place, address=address) for address in self.linked)


def read_notes(messages: Iterable[str], permit: Permit, folders: Iterable[Path]) -> Notes:
    """Read the notes among the messages of a run. `folders` are those of the schema and of the document."""
    seen = dict.fromkeys(messages)
    around = tuple(folders)
    refused = tuple(item.removeprefix(_REFUSED) for item in seen if item.startswith(_REFUSED))
    given = (item.removeprefix(_READ) for item in seen if item.startswith(_READ))
    # `tts:plain` gives addresses of files here only; what names none all the same cannot have been read
    paths = [(uri, path) for uri in given if (path := local_path(uri)) is not None]
    linked = tuple(uri for uri, path in paths if not permit.allows(path, *around))
    return Notes(refused, linked, tuple(path for _, path in paths))
