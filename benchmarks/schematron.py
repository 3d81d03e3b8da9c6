"""The Schematron engine: where the time goes, how it grows with documents and rules, and two peers in the same run.

The peers: Saxon with a plain stylesheet made of the same rules (each pattern a mode that walks the document, no places,
no safety; what a few lines of code get out of Saxon), and lxml's isoschematron where the rules are XPath 1.0. TEI's
rules and the sample documents lie beside the checkout (../shared). Run with: make bench
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from peer import ROOT, SHARED, measure, table

SIZES_MB = tuple(int(size) for size in os.environ.get("SIZES_MB", "1,10,50").split(","))
RULES = (10, 100, 1000)
TEI_RULES = SHARED / "tei" / "tei_all.rng"
TEI_SCH = SHARED / "tei" / "tei_all.sch"
SAMPLE = SHARED / "corpus" / "tei_lite.xml"
NOVEL = SHARED / "corpus" / "ENG18952_Wells.xml"
EDITION = [str(ROOT / "tei" / name) for name in ("kafkas-seddi.xml", "register.xml")]
EDITION_RULES = ROOT / "schema" / "kafkas-seddi.sch"
CHECK = [sys.executable, "-m", "teitools", "check"]
ANY = (0, 1)  # findings or none

ENGINE = """
import sys
from pathlib import Path
from teitools.document import read
from teitools.schematron import Schema
schema = Schema.load(Path(sys.argv[1]))
for name in sys.argv[2:]:
    for finding in schema.validate(read(Path(name))[0]):
        print(finding.location, finding.message)
"""

SHARES = """
import json, sys, time
from pathlib import Path

spent = {}

def timed(module, name, label):
    function = getattr(module, name)
    def wrapper(*arguments, **options):
        started = time.perf_counter()
        try:
            return function(*arguments, **options)
        finally:
            spent[label] = spent.get(label, 0) + time.perf_counter() - started
    setattr(module, name, wrapper)

def clock(label, function):
    started = time.perf_counter()
    result = function()
    spent[label] = time.perf_counter() - started
    return result

def imports():
    global document, saxon, schema_module, reader, stylesheet, processor, store
    from teitools import document
    from teitools.saxon import processor, stylesheet
    from teitools.schematron.read import reader
    from teitools.schematron.run import schema as schema_module, store

clock("import", imports)
clock("start Saxon", processor.cpu)
timed(store, "compile_text", "compile")
timed(reader, "read_schema", "read rules")
loaded = clock("load", lambda: schema_module.Schema.load(Path(sys.argv[1])))
parsed = clock("parse document", lambda: document.read(Path(sys.argv[2]))[0])
timed(stylesheet, "build_tree", "parse for Saxon")
clock("all of checking", lambda: list(loaded.validate(parsed)))
spent["generate or fetch"] = spent.pop("load") - spent["compile"] - spent.get("read rules", 0)
spent["run"] = spent.pop("all of checking") - spent["parse for Saxon"]
print(json.dumps(spent))
"""

PLAIN = """
import sys
from lxml import etree
from saxonche import PySaxonProcessor

SCH = "{http://purl.oclc.org/dsdl/schematron}"
XSL = "http://www.w3.org/1999/XSL/Transform"

def stylesheet(path):
    schema = etree.parse(path).getroot()
    namespaces = {item.get("prefix"): item.get("uri") for item in schema.iter(SCH + "ns")}
    root = etree.Element("{%s}stylesheet" % XSL, version="3.0", nsmap={"xsl": XSL, **namespaces})
    main = etree.SubElement(root, "{%s}template" % XSL, match="/", priority="9")
    for number, pattern in enumerate(schema.iter(SCH + "pattern")):
        etree.SubElement(main, "{%s}apply-templates" % XSL, select="//*/(.|@*)", mode="m%d" % number)
        etree.SubElement(root, "{%s}mode" % XSL, {"name": "m%d" % number, "on-no-match": "deep-skip"})
        for place, rule in enumerate(pattern.iter(SCH + "rule")):
            made = etree.SubElement(root, "{%s}template" % XSL, match=rule.get("context"), mode="m%d" % number)
            made.set("priority", str(1000 - place))
            for let in rule.iter(SCH + "let"):
                etree.SubElement(made, "{%s}variable" % XSL, name=let.get("name"), select=let.get("value"))
            for item in rule.iter(SCH + "assert", SCH + "report"):
                test = item.get("test") if item.tag == SCH + "report" else "not(%s)" % item.get("test")
                found = etree.SubElement(made, "{%s}if" % XSL, test=test)
                message = etree.SubElement(found, "failed", path="{path(.)}")
                message.text = "".join(item.itertext())
    return etree.tostring(root, encoding="unicode")

with PySaxonProcessor(license=False) as processor:
    compiled = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet(sys.argv[1]))
    for name in sys.argv[2:]:
        node = processor.parse_xml(xml_file_name=name)
        print(compiled.transform_to_string(xdm_node=node))
"""

ISOSCHEMATRON = """
import sys
from lxml import etree, isoschematron
schema = isoschematron.Schematron(etree.parse(sys.argv[1]), store_report=True)
for name in sys.argv[2:]:
    schema.validate(etree.parse(name, etree.XMLParser(huge_tree=True)))
    print(schema.validation_report)
"""


def command(code: str, *arguments: str | Path) -> list[str]:
    """A process that runs a script with arguments."""
    return [sys.executable, "-c", code, *map(str, arguments)]


def shares(title: str, rules: Path, document: Path) -> None:
    """Where the time of one process goes, the first time and with what an earlier process left in the cache."""
    with tempfile.TemporaryDirectory() as cache:
        # an installed package has compiled modules, whatever the user of a checkout forbids; see peer.measure
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        environment["TEITOOLS_CACHE"] = cache
        rows = []
        for _ in range(6):
            done = subprocess.run(
                command(SHARES, rules, document), env=environment, capture_output=True, text=True, check=True
            )
            rows.append(json.loads(done.stdout))
    warm = {key: sorted(row.get(key, 0.0) for row in rows[1:])[2] for key in rows[0]}
    print(f"\n{title:44}{'first':>9}{'cached':>9}")
    for key in rows[0]:
        print(f"{key:44}{rows[0][key]:9.3f}{warm[key]:9.3f}")
    print(f"{'sum, without the start of Python':44}{sum(rows[0].values()):9.3f}{sum(warm.values()):9.3f}", flush=True)


def whole_processes() -> None:
    """What a user waits for."""
    rows = {
        "Saxon, plain stylesheet: TEI's rules": measure(command(PLAIN, TEI_SCH, SAMPLE)),
        "engine: TEI's rules (tei_all.sch)": measure(command(ENGINE, TEI_SCH, SAMPLE)),
        "engine: TEI's rules (in tei_all.rng)": measure(command(ENGINE, TEI_RULES, SAMPLE)),
        "teitools check: TEI's rules": measure([*CHECK, str(SAMPLE), "--schematron", str(TEI_RULES)], accept=ANY),
        "teitools check: the edition, everything": measure([*CHECK, *EDITION]),
        "teitools check: the edition, rules": measure([*CHECK, *EDITION, "--schema", str(EDITION_RULES)]),
    }
    table(f"{SAMPLE.stat().st_size // 1000} KB and the edition", rows, next(iter(rows)), "Saxon")


def documents(folder: Path) -> None:
    """TEI's rules on ever larger documents."""
    text = NOVEL.read_text(encoding="utf-8")
    start, end = text.index(">", text.index("<body")) + 1, text.rindex("</body>")
    content = re.sub(r' xml:id="[^"]*"', "", text[start:end])
    for size in SIZES_MB:
        path = folder / f"{size}.xml"
        times = size * 1_000_000 // len(content.encode()) + 1
        with path.open("w", encoding="utf-8") as stream:  # in pieces: a child is counted with what its parent held
            stream.write(text[:start])
            stream.writelines(content for _ in range(times))
            stream.write(text[end:])
        rounds = 3 if size < 50 else 1
        rows = {
            "Saxon, plain stylesheet": measure(command(PLAIN, TEI_SCH, path), rounds=rounds, warm_up=False),
            "engine": measure(command(ENGINE, TEI_SCH, path), rounds=rounds, warm_up=False),
        }
        table(f"TEI's rules on {path.stat().st_size / 1e6:.0f} MB", rows, "Saxon, plain stylesheet", "Saxon")
        path.unlink()


def rules(folder: Path) -> None:
    """Ever more rules, of XPath 1.0, on one document, so that lxml can join."""
    names = ("p", "div", "head", "ref", "hi", "item", "list", "title", "note", "term")
    for count in RULES:
        patterns = "".join(
            f'<pattern id="r{number}"><rule context="t:{names[number % 10]}">'
            f'<assert test="not(@n{number}) and string-length(@type) &lt; {100 + number}">rule {number}</assert>'
            "</rule></pattern>"
            for number in range(count)
        )
        path = folder / f"{count}.sch"
        path.write_text(
            '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/>'
            f"{patterns}</schema>",
            encoding="utf-8",
        )
        rows = {
            "Saxon, plain stylesheet": measure(command(PLAIN, path, SAMPLE), rounds=3),
            # which takes a minute for 1,000 rules
            "lxml isoschematron": measure(command(ISOSCHEMATRON, path, SAMPLE), rounds=1, warm_up=False),
            "engine": measure(command(ENGINE, path, SAMPLE), rounds=3),
        }
        table(f"{count} rules on {SAMPLE.stat().st_size // 1000} KB", rows, "Saxon, plain stylesheet", "Saxon")


if __name__ == "__main__":
    os.chdir(ROOT)
    shares("the edition's rules: shares in seconds", EDITION_RULES, Path(EDITION[0]))
    if not SHARED.is_dir():
        sys.exit("the rest needs TEI's schemas and samples beside the checkout (../shared)")
    shares("TEI's rules on 180 KB: shares in seconds", TEI_RULES, SAMPLE)
    whole_processes()
    with tempfile.TemporaryDirectory() as scratch:
        rules(Path(scratch))
        documents(Path(scratch))
