"""The extension for VS Code: what it starts is the server, what it declares is what it has; run by Node without VS Code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.running import ROOT

from teitools.document import names

EXTENSION = ROOT / "editors" / "vscode"
NODE = shutil.which("node")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(NODE is None, reason="Node is not installed")]

# VS Code and its client library, as far as the extension asks; the client starts the program and shakes hands with it
HOST = r"""
const Module = require("node:module");
const { spawn } = require("node:child_process");
const said = { commands: [], status: [], messages: [] };
const settings = JSON.parse(process.argv[3]);
const status = { show() {}, hide() {}, set text(value) { said.status.push(value); } };
const listen = () => ({});
class Position { constructor(line, character) { Object.assign(this, { line, character }); } }
const vscode = {
  Position, StatusBarAlignment: { Right: 2 }, ViewColumn: { Beside: -2 },
  l10n: { t: (text, ...values) => text.replace(/\{(\d)\}/g, (_, at) => values[at]) },
  workspace: {
    getConfiguration: () => ({ get: (key) => settings[key] }),
    onDidChangeTextDocument: listen, onDidChangeConfiguration: listen,
  },
  window: {
    createStatusBarItem: () => status, onDidChangeTextEditorSelection: listen, onDidChangeActiveTextEditor: listen,
    activeTextEditor: { document: { languageId: "xml", uri: "file:///a.xml", version: 1 } },
    showErrorMessage: async (message) => void said.messages.push(message),
  },
  commands: { registerCommand: (name) => { said.commands.push(name); return {}; } },
};
class LanguageClient {
  constructor(id, name, server, client) { Object.assign(this, { server, client }); }
  onNotification(name) { said.notification = name; }
  start() {
    return new Promise((resolve, reject) => {
      this.child = spawn(this.server.command, this.server.args);
      this.child.on("error", reject);
      const body = (message) => {
        const text = JSON.stringify({ jsonrpc: "2.0", ...message });
        this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
      };
      let got = "";
      this.child.stdout.on("data", (data) => {
        got += data;
        if (got.includes('"serverInfo"') && !said.server) {
          said.server = JSON.parse(got.slice(got.indexOf("{"))).result.serverInfo.name;
          resolve();
        }
      });
      const params = { processId: process.pid, rootUri: null, capabilities: {}, ...this.client };
      body({ id: 1, method: "initialize", params });
    });
  }
  needsStop() { return Boolean(this.child); }
  async stop() { this.child.kill(); }
}
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
const extension = require(process.argv[2]);
(async () => {
  await extension.activate({ subscriptions: [] });
  await extension.deactivate();
  said.options = extension.options();
  const items = ['<a b="$1">$0</a>', '<a b="x">$1</a>'].map((value) => ({ insertText: { value } }));
  await extension.complete(undefined, undefined, undefined, undefined, async () => ({ items }));
  said.suggests = items.map((item) => item.command?.command ?? "");
  console.log(JSON.stringify(said));
})();
"""


def run(folder: Path, settings: dict[str, str]) -> dict[str, object]:
    (folder / "host.js").write_text(HOST, encoding="utf-8")
    command = [NODE, folder / "host.js", EXTENSION / "extension.js", json.dumps(settings)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def program(tmp_path) -> Path:
    """The command of this Python."""
    program = tmp_path / "teitools"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m teitools "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return program


def test_it_starts_the_server_and_has_what_it_declares(tmp_path, program):
    log = tmp_path / "lsp.log"
    said = run(tmp_path, {"command": str(program), "language": "tr", "log": str(log)})
    assert said["server"] == "teitools"
    assert said["messages"] == []
    assert said["status"][-1] == "$(sync~spin) teitools"
    assert said["suggests"] == ["editor.action.triggerSuggest", ""]
    assert said["options"]["client"]["initializationOptions"] == {"language": "tr"}
    assert log.is_file()
    declared = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))["contributes"]
    assert {item["command"] for item in declared["commands"]} < set(said["commands"])
    settings = {name.removeprefix("teitools.") for name in declared["configuration"]["properties"]}
    assert settings == {"command", "language", "log"}


def test_a_program_that_is_not_there_is_told_with_what_to_do(tmp_path):
    said = run(tmp_path, {"command": str(tmp_path / "none")})
    assert "pip install 'teitools[lsp]'" in said["messages"][0]
    assert said["status"][-1] == "$(error) teitools"


def test_all_that_it_says_is_said_in_turkish_too():
    told = json.loads((EXTENSION / "package.nls.json").read_text(encoding="utf-8"))
    assert told.keys() == json.loads((EXTENSION / "package.nls.tr.json").read_text(encoding="utf-8")).keys()
    declared = (EXTENSION / "package.json").read_text(encoding="utf-8")
    assert set(re.findall(r'"%(\w+)%"', declared)) == told.keys()
    source = "".join((EXTENSION / name).read_text(encoding="utf-8") for name in ("extension.js", "preview.js"))
    said = set(re.findall(r'l10n\.t\(\s*"([^"]+)"', source))
    assert said == json.loads((EXTENSION / "l10n" / "bundle.l10n.tr.json").read_text(encoding="utf-8")).keys()


TEXT = """<TEI><teiHeader><person xml:id="h"/></teiHeader><!-- <p xml:id="no"> --><p xml:id="a">İzmir <hi xml:id='b'/> and <q>c<note xml:id="n">İzmir</note> İzmir</q>
<name>İzmir</name></p><p>d</p></TEI>"""


def places(calls: list[list[object]]) -> list[object]:
    """What functions of places.js say of the text; each call is a name and arguments after the text."""
    program = (
        "const places = require(process.argv[1]), [text, calls] = JSON.parse(process.argv[2]);"
        "console.log(JSON.stringify(calls.map(([name, ...rest]) => places[name](text, ...rest) ?? null)))"
    )
    command = [NODE, "-e", program, EXTENSION / "places.js", json.dumps([TEXT, calls])]
    return json.loads(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout)


def test_a_place_is_named_by_the_element_that_starts_before_it():
    at = TEXT.index
    cases = [
        (at(" and"), "b", False),  # the nearest, though it has ended
        (at("İzmir"), "a", True),
        (at("<hi") + 4, "b", False),  # in the tag
        (at("İzmir</note>"), "n", True),
        (at(" İzmir</q>"), "b", False),  # a note that has ended is elsewhere in pages
        (at("d</p>"), "b", False),
    ]
    found = places([["placeAt", offset] for offset, *_ in cases] + [["placeAt", at("<!--")]])
    assert found == [*({"id": ident, "inside": inside} for _, ident, inside in cases), None]


def test_a_word_is_found_after_an_id():
    start = TEXT.index("İzmir")
    found = places([["named", "a"], ["named", "no"], *(["wordAfter", start, "İzmir", nth] for nth in (0, 3, 9))])
    assert found == [start, None, start, TEXT.rindex("İzmir"), TEXT.rindex("İzmir")]
    assert places([["wordAfter", start, "hi", 0], ["wordAfter", start, "", 0]]) == [None, None]


def can_package() -> bool:
    """Whether Node is as new as vsce wants it, and the registry of its packages is reached."""
    npm = shutil.which("npm")
    if NODE is None or npm is None:
        return False
    version = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True).stdout
    asked = subprocess.run([npm, "ping"], capture_output=True, timeout=60, check=False)
    return int(version.removeprefix("v").split(".")[0]) >= 20 and asked.returncode == 0


@pytest.mark.campaign
def test_the_package_has_all_it_needs_and_shows_findings(tmp_path, program):
    if not can_package():
        pytest.skip("Node 20 and npm are wanted, and the registry of their packages")
    source = tmp_path / "vscode"
    shutil.copytree(EXTENSION, source, ignore=shutil.ignore_patterns("node_modules", "*.vsix"))
    subprocess.run(["npm", "run", "package"], cwd=source, capture_output=True, timeout=300, check=True)
    (package,) = source.glob("teitools-*.vsix")
    unpacked = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as file:
        file.extractall(unpacked)
    document = tmp_path / "texts" / "letter.xml"
    document.parent.mkdir()
    document.write_text(
        f'<TEI xmlns="{names.TEI}"><text><body><p><ref target="#no">x</ref></p></body></text></TEI>', encoding="utf-8"
    )
    host = Path(__file__).with_name("vscode.js")
    command = [NODE, host, unpacked / "extension" / "extension.js", json.dumps({"command": str(program)}), document]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    status = said.pop("status")  # how often it is said that the server is at work depends on when it answers
    assert (status[0], status[-1]) == ("$(sync~spin) teitools", "$(check) teitools")
    assert said == {"messages": [], "findings": ["XML060", "PTR002"]}
