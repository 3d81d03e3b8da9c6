"""How long an encoder waits for the editor: typing, completion, hover, renaming; start; large workspaces.

    python benchmarks/lsp.py           a minute
    python benchmarks/lsp.py --full    a document of 10 MB, a workspace of 1,000 documents as well

Documents are the article of this repository, as it is and replicated. Typing is from the key to the findings of that
version: at once those that are known without rules, the debounce of 30 ms included, then all. Every number is of a
client on standard streams, so JSON and pipes count; beside it stands the time that the processor spent for it on
average in the server (Linux), which does not depend on what else the machine does. Rules run in another process.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peer import ROOT

sys.path.append(str(ROOT / "tests"))
Client = importlib.import_module("support.lsp").Client  # that of the tests, which are not for mypy

if TYPE_CHECKING:
    from collections.abc import Callable

FULL = "--full" in sys.argv
ARTICLE = ROOT / "tei" / "kafkas-seddi.xml"
KEYS = 40
LARGE = 1_000_000  # characters


def main() -> None:
    """Print the tables."""
    starts = [start() for _ in range(5)]
    print(f"load {os.getloadavg()[0]:.1f}; start to the answer of initialize: {spread([wall for wall, _ in starts])}")
    print(f"of the processor: {spread([cpu for _, cpu in starts])}")
    text = ARTICLE.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("schema", "xslt", "tei"):
            shutil.copytree(ROOT / part, folder / part)
        for part in ("teitools.toml", "LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff"):
            shutil.copy(ROOT / part, folder)
        sizes = [(text, KEYS), (grown(text, 200_000), KEYS)] + ([(grown(text, 10_000_000), 5)] if FULL else [])
        for one, keys in sizes:
            document(folder, one, keys)
    if FULL:
        with tempfile.TemporaryDirectory() as name:
            workspace(Path(name), text, 1_000)


def start() -> tuple[float, float]:
    """Seconds from the start of the process to the answer of initialize, and those of the processor."""
    began = time.perf_counter()
    with Client(ROOT) as client:
        return time.perf_counter() - began, spent(client)


def grown(text: str, size: int) -> str:
    """The article with its third division so often that it is at least so large; ids in copies are others."""
    begin = text.index('<div xml:id="kaf"')
    end = text.index("</div>", begin) + len("</div>")
    part = text[begin:end]
    known = set(re.findall(r'xml:id="([^"]+)"', part))
    ids = "|".join(map(re.escape, sorted(known, key=len, reverse=True)))
    pieces = re.split(rf'(?<=xml:id=")({ids})(?=")|(?<="#)({ids})(?=")', part)
    parts = [piece for piece in pieces if piece is not None]
    copies = (
        "".join(f"{piece}-{number}" if piece in known else piece for piece in parts)
        for number in range(2, 2 + max(-(-(size - len(text)) // len(part)), 0))
    )
    return text[:end] + "".join(copies) + text[end:]


def document(folder: Path, text: str, keys: int) -> None:
    """One document: what is open, and what is asked of it."""
    path = folder / "tei" / "kafkas-seddi.xml"
    print(f"\n{len(text.encode()) / 1e6:.2f} MB{'':14}{'p50':>9}{'p95':>9}{'cpu':>9}  ms")
    with Client(folder) as client:
        began = time.perf_counter()
        uri = client.open(path, text)
        client.quick(uri, 1, 600)
        opened = time.perf_counter() - began
        row("open, known at once", [opened])
        is_large = len(text) > LARGE
        if not is_large:
            client.whole(uri, 1, 600)
            row("open, all", [time.perf_counter() - began])
        at = position(text, text.rindex("<persName ref=") + 20)
        before = spent(client)
        quick, whole = typing(client, uri, keys, place_of(text), is_large=is_large)
        cpu = spent(client) - before
        row("typing, known at once", quick, cpu)
        if whole:
            row("typing, all", whole)
        here = {"textDocument": {"uri": uri}, "position": at}
        asked: dict[str, dict[str, Any]] = {
            "completion": {**here, "context": {"triggerKind": 1}},
            "hover": here,
            "references": {**here, "context": {"includeDeclaration": True}},
            "rename": {**here, "newName": "person-x"},
            "documentSymbol": {"textDocument": {"uri": uri}},
        }
        for method, params in asked.items():
            before = spent(client)
            taken = [timed(lambda: client.request(f"textDocument/{method}", params, 600)) for _ in range(keys)]  # noqa: B023
            row(method, taken, spent(client) - before)
        print(f"  memory: server {memory(client.process.pid):.0f} MB")


def typing(
    client: Any,  # noqa: ANN401  # as below
    uri: str,
    keys: int,
    place: dict[str, int],
    *,
    is_large: bool,
) -> tuple[list[float], list[float]]:
    """Seconds from each key to what is known at once, and to all."""
    quick, whole = [], []
    for number in range(keys):
        began = time.perf_counter()
        change = {"range": {"start": place, "end": place}, "text": "a"}
        client.change(uri, number + 2, change)
        client.quick(uri, number + 2, 600)
        quick.append(time.perf_counter() - began)
        if not is_large:  # whose rules take much longer than anybody waits
            client.whole(uri, number + 2, 600)
            whole.append(time.perf_counter() - began)
    return quick, whole


def workspace(folder: Path, text: str, count: int) -> None:
    """A workspace of many documents without a project: until one can be asked, and until all have been surveyed."""
    for number in range(count):
        (folder / f"{number}.xml").write_text(text, encoding="utf-8")
    with Client(folder) as client:
        began = time.perf_counter()
        uri = client.open(folder / "1.xml")
        client.quick(uri, 1, 600)
        first = time.perf_counter() - began
        print(f"\n{count} documents of {len(text) / 1e3:.0f} kB: first findings after {first:.2f} s", end="")
        client.wait(lambda: ended(client.seen), 600)
        print(f", surveyed after {time.perf_counter() - began:.1f} s, {memory(client.process.pid):.0f} MB")


def ended(seen: list[dict[str, Any]]) -> bool:
    """Whether the server has said that it has surveyed all."""
    return any((one.get("params") or {}).get("value", {}).get("kind") == "end" for one in seen)


def place_of(text: str) -> dict[str, int]:
    """A place in the middle of a paragraph."""
    return position(text, text.index(">", text.index("<p", len(text) // 2)) + 1)


def position(text: str, offset: int) -> dict[str, int]:
    """Where the protocol has a character."""
    before = text[:offset]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}


def timed(step: Callable[[], object]) -> float:
    """How long a step takes."""
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def memory(process: int) -> float:
    """The resident memory of a process in MB (Linux)."""
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return 0.0
    return next(
        int(line.split()[1]) / 1000
        for line in status.read_text(encoding="utf-8").splitlines()
        if line.startswith("VmRSS")
    )


def spent(client: Any) -> float:  # noqa: ANN401  # the client of the tests, which mypy does not see
    """Seconds of the processor that the server has used (Linux)."""
    file = Path(f"/proc/{client.process.pid}/stat")
    if not file.is_file():
        return 0.0
    fields = file.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(name: str, seconds: list[float], cpu: float = 0.0) -> None:
    """Print one row; `cpu` is for all together."""
    ordered = sorted(seconds)
    high = ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]
    print(
        f"  {name:22}{statistics.median(ordered) * 1e3:9.0f}{high * 1e3:9.0f}{cpu / len(seconds) * 1e3:9.0f}",
        flush=True,
    )


def spread(seconds: list[float]) -> str:
    """Median and range."""
    return f"{statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"


if __name__ == "__main__":
    main()
