"""CodeMeta 3.0: the software that made a package, as those describe it who cite software."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teitools.archive.model import Package

__all__ = ["code_meta"]


def code_meta(package: Package) -> bytes:
    """The description of the first piece of software, with the others as what it needs."""
    (name, version), *others = package.software
    described = {
        "@context": "https://w3id.org/codemeta/3.0",
        "type": "SoftwareSourceCode",
        "name": name,
        "version": version,
        "description": "Validates and publishes TEI-XML editions.",
        "license": "https://spdx.org/licenses/MIT",
        "programmingLanguage": "Python",
        "author": [{"type": "Organization", "name": "teitools contributors"}],
        "softwareRequirements": [f"{other} {number}" for other, number in others],
    }
    return json.dumps(described, indent=2, ensure_ascii=False).encode() + b"\n"
