"""Findings while somebody writes, as a client sees them over standard streams."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from support.lsp import Client
from support.relaxng import PARAGRAPHS
from support.running import ROOT, teitools

from teitools.document import names

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

SCH = f"""<schema xmlns="{names.SCH}" queryBinding="xslt3">
  <ns prefix="tei" uri="{names.TEI}"/>
  <pattern><rule context="tei:p"><assert id="p-full" test="normalize-space()">This p is empty.</assert></rule></pattern>
</schema>"""
ENDLESS = f"""<schema xmlns="{names.SCH}" queryBinding="xslt3" xmlns:xsl="{names.XSL}">
  <ns prefix="f" uri="urn:f"/>
  <xsl:function name="f:loop"><xsl:param name="n"/>
    <xsl:sequence select="if ($n lt 0) then $n else f:loop($n + 1)"/></xsl:function>
  <pattern><rule context="*:p"><assert id="endless" test="f:loop(1)">x</assert></rule></pattern>
</schema>"""
DECLARED = (
    f'<?xml-model href="a.rng" schematypens="{names.RNG}"?>\n<?xml-model href="a.sch" schematypens="{names.SCH}"?>\n'
)


def text(body: str) -> str:
    return f'{DECLARED}<TEI xmlns="{names.TEI}">\n{body}\n</TEI>\n'


def change(line: int, start: int, end: int, new: str) -> dict[str, object]:
    return {
        "range": {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}},
        "text": new,
    }


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def server(root: Path):
    with Client(root) as one:
        yield one


@pytest.fixture
def folder(root: Path, request: pytest.FixtureRequest) -> Path:
    """A folder of the workspace for this test, with schemas."""
    folder = root / request.node.name
    folder.mkdir()
    (folder / "a.rng").write_text(PARAGRAPHS, encoding="utf-8")
    (folder / "a.sch").write_text(SCH, encoding="utf-8")
    return folder


@pytest.fixture
def client(server: Client):
    """The server of all tests, in which nothing is open."""
    server.shown.clear()
    yield server
    server.close_all()


def codes(items) -> list[str]:
    return [item["code"] for item in items]


def test_a_text_that_is_not_saved_is_what_is_checked(client, folder):
    (folder / "a.xml").write_text(text("<p>saved</p>"), encoding="utf-8")
    uri = client.open(folder / "a.xml", text("<p/><wrong/>"))
    assert codes(client.whole(uri, 1)) == ["SCH:p-full", "RNG102"]


def test_positions_count_utf_16_units_with_any_line_end(client, folder):
    body = "<p>𐎀𐎁</p>\t<wrong/>"
    for version, (name, end) in enumerate((("a.xml", "\n"), ("b.xml", "\r\n"), ("c.xml", "\r")), 1):
        uri = client.open(folder / name, text(body).replace("\n", end), version)
        (found,) = client.whole(uri, version)
        assert found["range"]["start"] == {"line": 3, "character": 12}
        client.change(uri, version + 10, change(3, 7, 7, "<b/>"))  # between the astral letters and the end tag
        changed = client.whole(uri, version + 10)
        assert [item["range"]["start"]["character"] for item in changed] == [7, 16]


def test_findings_of_rules_stay_and_move_until_they_are_made_again(client, folder):
    uri = client.open(folder / "a.xml", text("<p/>"))
    assert codes(client.whole(uri, 1)) == ["SCH:p-full"]
    client.change(uri, 2, change(2, 0, 0, "\n\n"))
    (moved,) = client.quick(uri, 2)
    assert (moved["code"], moved["range"]["start"]["line"]) == ("SCH:p-full", 5)
    (again,) = client.whole(uri, 2)
    assert again["range"] == moved["range"]


def test_what_is_overtaken_is_not_told(client, folder):
    uri = client.open(folder / "a.xml", text("<p>x</p>"))
    client.whole(uri, 1)
    for version in range(2, 40):
        client.change(uri, version, change(3, 3, 4, "x" if version % 2 else "<"))
    client.change(uri, 40, change(3, 3, 4, "y"))
    assert client.whole(uri, 40) == []
    published = [one["params"] for one in client.seen if one.get("method") == "textDocument/publishDiagnostics"]
    versions = [one["version"] for one in published if one["uri"] == uri and one["version"]]
    assert versions == sorted(versions)


def test_pointers_see_what_other_texts_say_before_they_are_saved(client, folder):
    (folder / "b.xml").write_text(text('<p xml:id="old">x</p>'), encoding="utf-8")
    uri = client.open(folder / "a.xml", text('<ptr target="b.xml#new"/>'))
    assert codes(client.whole(uri, 1)) == ["PTR003"]
    other = client.open(folder / "b.xml", text('<p xml:id="new">x</p>'))
    client.wait(lambda: client.diagnostics[uri] == [])
    client.notify("textDocument/didClose", {"textDocument": {"uri": other}})
    client.wait(lambda: codes(client.diagnostics[uri]) == ["PTR003"])


def test_a_file_that_is_deleted_and_a_schema_that_is_changed(client, folder):
    (folder / "b.xml").write_text(text("<p>x</p>"), encoding="utf-8")
    uri = client.open(folder / "a.xml", text('<ptr target="b.xml"/><wrong/>'))
    assert codes(client.whole(uri, 1)) == ["RNG102"]
    (folder / "b.xml").unlink()
    (folder / "a.rng").write_text(PARAGRAPHS.replace('"p"', '"wrong"'), encoding="utf-8")
    changes = [{"uri": (folder / name).as_uri(), "type": kind} for name, kind in (("b.xml", 3), ("a.rng", 2))]
    client.notify("workspace/didChangeWatchedFiles", {"changes": changes})
    client.wait(lambda: codes(client.diagnostics[uri]) == ["PTR004"])
    (folder / "a.rng").write_text("<grammar>", encoding="utf-8")
    client.change(uri, 2, change(3, 0, 0, " "))
    assert codes(client.whole(uri, 2)) == ["XML067", "PTR004"]
    (folder / "a.rng").write_text(PARAGRAPHS, encoding="utf-8")
    client.change(uri, 3, change(3, 0, 0, " "))
    assert codes(client.whole(uri, 3)) == ["PTR004", "RNG102"]


def test_rules_that_are_broken_are_told_and_all_else_is_checked(client, folder):
    (folder / "a.sch").write_text(SCH.replace("normalize-space()", "normalize-space("), encoding="utf-8")
    uri = client.open(folder / "a.xml", text("<p/><wrong/>"))
    assert codes(client.whole(uri, 1)) == ["XML067", "RNG102"]


def test_a_schema_of_the_project_that_is_broken_is_told_in_words(client, folder):
    (folder / "b.sch").write_text(SCH.replace("normalize-space()", "normalize-space("), encoding="utf-8")
    (folder / "b.rng").write_text("<grammar>", encoding="utf-8")
    (folder / "teitools.toml").write_text('[project]\nschemas = ["b.sch", "b.rng"]\n', encoding="utf-8")
    uri = client.open(folder / "a.xml", f'<TEI xmlns="{names.TEI}"><ptr target="#none"/></TEI>')
    assert codes(client.whole(uri, 1)) == ["PTR002"]
    client.wait(
        lambda: {"b.rng", "b.sch"} <= {name for said in client.shown for name in ("b.rng", "b.sch") if name in said}
    )


def test_settings_of_the_project_count(client, folder):
    (folder / "teitools.toml").write_text(
        '[findings]\nignore = ["RNG102"]\n[findings.severity]\n"SCH:p-full" = "info"\n', encoding="utf-8"
    )
    uri = client.open(folder / "a.xml", text("<p/><wrong/>"))
    assert [(item["code"], item["severity"]) for item in client.whole(uri, 1)] == [("SCH:p-full", 3)]
    (folder / "teitools.toml").write_text("[findings\n", encoding="utf-8")
    client.change(uri, 2, change(3, 0, 0, " "))
    client.wait(lambda: any("teitools.toml" in said for said in client.shown))


def test_what_the_baseline_knows_is_not_shown(client, folder):
    (folder / "teitools.toml").write_text('[findings]\nbaseline = "known.json"\n', encoding="utf-8")
    known = folder / "known.json"
    (folder / "a.xml").write_text(text("<wrong/>"), encoding="utf-8")
    done = teitools("check", "a.xml", "--write-baseline", known, cwd=folder)
    assert done.returncode == 0, done.stderr
    uri = client.open(folder / "a.xml", text("\n<wrong/><p/>"))
    assert codes(client.whole(uri, 1)) == ["SCH:p-full"]


def test_nothing_is_fetched_though_the_project_allows_it_to_check(client, folder):
    (folder / "teitools.toml").write_text("[project]\nfetch = true\n", encoding="utf-8")
    model = f'<?xml-model href="http://127.0.0.1:9/none.rng" schematypens="{names.RNG}"?>'
    uri = client.open(folder / "a.xml", f'{model}<TEI xmlns="{names.TEI}"/>')
    assert codes(client.whole(uri, 1)) == ["XML062"]  # XML066 would say that a server was asked


def test_without_pygls_it_says_what_to_install():
    code = (
        "import sys; sys.modules['pygls'] = None; sys.argv = ['teitools', 'lsp']; from teitools.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, input="")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'teitools[lsp]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.campaign
def test_a_rule_that_does_not_end_is_told_and_cancelled_when_the_text_changes(client, folder):
    (folder / "a.sch").write_text(ENDLESS, encoding="utf-8")
    (folder / "teitools.toml").write_text("[project]\ntime-limit = 1\n", encoding="utf-8")
    uri = client.open(folder / "a.xml", text("<p>x</p><wrong/>"))
    assert codes(client.quick(uri, 1)) == ["RNG102"]
    assert codes(client.whole(uri, 1)) == ["SCH002", "RNG102"]
    (folder / "teitools.toml").write_text("[project]\ntime-limit = 600\n", encoding="utf-8")
    client.change(uri, 2, change(3, 0, 0, " "))
    client.quick(uri, 2)
    time.sleep(1)  # the rules run
    (folder / "a.sch").write_text(SCH, encoding="utf-8")
    client.change(uri, 3, change(3, 0, 0, " "))
    assert codes(client.whole(uri, 3, timeout=30)) == ["RNG102"]


@pytest.mark.campaign
def test_rules_that_do_not_end_make_way_for_those_of_another_text(client, folder):
    (folder / "b.sch").write_text(ENDLESS, encoding="utf-8")
    (folder / "teitools.toml").write_text("[project]\ntime-limit = 20\n", encoding="utf-8")
    endless = client.open(folder / "b.xml", text("<p>x</p>").replace("a.sch", "b.sch"))
    client.quick(endless, 1)
    other = client.open(folder / "a.xml", text("<p/>"))
    assert codes(client.whole(other, 1, timeout=15)) == ["SCH:p-full"]
    assert codes(client.whole(endless, 1, timeout=60)) == ["SCH002"]


def children(process: int) -> list[int]:
    told = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in told.stdout.split()]


def test_a_killed_process_of_the_rules_is_started_again(client, folder):
    uri = client.open(folder / "a.xml", text("<p/>"))
    client.whole(uri, 1)
    for process in children(client.process.pid):
        os.kill(process, signal.SIGKILL)
    client.change(uri, 2, change(3, 0, 0, " "))
    assert codes(client.whole(uri, 2)) == ["SCH:p-full"]


@pytest.mark.parametrize("way", [pytest.param("kill", marks=pytest.mark.campaign), "hang up"])
def test_a_client_that_is_gone_leaves_no_process_behind(folder, way):
    with Client(folder) as client:
        uri = client.open(folder / "a.xml", text("<p/>"))
        client.whole(uri, 1)
        left = [client.process.pid, *children(client.process.pid)]
        assert len(left) == 2
        if way == "kill":
            client.process.kill()
        client.process.stdin.close()
        client.process.wait(20)
        for _ in range(100):
            alive = [one for one in left if is_alive(one)]
            if not alive:
                break
            time.sleep(0.1)
        assert alive == []
        assert client.process.returncode == (-signal.SIGKILL if way == "kill" else 1)


def is_alive(process: int) -> bool:
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(told.stdout.strip()) and not told.stdout.startswith("Z")


def test_two_workspaces_have_their_own_settings(tmp_path):
    for name, ignored in (("one", "RNG102"), ("two", "SCH:p-full")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.rng").write_text(PARAGRAPHS, encoding="utf-8")
        (tmp_path / name / "a.sch").write_text(SCH, encoding="utf-8")
        (tmp_path / name / "teitools.toml").write_text(f'[findings]\nignore = ["{ignored}"]\n', encoding="utf-8")
    with Client(tmp_path / "one", tmp_path / "two") as client:
        uris = [client.open(tmp_path / name / "a.xml", text("<p/><wrong/>")) for name in ("one", "two")]
        assert [codes(client.whole(uri, 1)) for uri in uris] == [["SCH:p-full"], ["RNG102"]]


def test_no_file_outside_of_the_workspace_is_read(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside.xml").write_text(text('<p xml:id="a">x</p>'), encoding="utf-8")
    with Client(inside) as client:
        uri = client.open(inside / "a.xml", f'<TEI xmlns="{names.TEI}"><ptr target="../outside.xml#b"/></TEI>')
        assert codes(client.whole(uri, 1)) == ["XML060"]
        (tmp_path / "outside.xml").unlink()
        os.mkfifo(tmp_path / "outside.xml")  # reading it would take for ever
        client.change(uri, 2, change(0, 0, 0, " "))
        assert "XML060" in codes(client.whole(uri, 2))


def test_a_text_that_was_never_saved_and_one_that_is_empty(client):
    assert codes(client.whole(client.open("untitled:Untitled-1", "<TEI/>"), 1)) == ["XML060"]
    assert codes(client.whole(client.open("untitled:Untitled-2", ""), 1)) == ["XML010"]


def test_messages_are_in_the_language_of_the_client(folder):
    with Client(folder, locale="tr-TR") as client:
        (found,) = client.whole(client.open(folder / "a.xml", text("<p>x</p><wrong/>")), 1)
        assert "öğe" in found["message"]


def test_unknown_requests_and_broken_ones_are_errors_in_one_line(client, folder):
    for method, params in (("teitools/none", {}), ("textDocument/hover", {"wrong": 1})):
        with pytest.raises(LookupError) as caught:
            client.request(method, params)
        assert "Traceback" not in str(caught.value)
    assert codes(client.whole(client.open(folder / "a.xml", text("<wrong/>")), 1)) == ["RNG102"]


def test_a_log_says_what_happens(folder):
    log = folder / "lsp.log"
    with Client(folder, arguments=("--log", str(log))) as client:  # written at once
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": (folder / "a.rng").as_uri(), "type": 2}]})
        client.whole(client.open(folder / "a.xml", text("<p/>")), 1)
    assert "a.rng" in log.read_text(encoding="utf-8")


def test_the_article_is_without_findings(edition):
    assert edition.whole(edition.open(ROOT / "tei" / "kafkas-seddi.xml"), 1) == []
