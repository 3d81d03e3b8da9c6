"""How builds end: with what was asked for, with a message, or at once and with nothing left behind."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from support.running import teitools

pytestmark = pytest.mark.slow

ODD = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body><p>Why.</p><schemaSpec ident="own" start="a">
  <elementSpec ident="a" module="own" mode="add"><desc>all there is</desc><content><textNode/></content></elementSpec>
</schemaSpec></body></text></TEI>"""


def test_an_odd_is_built_with_a_source_of_the_network_that_was_kept(tmp_path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "source.odd").write_text(ODD, encoding="utf-8")
    (tmp_path / "own.odd").write_text(
        ODD.replace(ODD[ODD.index("<elementSpec") : ODD.index("</schemaSpec")], '<elementRef key="a"/>'),
        encoding="utf-8",
    )
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(tmp_path / "site"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/source.odd"
    (tmp_path / "teitools.toml").write_text(f'[odd]\nfile = "own.odd"\nsource = "{address}"\n', encoding="utf-8")
    here = {"cwd": tmp_path, "env": {"XDG_DATA_HOME": str(tmp_path / "data"), "no_proxy": "127.0.0.1"}}
    asked = teitools("build", "odd", **here)
    assert asked.returncode == 2
    advice = asked.stderr.strip().rpartition(": ")[2]
    assert advice == f"teitools odd compile own.odd --source {address} --fetch"
    assert teitools(*advice.split()[1:], **here).returncode == 0
    server.shutdown()
    server.server_close()
    built = teitools("build", "odd", **here)
    assert (built.returncode, built.stderr) == (0, "")
    assert "all there is" in (tmp_path / "build" / "odd" / "own.html").read_text(encoding="utf-8")


def small_project(folder: Path, name: str = "d.xml", settings: str = "", body: str = "<p>x</p>") -> Path:
    (folder / name).write_text(
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><body>{body}</body></text></TEI>', encoding="utf-8"
    )
    listed = name.replace("\n", "\\n")
    (folder / "teitools.toml").write_text(f'[editions]\ndocuments = ["{listed}"]\n{settings}', encoding="utf-8")
    return folder


def test_a_document_with_a_line_end_in_its_name_can_be_built_again(tmp_path):
    small_project(tmp_path, "a\nb.xml")
    for _ in range(2):
        done = teitools("build", "text", cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("href", ["%00", "a%00b.html", "..%2fx.html", "%2e%2e/x.html"])
def test_a_result_that_no_folder_can_hold_is_refused(tmp_path, href):
    small_project(tmp_path, settings='[editions.html]\nstylesheet = "s.xsl"\n')
    (tmp_path / "s.xsl").write_text(
        '<xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">'
        f'<xsl:result-document href="{href}"><a/></xsl:result-document></xsl:template></xsl:stylesheet>',
        encoding="utf-8",
    )
    done = teitools("build", "html", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "s.xsl" in done.stderr
    assert not (tmp_path / "build" / "html").exists()
    assert not (tmp_path / "build" / "x.html").exists()


def test_what_several_editions_find_is_told_once(tmp_path):
    small_project(tmp_path, body="<p><ref target='javascript:x'>a</ref> <zeugma>b</zeugma></p>")
    done = teitools("build", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.count("[EDN001]") == done.stdout.count("[EDN002]") == 1
    assert "script:" not in (tmp_path / "build" / "html" / "index.html").read_text(encoding="utf-8")
    assert "script:" not in (tmp_path / "build" / "latex" / "d.tex").read_text(encoding="utf-8")


def running(folder: Path) -> list[str]:
    """The processes that work in a folder or below."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "cwd").readlink().is_relative_to(folder):
                found.append((entry / "cmdline").read_text(encoding="utf-8").split("\0")[0])
        except OSError:
            continue
    return found


def wait_for(condition) -> bool:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.campaign
@pytest.mark.skipif(shutil.which("lualatex") is None, reason="TeX is not installed (see README.md)")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_typesetting_that_is_ended_leaves_no_process_and_no_folder(tmp_path, number):
    small_project(tmp_path, body="<p>x</p>" * 5000)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with subprocess.Popen(
        [sys.executable, "-m", "teitools", "build", "pdf"],
        cwd=tmp_path,
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert wait_for(lambda: any("lualatex" in name for name in running(tmp_path)))
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == (130 if number == signal.SIGINT else -number)
    assert wait_for(lambda: running(tmp_path) == [])
    assert list(temporary.iterdir()) == []
    left = [path.name for path in (tmp_path / "build").iterdir() if path.name != "latex"]
    assert left == [] or (number == signal.SIGKILL and len(left) == 1)
    small_project(tmp_path)
    assert teitools("build", "pdf", cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["latex", "pdf"]
