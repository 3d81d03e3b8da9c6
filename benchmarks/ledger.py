"""The loss ledger: its share of a build's time, in processor time of all processes, and how it grows with a document.

One build makes an edition of twenty copies of a document, so that starting Python and Saxon does not hide the share.
The samples lie beside the checkout (../shared). Run with: make bench
"""

from __future__ import annotations

import os
import resource as system
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from peer import ROOT, SHARED

from teitools.document import parse
from teitools.project import EditionSettings
from teitools.resources import EDITIONS, resource
from teitools.tasks.editions import edition, ledger
from teitools.tasks.editions.running import Runner

COPIES = int(os.environ.get("COPIES", "20"))
SAMPLES = (
    ROOT / "tei" / "kafkas-seddi.xml",
    SHARED / "corpus" / "benedix-die-luegnerin.xml",
    SHARED / "corpus" / "entry__1897-05-08.xml",
)
PARAGRAPH = "<p>Number {0}: the <hi>word{0}</hi> of a text that goes on and on, as novels do.</p>"


class Clock:
    """The processor time that accounts took."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._account_for = ledger.account_for
        edition.account_for = self  # type: ignore[assignment, attr-defined]

    def __call__(self, *arguments: Any) -> ledger.Account:  # noqa: ANN401
        """Account for a document."""
        started = time.process_time()
        try:
            return self._account_for(*arguments)
        finally:
            self.seconds += time.process_time() - started


def spent() -> float:
    """The processor time of this process and of those that have ended."""
    usages = (system.getrusage(who) for who in (system.RUSAGE_SELF, system.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def share(kind: str, sample: Path, folder: Path, clock: Clock) -> tuple[float, float]:
    """What a build of copies took, and the ledger of it."""
    copies = [folder / f"{sample.stem}-{number}.xml" for number in range(COPIES)]
    for copy in copies:
        shutil.copyfile(sample, copy)
    clock.seconds, before = 0.0, spent()
    settings = EditionSettings(kind, resource(f"xslt/{kind}/edition.xsl"), {})
    with Runner((folder, settings.stylesheet.parent), (folder,)) as runner:
        for copy in copies:
            edition.build(settings, copy, folder / kind / copy.stem, runner)
    return spent() - before, clock.seconds


def growth(paragraphs: int, folder: Path) -> float:
    """What the account of a document of so many paragraphs takes whose edition has all of them."""
    body = "".join(PARAGRAPH.format(number) for number in range(paragraphs))
    document, _ = parse(f"<text>{body}</text>".encode(), "long.xml")
    if document is None:
        sys.exit("the sample is not well-formed")
    (folder / "long.txt").write_text(" ".join(map(str, document.root.itertext())), encoding="utf-8")
    started = time.process_time()
    account = ledger.account_for("text", document, (), folder, ["long.txt"])
    if account.lost:
        sys.exit(f"lost without a loss: {account.lost[0]}")
    return time.process_time() - started


def main() -> None:
    """Print both tables."""
    clock = Clock()
    print(f"\n{f'{COPIES} copies: processor time':44}{'build':>9}{'ledger':>9}{'share':>8}")
    for sample in filter(Path.is_file, SAMPLES):
        for kind in EDITIONS:
            with tempfile.TemporaryDirectory() as name:
                whole, own = share(kind, sample, Path(name), clock)
            print(f"{f'{sample.stem} {kind}':44}{whole:9.2f}{own:9.2f}{own / whole:8.1%}", flush=True)
    print(f"\n{'growth: paragraphs':44}{'seconds':>9}{'µs each':>9}")
    for paragraphs in (1_000, 10_000, 50_000):
        with tempfile.TemporaryDirectory() as name:
            seconds = growth(paragraphs, Path(name))
        print(f"{paragraphs:<44,}{seconds:9.2f}{seconds / paragraphs * 1e6:9.1f}", flush=True)


if __name__ == "__main__":
    main()
