"""METS, PREMIS and descriptions of a package, each in itself and against the files that they are about."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from lxml import etree

from teitools.archive.container import DamagedError
from teitools.archive.reading import UnreadableError
from teitools.archive.rocrate import CRATE, read_files
from teitools.archive.scratch import key_of, name_of
from teitools.diagnostics import phrase
from teitools.document.names import local_name
from teitools.tasks.archive.verification.claims import target
from teitools.tasks.archive.verification.evidence import Rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from teitools.archive.reading import MetsFacts
    from teitools.tasks.archive.verification.claims import Claims
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["check_structure", "home_of"]

_EVENTS = ("creation", "message digest calculation", "validation")
_ORDER = ("metsHdr", "dmdSec", "amdSec", "fileSec", "structMap", "structLink", "behaviorSec")
_TO_EVENTS, _OBJECTS = "linkingEventIdentifier", "linkingObjectIdentifier"


def home_of(found: Inventory) -> str | None:
    """The folder of the submission package, with `/` at its end: where the METS lies that is nearest to the top."""
    shortest = min(found.files.called("METS.xml"), key=lambda name: (name.count("/"), name), default=None)
    return None if shortest is None else shortest.removesuffix("METS.xml")


def check_structure(found: Inventory, claims: Claims, info: Mapping[str, str], wrong: Collection[str]) -> None:
    """Tell of what METS, PREMIS and descriptions say that is not so; `wrong` are files that findings were about."""
    home = home_of(found)
    if home is None:
        if "bagit.txt" in found.files:
            found.tell("ARC040", "data/METS.xml", name="METS.xml", reason=phrase("arc_not_there"))
        return
    for name, facts in claims.mets.items():
        for rule, reason in _rules(name, facts, is_root=name == f"{home}METS.xml"):
            found.tell("ARC048", name, rule=rule, reason=reason)
    _check_ids(found, claims)
    _check_references(found, claims, wrong)
    _check_described(found, claims, home, wrong)
    if claims.premis:
        _check_premis(found, claims, home, wrong)
    elif f"{home}metadata/preservation/premis.xml" not in wrong:
        found.tell(
            "ARC050", f"{home}metadata/preservation/premis.xml", name="premis.xml", reason=phrase("arc_not_there")
        )
    _check_descriptions(found, home, info)
    _check_crate(found, wrong)


def _check_ids(found: Inventory, claims: Claims) -> None:
    """Whether every id of a METS is given once, and every reference leads to one."""
    repeated = """SELECT source, line, value FROM identity WHERE EXISTS (SELECT 1 FROM identity AS other
    WHERE other.value = identity.value AND other.source = identity.source AND other.rowid < identity.rowid)"""
    for source, line, value in found.data.execute(repeated):
        found.tell("ARC045", claims.sources[source], line, name=value)
    astray = """SELECT source, line, attribute, value FROM pointer WHERE NOT EXISTS (SELECT 1 FROM identity
    WHERE identity.value = pointer.value AND identity.source = pointer.source)"""
    for source, line, attribute, value in found.data.execute(astray):
        found.tell("ARC047", claims.sources[source], line, attribute=attribute, name=value)


def _check_references(found: Inventory, claims: Claims, wrong: Collection[str]) -> None:
    """Whether METS refers to files that are there, once, and says of them what it has to."""
    rows = found.data.execute(
        """SELECT source, line, href, path, missing, path IS NOT NULL AND NOT EXISTS
        (SELECT 1 FROM file WHERE file.path = reference.path) AS astray, NOT pointer AND EXISTS
        (SELECT 1 FROM reference AS other WHERE other.path = reference.path AND other.source = reference.source
        AND NOT other.pointer AND other.rowid < reference.rowid) AS again
        FROM reference WHERE path IS NULL OR astray OR again OR missing != ''"""
    )
    for source, line, href, path, missing, astray, again in rows:
        name = claims.sources[source]
        if path is None:
            found.tell("ARC043", name, line, href=href)
            continue
        if astray and name_of(path) not in wrong:
            found.tell("ARC042", name, line, href=href)
        if again:
            found.tell("ARC045", name, line, name=href)
        if missing:
            found.tell("ARC048", name, line, rule="CSIP68–CSIP73", reason=f"{href}: {missing}")


def _rules(name: str, facts: MetsFacts, *, is_root: bool) -> Iterator[tuple[str, str]]:
    """Requirements that are not kept: their numbers, and what is missing."""
    if not facts.objid:
        yield "CSIP1", "mets/@OBJID"
    if is_root and facts.objid and name.count("/") and facts.objid != posixpath.basename(posixpath.dirname(name)):
        yield "CSIPSTR2", f"mets/@OBJID {facts.objid}"
    if "E-ARK" not in facts.profile:
        yield "CSIP6", "mets/@PROFILE"
    if not facts.created:
        yield "CSIP7", "metsHdr/@CREATEDATE"
    if not facts.package_type:
        yield "CSIP9", "metsHdr/@csip:OAISPACKAGETYPE"
    if not facts.agents:
        yield "CSIP10", "metsHdr/agent"
    if "CSIP" not in facts.labels or "Metadata" not in facts.labels:
        yield "CSIP80", "structMap[@LABEL='CSIP']/div/div[@LABEL='Metadata']"
    places = [_ORDER.index(section) for section in facts.sections]
    if places != sorted(places):
        yield "METS", ", ".join(facts.sections)


def _check_described(found: Inventory, claims: Claims, home: str, wrong: Collection[str]) -> None:
    """Whether METS describes every file of the submission package."""
    if any(name not in claims.mets for name in found.files.called("METS.xml")):
        return  # what it described nobody can say
    rows = found.data.execute(
        """SELECT path FROM file WHERE path >= ? AND path < ? AND path != ?
        AND NOT EXISTS (SELECT 1 FROM reference WHERE reference.path = file.path)""",
        (*_below(home), key_of(f"{home}METS.xml")),
    )
    for path in (name_of(key) for (key,) in rows):
        if path not in wrong:
            found.tell("ARC044", path)


def _below(folder: str) -> tuple[bytes, bytes]:
    return key_of(folder), key_of(folder) + b"\xff"


def _check_premis(found: Inventory, claims: Claims, home: str, wrong: Collection[str]) -> None:
    events = {event for facts in claims.premis.values() for event in facts.events}
    agents = {agent for facts in claims.premis.values() for agent in facts.agents}
    types = {kind for facts in claims.premis.values() for kind, _ in facts.types}
    root = f"{home}metadata/preservation/premis.xml"
    for kind in _EVENTS if root in claims.premis else ():
        if kind not in types:
            found.tell("ARC055", root, name=kind)
    rows = found.data.execute(
        "SELECT source, kind, value, line, EXISTS (SELECT 1 FROM object WHERE identifier = value) FROM link"
    )
    for source, kind, value, line, is_object in rows:
        known = is_object if kind == _OBJECTS else value in (events if kind == _TO_EVENTS else agents)
        if not known:
            found.tell("ARC054", claims.sources[source], line, attribute=kind, name=value)
    _check_objects(found, claims, home, wrong)


def _check_objects(found: Inventory, claims: Claims, home: str, wrong: Collection[str]) -> None:
    """Whether PREMIS tells of all files of content that are there, and of no others."""
    rows = found.data.execute(
        """SELECT source, line, path, identifier FROM content
        WHERE path IS NULL OR NOT EXISTS (SELECT 1 FROM file WHERE file.path = content.path)"""
    )
    for source, line, path, identifier in rows:
        if path is None or name_of(path) not in wrong:
            found.tell("ARC052", claims.sources[source], line, name=identifier, reason=phrase("arc_no_file"))
    rows = found.data.execute(
        """SELECT path FROM file WHERE path >= ? AND path < ?
        AND NOT EXISTS (SELECT 1 FROM content WHERE content.path = file.path)""",
        _below(f"{home}representations/"),
    )
    for path in (name_of(key) for (key,) in rows):
        own = path.removeprefix(home)
        is_content = own.split("/")[2:3] == ["data"]
        if is_content and path not in wrong and _premis_of(home, own) in claims.premis:
            found.tell("ARC052", path, name=own, reason=phrase("arc_no_object"))


def _premis_of(home: str, own: str) -> str:
    return f"{home}representations/{own.split('/')[1]}/metadata/preservation/premis.xml"


def _check_descriptions(found: Inventory, home: str, info: Mapping[str, str]) -> None:
    """Whether the descriptions can be read, and are of one package."""
    expected = info.get("External-Identifier", "")
    for name in list(found.files.below(f"{home}metadata/descriptive/")):
        if not name.endswith(".xml"):
            continue
        try:
            root = etree.fromstring(found.content(name), _parser())
        except (DamagedError, etree.XMLSyntaxError) as error:
            found.tell("ARC061", name, name=name.rpartition("/")[2], reason=str(error))
            continue
        stated = [(item.text or "").strip() for item in root.iter("{*}identifier", "{*}alternateIdentifier")]
        if expected and stated and expected not in stated:
            found.tell("ARC060", name, name=local_name(root.tag), found=stated[0], expected=expected)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)


def _check_crate(found: Inventory, wrong: Collection[str]) -> None:
    """Whether the RO-Crate describes the files that are there."""
    name = next((path for path in (f"data/{CRATE}", CRATE) if path in found.files), None)
    if name is None:
        return
    astray: list[str] = []
    try:
        with found.reading(name) as stream, Rows(found.data, "INSERT OR IGNORE INTO described VALUES (?, ?)") as rows:
            for identifier in read_files(stream):
                path = _meant(name, identifier)
                if path is None:
                    astray.append(identifier)
                else:
                    rows.add((key_of(path), key_of(identifier)))
    except (DamagedError, UnreadableError) as error:
        found.tell("ARC062", name, name=CRATE, reason=str(error))
        return
    missing = "SELECT path, shown FROM described WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.path = described.path)"
    gone = [name_of(shown) for path, shown in found.data.execute(missing) if name_of(path) not in wrong]
    folder = name.removesuffix(CRATE)
    for identifier in (*astray, *gone):
        found.tell("ARC062", name, name=identifier, reason=phrase("arc_no_file"))
    rows_of_others = found.data.execute(
        """SELECT path FROM file WHERE path >= ? AND path < ? AND path != ?
        AND NOT EXISTS (SELECT 1 FROM described WHERE described.path = file.path)""",
        (*_below(folder), key_of(name)),
    )
    for path in (name_of(key) for (key,) in rows_of_others if folder):
        if path not in wrong:
            found.tell("ARC062", name, name=path, reason=phrase("arc_no_object"))


def _meant(name: str, identifier: str) -> str | None:
    """The path from the top of the package that an address in a file means; None if it leads out of it, or is none."""
    try:
        return target(name, unquote_to_bytes(identifier).decode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # half a character
        return None
