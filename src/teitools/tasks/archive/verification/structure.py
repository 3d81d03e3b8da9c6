"""METS, PREMIS and descriptions of a package, each in itself and against the files that they are about."""

from __future__ import annotations

import json
import posixpath
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from lxml import etree

from teitools.archive.container import DamagedError
from teitools.archive.rocrate import CRATE
from teitools.diagnostics import phrase
from teitools.document.names import local_name
from teitools.tasks.archive.verification.claims import object_path, target

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from teitools.archive.reading import MetsFacts, Reference
    from teitools.tasks.archive.verification.claims import Claims
    from teitools.tasks.archive.verification.inventory import Inventory

__all__ = ["check_structure", "home_of"]

_EVENTS = ("creation", "message digest calculation", "validation")
_ORDER = ("metsHdr", "dmdSec", "amdSec", "fileSec", "structMap", "structLink", "behaviorSec")
_LINKS = {"linkingEventIdentifier": "events", "linkingAgentIdentifier": "agents", "linkingObjectIdentifier": "objects"}


def home_of(found: Inventory) -> str | None:
    """The folder of the submission package, with `/` at its end: where the METS lies that is nearest to the top."""
    names = [name for name in found.files if name.rpartition("/")[2] == "METS.xml"]
    shortest = min(names, key=lambda name: (name.count("/"), name), default=None)
    return None if shortest is None else shortest.removesuffix("METS.xml")


def check_structure(found: Inventory, claims: Claims, info: Mapping[str, str], wrong: Collection[str]) -> None:
    """Tell of what METS, PREMIS and descriptions say that is not so; `wrong` are files that findings were about."""
    home = home_of(found)
    if home is None:
        if "bagit.txt" in found.files:
            found.tell("ARC040", "data/METS.xml", name="METS.xml", reason=phrase("arc_not_there"))
        return
    for name, facts in claims.mets.items():
        _check_mets(found, name, facts, wrong, is_root=name == f"{home}METS.xml")
    _check_described(found, claims, home, wrong)
    if claims.premis:
        _check_premis(found, claims, home, wrong)
    elif f"{home}metadata/preservation/premis.xml" not in wrong:
        found.tell(
            "ARC050", f"{home}metadata/preservation/premis.xml", name="premis.xml", reason=phrase("arc_not_there")
        )
    _check_descriptions(found, home, info)
    _check_crate(found, wrong)


def _check_mets(found: Inventory, name: str, facts: MetsFacts, wrong: Collection[str], *, is_root: bool) -> None:
    for rule, reason in _rules(name, facts, is_root=is_root):
        found.tell("ARC048", name, rule=rule, reason=reason)
    ids: set[str] = set()
    for value, line in facts.ids:
        if value in ids:
            found.tell("ARC045", name, line, name=value)
        ids.add(value)
    for attribute, value, line in facts.pointers:
        if value not in ids:
            found.tell("ARC047", name, line, attribute=attribute, name=value)
    seen: set[str] = set()
    for reference in facts.references:
        _check_reference(found, name, reference, wrong, seen)


def _check_reference(found: Inventory, name: str, reference: Reference, wrong: Collection[str], seen: set[str]) -> None:
    path = target(name, reference.path)
    if path is None:
        found.tell("ARC043", name, reference.line, href=reference.href)
        return
    if path not in found.files and path not in wrong:
        found.tell("ARC042", name, reference.line, href=reference.href)
    if reference.is_pointer:
        return
    if path in seen:
        found.tell("ARC045", name, reference.line, name=reference.href)
    seen.add(path)
    missing = [attribute for attribute in ("size", "checksum", "media_type") if not getattr(reference, attribute)]
    if missing:
        reason = f"{reference.href}: {', '.join(missing)}"
        found.tell("ARC048", name, reference.line, rule="CSIP68–CSIP73", reason=reason)


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
    described = {f"{home}METS.xml"}
    for name, facts in claims.mets.items():
        described |= {path for item in facts.references if (path := target(name, item.path)) is not None}
    broken = [name for name in found.files if name.endswith("METS.xml") and name not in claims.mets]
    if broken:
        return  # what it described nobody can say
    for path in found.files:
        if path.startswith(home) and path not in described and path not in wrong:
            found.tell("ARC044", path)


def _check_premis(found: Inventory, claims: Claims, home: str, wrong: Collection[str]) -> None:
    known: dict[str, set[str]] = {"events": set(), "agents": set(), "objects": set()}
    for facts in claims.premis.values():
        known["events"] |= set(facts.events)
        known["agents"] |= facts.agents
        known["objects"] |= facts.objects
    types = {kind for facts in claims.premis.values() for kind, _ in facts.types}
    root = f"{home}metadata/preservation/premis.xml"
    for kind in _EVENTS if root in claims.premis else ():
        if kind not in types:
            found.tell("ARC055", root, name=kind)
    for name, facts in claims.premis.items():
        for kind, value, line in facts.links:
            if value not in known[_LINKS[kind]]:
                found.tell("ARC054", name, line, attribute=kind, name=value)
    _check_objects(found, claims, home, wrong)


def _check_objects(found: Inventory, claims: Claims, home: str, wrong: Collection[str]) -> None:
    """Whether PREMIS tells of all files of content that are there, and of no others."""
    told: set[str] = set()
    for name, facts in claims.premis.items():
        for item in facts.files:
            path = object_path(name, item.identifier)
            told.add(path or "")
            if (path is None or path not in found.files) and path not in wrong:
                found.tell("ARC052", name, item.line, name=item.identifier, reason=phrase("arc_no_file"))
    for path in found.files:
        own = path.removeprefix(home)
        is_content = own.startswith("representations/") and own.split("/")[2:3] == ["data"]
        if is_content and path not in told and path not in wrong and _premis_of(home, own) in claims.premis:
            found.tell("ARC052", path, name=own, reason=phrase("arc_no_object"))


def _premis_of(home: str, own: str) -> str:
    return f"{home}representations/{own.split('/')[1]}/metadata/preservation/premis.xml"


def _check_descriptions(found: Inventory, home: str, info: Mapping[str, str]) -> None:
    """Whether the descriptions can be read, and are of one package."""
    expected = info.get("External-Identifier", "")
    for name in sorted(found.files):
        if not name.startswith(f"{home}metadata/descriptive/") or not name.endswith(".xml"):
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
    try:
        graph: list[dict[str, Any]] = json.loads(found.content(name, 1 << 30))["@graph"]
        files = [str(item["@id"]) for item in graph if item["@type"] == "File"]
    except (DamagedError, ValueError, KeyError, TypeError, RecursionError) as error:
        found.tell("ARC062", name, name=CRATE, reason=f"{type(error).__name__} {error}")
        return
    described: set[str] = set()
    for identifier in files:
        path = target(name, unquote_to_bytes(identifier).decode("utf-8", "surrogateescape"))
        described.add(path or "")
        if (path is None or path not in found.files) and path not in wrong:
            found.tell("ARC062", name, name=identifier, reason=phrase("arc_no_file"))
    with suppress(ValueError):
        folder = name.removesuffix(CRATE)
        for path in found.files:
            if folder and path.startswith(folder) and path != name and path not in described and path not in wrong:
                found.tell("ARC062", name, name=path, reason=phrase("arc_no_object"))
