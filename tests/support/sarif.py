"""Checks a SARIF log against what the OASIS standard (2.1.0 plus Errata 01) says of the parts that teitools writes.

Every object type that may occur is listed with its properties; anything else is refused, as the JSON schema of the
standard does (`additionalProperties: false`). Beyond that schema, indices, bases and ranges must agree.
"""

from __future__ import annotations

import re
from typing import Any

TEXT, WHOLE, FLAG, URI, FREE = "text", "whole number", "flag", "URI reference", "map of texts"

# Section of the standard, properties with their type, required ones. [x] is an array of x; {…} an enumeration.
OBJECTS: dict[str, tuple[str, dict[str, Any], set[str]]] = {
    "log": ("3.13", {"$schema": URI, "version": {"2.1.0"}, "runs": ["run"]}, {"version", "runs"}),
    "run": (
        "3.14",
        {
            "tool": "tool",
            "invocations": ["invocation"],
            "language": TEXT,
            "columnKind": {"utf16CodeUnits", "unicodeCodePoints"},
            "originalUriBaseIds": "bases",
            "artifacts": ["artifact"],
            "results": ["result"],
        },
        {"tool"},
    ),
    "tool": ("3.18", {"driver": "component"}, {"driver"}),
    "component": ("3.19", {"name": TEXT, "version": TEXT, "language": TEXT, "rules": ["descriptor"]}, {"name"}),
    "invocation": ("3.20", {"executionSuccessful": FLAG}, {"executionSuccessful"}),
    "artifact": ("3.24", {"location": "place", "roles": [{"analysisTarget", "resultFile"}]}, {"location"}),
    "place": ("3.4", {"uri": URI, "uriBaseId": TEXT, "index": WHOLE, "description": "message"}, set()),
    "descriptor": (
        "3.49",
        {
            "id": TEXT,
            "name": TEXT,
            "shortDescription": "multiformat",
            "fullDescription": "multiformat",
            "help": "multiformat",
            "defaultConfiguration": "configuration",
        },
        {"id"},
    ),
    "configuration": ("3.50", {"level": {"none", "note", "warning", "error"}}, set()),
    "multiformat": ("3.12", {"text": TEXT, "markdown": TEXT}, {"text"}),
    "message": ("3.11", {"text": TEXT, "markdown": TEXT}, {"text"}),
    "result": (
        "3.27",
        {
            "ruleId": TEXT,
            "ruleIndex": WHOLE,
            "level": {"none", "note", "warning", "error"},
            "message": "message",
            "locations": ["location"],
            "relatedLocations": ["location"],
            "partialFingerprints": FREE,
            "suppressions": ["suppression"],
        },
        {"message"},
    ),
    "suppression": (
        "3.35",
        {
            "kind": {"inSource", "external"},
            "status": {"accepted", "underReview", "rejected"},
            "justification": TEXT,
        },
        {"kind"},
    ),
    "location": (
        "3.28",
        {"id": WHOLE, "message": "message", "physicalLocation": "physical", "logicalLocations": ["logical"]},
        set(),
    ),
    "physical": ("3.29", {"artifactLocation": "place", "region": "region"}, {"artifactLocation"}),
    "region": ("3.30", {"startLine": WHOLE, "startColumn": WHOLE, "endLine": WHOLE, "endColumn": WHOLE}, set()),
    "logical": (
        "3.33",
        {
            "name": TEXT,
            "fullyQualifiedName": TEXT,
            "kind": {"element", "attribute", "text", "comment", "processingInstruction"},
        },
        set(),
    ),
}

# RFC 3986, appendix A: the characters of a URI reference; a relative one has no colon in its first segment (4.2).
_URI = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:|(?![^/?#]*:))(?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*")
_LANGUAGE = re.compile(r"[a-zA-Z]{2}(-[a-zA-Z]{2})?")  # 3.14.7, 3.19.21
_SINGLE_BRACE = re.compile(r"(?<!\{)(?:\{\{)*\{(?!\{)|(?<!\})(?:\}\})*\}(?!\})")
_LINK = re.compile(r"(?<!\\)\[[^\[\]]*\]\(")


def problems(log: object) -> list[str]:
    """What is wrong with a SARIF log, each with the section that says so; an empty list for a good one."""
    found: list[str] = []
    _check(log, "log", "$", found)
    if not found:
        for number, run in enumerate(log["runs"]):  # type: ignore[index]
            _check_run(run, f"$.runs[{number}]", found)
    return found


def _check(value: Any, kind: Any, path: str, found: list[str]) -> None:
    if isinstance(kind, list):
        if not isinstance(value, list):
            found.append(f"{path}: not an array")
            return
        for number, item in enumerate(value):
            _check(item, kind[0], f"{path}[{number}]", found)
    elif isinstance(kind, set):
        if not isinstance(value, str) or value not in kind:
            found.append(f"{path}: {value!r} is not one of {sorted(kind)}")
    elif kind == "bases":
        _check_bases(value, path, found)
    elif kind in OBJECTS:
        _check_object(value, kind, path, found)
    elif not _is_simple(value, kind):
        found.append(f"{path}: {value!r} is not a {kind}")


def _check_bases(value: Any, path: str, found: list[str]) -> None:
    if not isinstance(value, dict):
        found.append(f"{path}: not an object (3.14.14)")
        return
    for name, item in value.items():
        _check(item, "place", f"{path}.{name}", found)


def _check_object(value: Any, kind: str, path: str, found: list[str]) -> None:
    section, properties, required = OBJECTS[kind]
    if not isinstance(value, dict):
        found.append(f"{path}: not an object ({section})")
        return
    found += [f"{path}: {name} is missing ({section})" for name in required - value.keys()]
    found += [f"{path}: {name} is not a property ({section})" for name in value.keys() - properties.keys()]
    for name in value.keys() & properties.keys():
        _check(value[name], properties[name], f"{path}.{name}", found)


def _is_simple(value: Any, kind: str) -> bool:
    match kind:
        case "text":
            return isinstance(value, str)
        case "whole number":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case "flag":
            return isinstance(value, bool)
        case "URI reference":
            return isinstance(value, str) and _URI.fullmatch(value) is not None
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _check_run(run: dict[str, Any], path: str, found: list[str]) -> None:
    rules = run["tool"]["driver"].get("rules", [])
    if len({rule["id"] for rule in rules}) < len(rules):
        found.append(f"{path}: two rules have one id (3.19.23)")
    languages = [holder.get("language", "en-US") for holder in (run, run["tool"]["driver"])]
    found += [f"{path}: {name} is no culture code (3.14.7)" for name in languages if not _LANGUAGE.fullmatch(name)]
    for number, result in enumerate(run.get("results", [])):
        _check_result(result, run, f"{path}.results[{number}]", found)
    for text in _texts(run):
        if _SINGLE_BRACE.search(text):
            found.append(f"{path}: single brace in {text!r} (3.11.5)")
        if _LINK.search(text):
            found.append(f"{path}: embedded link in {text!r} (3.11.6)")


def _check_result(result: dict[str, Any], run: dict[str, Any], path: str, found: list[str]) -> None:
    rules = run["tool"]["driver"].get("rules", [])
    index = result.get("ruleIndex", -1)
    if index >= len(rules) or (index >= 0 and rules[index]["id"] != result.get("ruleId")):
        found.append(f"{path}: ruleIndex does not lead to the rule ruleId (3.27.6)")
    related = [place.get("id") for place in result.get("relatedLocations", [])]
    if len(set(related)) < len(related):
        found.append(f"{path}: two related locations have one id (3.28.2)")
    if not result["message"]["text"].strip():
        found.append(f"{path}: empty message (3.27.11)")
    for place in result.get("locations", []) + result.get("relatedLocations", []):
        physical = place.get("physicalLocation")
        if physical:
            _check_artifact(physical["artifactLocation"], run, path, found)
            _check_region(physical.get("region", {"startLine": 1}), path, found)


def _check_artifact(place: dict[str, Any], run: dict[str, Any], path: str, found: list[str]) -> None:
    artifacts = run.get("artifacts", [])
    if "index" in place and (
        place["index"] >= len(artifacts) or artifacts[place["index"]]["location"].get("uri") != place.get("uri")
    ):
        found.append(f"{path}: index leads to another artifact (3.4.5)")
    if "uriBaseId" in place and place["uriBaseId"] not in run.get("originalUriBaseIds", {}):
        found.append(f"{path}: uriBaseId is not declared (3.14.14)")
    if "uriBaseId" in place and re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", place.get("uri", "")):
        found.append(f"{path}: uriBaseId with a URI that is not relative (3.4.4)")


def _check_region(region: dict[str, Any], path: str, found: list[str]) -> None:
    if any(value < 1 for value in region.values()):
        found.append(f"{path}: lines and columns start at 1 (3.30.5 to 3.30.8)")
    if "startLine" not in region:
        found.append(f"{path}: a text region has startLine (3.30.5)")
        return
    last = region.get("endLine", region["startLine"])
    if last < region["startLine"]:
        found.append(f"{path}: endLine before startLine (3.30.7)")
    if last == region["startLine"] and region.get("endColumn", 1 << 60) < region.get("startColumn", 1):
        found.append(f"{path}: endColumn before startColumn (3.30.8)")


def _texts(run: dict[str, Any]) -> list[str]:
    """Every plain message string of a run."""
    rules = run["tool"]["driver"].get("rules", [])
    keys = ("shortDescription", "fullDescription", "help")
    texts = [rule[key]["text"] for rule in rules for key in keys if key in rule]
    for result in run.get("results", []):
        texts.append(result["message"]["text"])
        texts += [place["message"]["text"] for place in result.get("relatedLocations", []) if "message" in place]
    return texts
