"""Rules as users of the command line meet them: embedded in other schemas, in phases, in a process of their own.

That process ends when it should, whatever the rules or the user do: these are real processes.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.running import SHARED, teitools, teitools_process

pytestmark = pytest.mark.slow

SCH = "http://purl.oclc.org/dsdl/schematron"
RNG = "http://relaxng.org/ns/structure/1.0"
GRAMMAR = f"""<element name="TEI" ns="http://www.tei-c.org/ns/1.0" xmlns="{RNG}" xmlns:sch="{SCH}">
  <sch:ns prefix="tei" uri="http://www.tei-c.org/ns/1.0"/>
  <sch:phase id="strict"><sch:active pattern="numbered"/></sch:phase>
  <sch:phase id="draft"><sch:active pattern="filled"/></sch:phase>
  <sch:pattern id="numbered"><sch:rule context="tei:p"><sch:assert id="p-has-n" test="@n">p without n</sch:assert></sch:rule></sch:pattern>
  <sch:pattern id="filled"><sch:rule context="tei:p"><sch:assert id="p-has-text" test="node()">p is empty</sch:assert></sch:rule></sch:pattern>
  <zeroOrMore><element name="p"><optional><attribute name="n"/></optional><text/></element></zeroOrMore>
</element>
"""
MODEL = '<?xml-model href="{}" schematypens="{}"{}?>\n'
TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>\n'
# The function never ends, and the processor cannot see that it does not
ENDLESS = f"""<schema xmlns="{SCH}" queryBinding="xslt3" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <ns prefix="f" uri="urn:f"/>
  <xsl:function name="f:loop"><xsl:param name="n"/>
    <xsl:sequence select="if ($n lt 0) then $n else f:loop($n + 1)"/></xsl:function>
  {{}}
  <pattern id="quick"><rule context="*:p"><report id="seen" test="true()">seen</report></rule></pattern>
  <pattern id="slow"><rule context="*:TEI"><assert test="true()">fine</assert><assert id="endless" test="{{}}">x</assert></rule></pattern>
</schema>
"""
needs_proc = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="processes are looked for in /proc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A grammar that carries rules, a document that breaks them, a schema that never ends."""
    (tmp_path / "a.rng").write_text(GRAMMAR, encoding="utf-8")
    (tmp_path / "doc.xml").write_text(TEI.format("<p/>"), encoding="utf-8")
    (tmp_path / "endless.sch").write_text(ENDLESS.format("", "f:loop(count(//*)) = 1"), encoding="utf-8")
    return tmp_path


def findings(*arguments: str | Path, cwd: Path, workers: bool = False) -> list[dict[str, object]]:
    done = teitools("check", "--format", "json", *arguments, cwd=cwd, workers=workers)
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def codes(*arguments: str | Path, cwd: Path) -> list[object]:
    return [item["code"] for item in findings(*arguments, cwd=cwd)]


def workers(folder: Path) -> list[int]:
    """The worker processes that have this working folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if (
                b"schematron.process.worker" in (entry / "cmdline").read_bytes()
                and (entry / "cwd").readlink() == folder
            ):
                found.append(int(entry.name))
        except (OSError, ValueError):
            continue
    return found


def until(condition, seconds: float = 20.0) -> bool:
    """Wait for what another process does."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)  # there is nothing to wait on: these are no children of ours
    return True


def start_endless(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """`teitools check` at work on rules that never end, in a process group of its own."""
    environment = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    return subprocess.Popen(
        [sys.executable, "-m", "teitools", "check", *arguments, "--schema", "endless.sch"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # who runs tests in the background of a script hands on that SIGINT is ignored; a terminal does not
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    )


@pytest.fixture
def endless(folder):
    """A check of one document, once its rules run."""
    child = start_endless(folder, "doc.xml")
    assert until(lambda: any(busy(pid) for pid in workers(folder)))
    yield child
    child.kill()
    child.communicate()


def busy(pid: int) -> bool:
    """Whether a process has used a second of the processor: by then a worker has come to the rules."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return False
    return int(fields[11]) + int(fields[12]) > os.sysconf("SC_CLK_TCK")


def test_a_grammar_declared_twice_gives_both_its_grammar_and_its_rules(folder):
    (folder / "doc.xml").write_text(
        MODEL.format("a.rng", RNG, "") + MODEL.format("a.rng", SCH, "") + TEI.format("<p/><q/>"), encoding="utf-8"
    )
    found = findings("doc.xml", cwd=folder, workers=True)
    assert [(item["source"], item["code"]) for item in found if item["source"] == "schematron"] == [
        ("schematron", "SCH:p-has-n"),
        ("schematron", "SCH:p-has-text"),
    ]
    assert {item["source"] for item in found} == {"schematron", "relaxng"}


def test_a_grammar_declared_once_gives_only_what_it_is_declared_as(folder):
    (folder / "doc.xml").write_text(MODEL.format("a.rng", RNG, "") + TEI.format("<p/><q/>"), encoding="utf-8")
    assert {item["source"] for item in findings("doc.xml", cwd=folder)} == {"relaxng"}
    (folder / "doc.xml").write_text(MODEL.format("a.rng", SCH, "") + TEI.format("<p/><q/>"), encoding="utf-8")
    assert {item["source"] for item in findings("doc.xml", cwd=folder)} == {"schematron"}


def test_rules_in_the_compact_syntax_are_not_passed_over_in_silence(folder):
    (folder / "a.rnc").write_text("element p { text }", encoding="utf-8")
    (folder / "doc.xml").write_text(MODEL.format("a.rnc", SCH, "") + TEI.format("<p/>"), encoding="utf-8")
    assert codes("doc.xml", cwd=folder) == ["XML065"]


def test_the_phase_is_that_of_the_option_then_of_the_document(folder):
    (folder / "doc.xml").write_text(MODEL.format("a.rng", SCH, ' phase="draft"') + TEI.format("<p/>"), encoding="utf-8")
    assert codes("doc.xml", cwd=folder) == ["SCH:p-has-text"]
    assert codes("doc.xml", "--phase", "strict", cwd=folder) == ["SCH:p-has-n"]
    twice = MODEL.format("a.rng", SCH, ' phase="draft"') + MODEL.format("a.rng", SCH, ' phase="strict"')
    (folder / "two.xml").write_text(twice + TEI.format("<p/>"), encoding="utf-8")
    assert codes("two.xml", cwd=folder) == ["SCH:p-has-n", "SCH:p-has-text"]
    assert codes("two.xml", "--phase", "strict", cwd=folder) == ["SCH:p-has-n"]
    assert codes("doc.xml", "--phase", "#ALL", cwd=folder) == ["SCH:p-has-n", "SCH:p-has-text"]
    done = teitools("check", "doc.xml", "--phase", "strickt", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no phase “strickt”; did you mean “strict”?" in done.stderr


def test_a_schema_given_as_grammar_is_a_grammar_and_given_as_schematron_its_rules(folder):
    (folder / "doc.xml").write_text(TEI.format("<p/><q/>"), encoding="utf-8")
    assert {item["source"] for item in findings("doc.xml", "--schema", "a.rng", cwd=folder)} == {"relaxng"}
    assert {item["source"] for item in findings("doc.xml", "--schematron", "a.rng", cwd=folder)} == {"schematron"}
    both = findings("doc.xml", "--schema", "a.rng", "--schematron", "a.rng", "--schematron", "a.rng", cwd=folder)
    assert [item["code"] for item in both if item["source"] == "schematron"] == ["SCH:p-has-n", "SCH:p-has-text"]


@pytest.mark.parametrize(
    ("name", "said"), [("none.rng", "none.rng: no such schema file"), ("a.rnc", "a.rnc: rules are read from files")]
)
def test_a_schema_without_readable_rules_is_a_fault(folder, name, said):
    (folder / "a.rnc").write_text("element p { text }", encoding="utf-8")
    done = teitools("check", "doc.xml", "--schematron", name, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_grammar_given_for_its_rules_that_has_none_is_not_silently_green(folder):
    (folder / "bare.rng").write_text(f'<element name="TEI" xmlns="{RNG}"><text/></element>', encoding="utf-8")
    done = teitools("check", "doc.xml", "--schematron", "bare.rng", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "bare.rng: this schema carries no Schematron rules to check" in done.stderr
    (folder / "doc.xml").write_text(MODEL.format("bare.rng", SCH, "") + TEI.format("<p/>"), encoding="utf-8")
    assert findings("doc.xml", cwd=folder) == []  # as templates of documents declare it, whatever the grammar holds


def test_rules_of_a_project_are_used_for_documents_that_declare_none(folder):
    (folder / "teitools.toml").write_text('[project]\nschemas = ["a.rng"]\nschematron = ["a.rng"]\n', encoding="utf-8")
    assert codes("doc.xml", cwd=folder) == ["SCH:p-has-n", "SCH:p-has-text"]


def test_an_embedded_rule_is_explained(folder):
    done = teitools("explain", "SCH:p-has-n", "--schema", "a.rng", cwd=folder)
    assert done.returncode == 0
    assert "p without n" in done.stdout
    assert "a.rng:5:" in done.stdout
    (folder / "teitools.toml").write_text('[project]\ndocuments = ["doc.xml"]\n', encoding="utf-8")
    (folder / "doc.xml").write_text(MODEL.format("a.rng", SCH, "") + TEI.format("<p/>"), encoding="utf-8")
    assert "p without n" in teitools("explain", "SCH:p-has-n", cwd=folder).stdout
    assert "SCH:p-has-text" in teitools("explain", cwd=folder).stdout


def test_files_that_a_carrier_includes_by_public_addresses_are_found_through_the_catalog(folder):
    (folder / "outer.rng").write_text(
        f'<grammar xmlns="{RNG}"><include href="https://example.org/a.rng"/></grammar>', encoding="utf-8"
    )
    inner = (
        GRAMMAR.replace("<element", "<grammar", 1).replace(' name="TEI"', "", 1).replace("</element>\n", "</grammar>\n")
    )
    (folder / "a.rng").write_text(
        inner.replace("<zeroOrMore>", "<start><zeroOrMore>").replace("</zeroOrMore>", "</zeroOrMore></start>"),
        encoding="utf-8",
    )
    (folder / "catalog.xml").write_text(
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="https://example.org/a.rng" uri="a.rng"/></catalog>',
        encoding="utf-8",
    )
    found = codes("doc.xml", "--schematron", "outer.rng", "--catalog", "catalog.xml", cwd=folder)
    assert found == ["SCH:p-has-n", "SCH:p-has-text"]
    done = teitools("check", "doc.xml", "--schematron", "outer.rng", cwd=folder)
    assert done.returncode == 2
    assert "outer.rng:1:63: https://example.org/a.rng: schemas are read from files only" in done.stderr


def test_rules_read_in_other_folders_only_where_allowed(folder):
    (folder / "rules").mkdir()
    (folder / "lists").mkdir()
    (folder / "lists" / "names.xml").write_text("<names>known</names>", encoding="utf-8")
    (folder / "rules" / "a.sch").write_text(
        f'<schema xmlns="{SCH}" queryBinding="xslt3"><pattern><rule context="*:p">'
        """<report id="read" test="doc-available('../lists/names.xml')">read <value-of select="doc('../lists/names.xml')"/>"""
        "</report></rule></pattern></schema>",
        encoding="utf-8",
    )
    (folder / "texts").mkdir()
    (folder / "texts" / "doc.xml").write_text(TEI.format("<p/>"), encoding="utf-8")
    arguments = ("texts/doc.xml", "--schema", "rules/a.sch")
    assert "SCH:read" not in codes(*arguments, cwd=folder)
    (found,) = findings(*arguments, "--allow-read", "lists", cwd=folder, workers=True)
    assert found["message"] == "read known"
    (folder / "teitools.toml").write_text('[project]\nallow-read = ["lists"]\n', encoding="utf-8")
    assert codes(*arguments, cwd=folder) == ["SCH:read"]


def test_a_rule_that_never_ends_is_stopped_and_named_and_the_rest_is_checked(folder):
    (folder / "other.xml").write_text(TEI.format("<p>x</p>"), encoding="utf-8")
    started = time.monotonic()
    found = findings(
        "doc.xml", "--schema", "endless.sch", "--schematron", "a.rng", "--time-limit", "0.5", cwd=folder, workers=True
    )
    assert [item["code"] for item in found] == ["SCH002", "SCH:p-has-n", "SCH:p-has-text"]
    assert "stopped after 0.5 s" in str(found[0]["message"])
    assert str(found[0]["message"]).endswith("the rule “endless”")
    assert (found[0]["line"], found[0]["column"], found[0]["severity"]) == (1, 1, "error")
    assert found[0]["related"][0]["line"] == 7  # type: ignore[index]
    assert time.monotonic() - started < 60


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("setting", "test", "named"),
    [
        ('<let name="never" value="f:loop(count(//*))"/>', "$never = 1", "“never”"),
        ("", "count(//*[. = 'x' or f:loop(1) = 0]) = 1", "“endless”"),
    ],
)
def test_what_never_ends_is_named_in_the_language_of_the_reader(folder, setting, test, named):
    (folder / "endless.sch").write_text(ENDLESS.format(setting, test), encoding="utf-8")
    (folder / "teitools.toml").write_text("[project]\ntime-limit = 0.4\n", encoding="utf-8")
    done = teitools("--lang", "tr", "check", "doc.xml", "--schema", "endless.sch", cwd=folder, workers=True)
    assert "0.4 sn sonra durduruldu" in done.stdout
    assert named in done.stdout


@pytest.mark.campaign
def test_the_documents_after_one_that_is_given_up_are_checked(folder):
    (folder / "endless.sch").write_text(ENDLESS.format("", "f:loop(-count(*:q)) le 0"), encoding="utf-8")
    for name, content in (("a", ""), ("b", "<q/>"), ("c", "<p/>"), ("d", "")):
        (folder / f"{name}.xml").write_text(TEI.format(content), encoding="utf-8")
    (folder / "doc.xml").unlink()
    (folder / "endless.sch").write_text(ENDLESS.format("", "f:loop(if (*:q) then 0 else -1) lt 0"), encoding="utf-8")
    found = findings(".", "--schema", "endless.sch", "--time-limit", "1", cwd=folder, workers=True)
    assert [(item["file"], item["code"]) for item in found] == [("b.xml", "SCH002"), ("c.xml", "SCH:seen")]


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "soon"])
def test_a_time_limit_that_is_none_is_refused(folder, limit):
    done = teitools("check", "doc.xml", "--schema", "endless.sch", "--time-limit", limit, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('time-limit = "60"', "must be a number of seconds above 0"),
        ("time-limit = 0", "must be a number of seconds above 0"),
        ("time-limit = true", "must be a number of seconds above 0"),
        (f"time-limit = 0x{'f' * 400}", "must be a number of seconds above 0"),
        (f"time-limit = {'9' * 5000}", "cannot be read as TOML"),
        (f"time-limit = {'[' * 5000}", "brackets nest too deep"),
        ('allow-read = "xslt"', "must be a list of folders"),
        ('schematron = ["none.sch"]', "no file matches"),
        ("time-limits = 1", "did you mean “time-limit”?"),
    ],
)
def test_faults_of_the_settings_of_rules_are_named(folder, settings, says):
    (folder / "teitools.toml").write_text(f"[project]\n{settings}\n", encoding="utf-8")
    done = teitools("check", "doc.xml", cwd=folder)
    assert done.returncode == 2
    assert says in done.stderr


@pytest.mark.slow
@needs_proc
def test_a_killed_check_leaves_no_worker_behind(folder, endless):
    endless.kill()
    endless.wait()
    assert until(lambda: not workers(folder))


@pytest.mark.slow
@needs_proc
def test_ctrl_c_ends_the_check_and_its_worker(folder, endless):
    os.killpg(endless.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    _, error = endless.communicate(timeout=20)
    assert endless.returncode == 130
    assert error.decode().strip() == "teitools: stopped; nothing was left half-written"
    assert until(lambda: not workers(folder))


@pytest.mark.campaign
@pytest.mark.slow
@needs_proc
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), pytest.param(signal.SIGKILL, -9, marks=pytest.mark.campaign)]
)
def test_a_check_on_many_workers_ends_with_all_of_them(folder, number, status):
    for name in "abcd":
        (folder / f"{name}.xml").write_text(TEI.format("<p/>"), encoding="utf-8")
    child = start_endless(folder, ".", "--jobs", "2")
    try:
        assert until(lambda: sum(busy(pid) for pid in workers(folder)) >= 2, 60)
        if number == signal.SIGINT:
            os.killpg(child.pid, number)
        else:
            child.send_signal(number)
        _, error = child.communicate(timeout=20)  # until nobody holds its standard error: all have ended
    finally:
        child.kill()
    assert child.returncode == status
    assert "Traceback" not in error.decode()
    assert until(lambda: not workers(folder))


@pytest.mark.campaign
@pytest.mark.slow
@needs_proc
def test_termination_ends_the_check_and_its_worker(folder, endless):
    endless.terminate()
    endless.wait(20)
    assert until(lambda: not workers(folder))


@pytest.mark.campaign
@pytest.mark.slow
@needs_proc
def test_a_killed_worker_is_told_with_advice(folder, endless):
    for pid in workers(folder):
        os.kill(pid, signal.SIGKILL)
    output, error = endless.communicate(timeout=20)
    assert (endless.returncode, output) == (2, b"")
    assert "the process that runs Schematron rules died (signal 9); if memory was short" in error.decode()
    assert "Traceback" not in error.decode()


@pytest.mark.slow
@needs_proc
def test_a_reader_that_goes_away_leaves_no_worker_behind(folder):
    (folder / "doc.xml").write_text(TEI.format("<p/>" * 1000), encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "teitools", "check", "doc.xml", "--schematron", "a.rng"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.read(10)
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(20) == 2  # not all was told, so this is not what findings end with
    assert until(lambda: not workers(folder))


@pytest.mark.slow
def test_workers_of_many_documents_each_have_a_process_for_rules(folder):
    for number in range(9):
        (folder / f"d{number}.xml").write_text(TEI.format("<p/>" * number), encoding="utf-8")
    (folder / "doc.xml").unlink()
    one, two = (
        teitools_process("check", "--format", "json", ".", "--schematron", "a.rng", "--jobs", number, cwd=folder)
        for number in "12"
    )
    assert len(json.loads(one.stdout)) == 2 * sum(range(9))
    assert (two.stdout, one.stderr, two.stderr) == (one.stdout, "", "")
    if Path("/proc/self").is_dir():
        assert until(lambda: not workers(folder))


def test_rules_that_are_wrong_are_told_from_the_other_process(folder):
    (folder / "endless.sch").write_text(ENDLESS.format("", "f:loop("), encoding="utf-8")
    done = teitools("check", "doc.xml", "--schema", "endless.sch", cwd=folder, workers=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("teitools: endless.sch:7:")
    assert "Traceback" not in done.stderr


def test_modules_in_the_working_folder_are_not_taken_for_the_tools_own(folder):
    for name in ("lxml", "saxonche", "json", "pickle"):
        (folder / f"{name}.py").write_text("raise SystemExit('taken over')\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "teitools", "check", "--format", "json", "doc.xml", "--schematron", "a.rng"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert [item["code"] for item in json.loads(done.stdout)] == ["SCH:p-has-n", "SCH:p-has-text"]


@pytest.mark.skipif(not (SHARED / "tei").is_dir(), reason="TEI's schemas are not beside this checkout")
def test_teis_own_schema_gives_grammar_and_rules(tmp_path):
    schema = SHARED / "tei" / "tei_all.rng"
    sample = (SHARED / "corpus" / "testbasic.xml").read_text(encoding="utf-8")
    body = sample[sample.index("<TEI") :].replace(
        "<body>", "<body><p><p>a p in a p</p></p><p subtype='x'>no type</p>", 1
    )
    (tmp_path / "doc.xml").write_text(
        MODEL.format(schema, RNG, "") + MODEL.format(schema, SCH, "") + body, encoding="utf-8"
    )
    found = findings("doc.xml", cwd=tmp_path)
    rules = [str(item["code"]) for item in found if item["source"] == "schematron"]
    assert any("abstractModel-structure-p-in-ab-or-p" in code for code in rules)
    assert any("subtypeTyped" in code for code in rules)
    assert any(item["source"] == "relaxng" for item in found)


SPARE = f"""<schema xmlns="{SCH}" queryBinding="xslt2">
  <pattern id="forms"><let name="form" value="'^x$'"/></pattern>
  <pattern abstract="true" id="some"><rule context="$context"><assert id="form" test="USE">no form</assert></rule></pattern>
  <pattern is-a="some"><param name="context" value="*:p"/><param name="price" value="1"/></pattern>
</schema>
"""


def test_what_is_told_of_a_schema_is_told_once_for_all_documents(folder):
    (folder / "spare.sch").write_text(SPARE.replace("USE", "@n"), encoding="utf-8")
    (folder / "doc2.xml").write_text(TEI.format("<p/>"), encoding="utf-8")
    found = findings("doc.xml", "doc2.xml", "--schematron", "spare.sch", cwd=folder)
    assert [(item["code"], item["severity"]) for item in found] == [
        ("SCH:form", "error"),
        ("SCH:form", "error"),
        ("SCH005", "warning"),
    ]
    again = findings("doc.xml", "doc2.xml", "--schematron", "spare.sch", cwd=folder)  # from the cache
    assert again == found


@pytest.mark.parametrize("way", ["option", "setting"])
def test_variables_of_patterns_can_be_shared(folder, way):
    (folder / "shared.sch").write_text(SPARE.replace("USE", "matches(., $form)"), encoding="utf-8")
    refused = teitools("check", "doc.xml", "--schematron", "shared.sch", cwd=folder)
    assert refused.returncode == 2
    assert "it belongs to the pattern “forms” (shared.sch:2:40)" in refused.stderr
    assert "--shared-variables" in refused.stderr
    options = ["--shared-variables"] if way == "option" else []
    if way == "setting":
        (folder / "teitools.toml").write_text("[project]\nshared-variables = true\n", encoding="utf-8")
    assert "SCH:form" in codes("doc.xml", "--schematron", "shared.sch", *options, cwd=folder)


def test_a_file_that_rules_may_not_read_is_no_fault_of_the_expression(folder):
    rules = f"""<schema xmlns="{SCH}" queryBinding="xslt3"><pattern><rule context="*:p">
      <assert id="one" test="exists(doc('../{folder.name}.xml'))">x</assert><assert id="two" test="1 idiv 0 = 1">y</assert>
    </rule></pattern></schema>"""
    (folder / "a.sch").write_text(rules, encoding="utf-8")
    (folder.parent / f"{folder.name}.xml").write_text("<a/>", encoding="utf-8")
    refused, failed = findings("doc.xml", "--schematron", "a.sch", cwd=folder)
    assert (refused["code"], failed["code"]) == ("SCH001", "SCH001")
    assert "allow its folder with --allow-read" in refused["message"]
    assert refused["hint"] is None
    assert failed["hint"].startswith("Correct the expression")
    assert len(findings("doc.xml", "--schematron", "a.sch", "--allow-read", "..", cwd=folder)) == 1
