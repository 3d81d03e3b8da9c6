"""The extension for VS Code: what it starts is the server, what it declares is what it has; run by Node without VS Code."""

from __future__ import annotations

import json
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
const status = { show() {}, set text(value) { said.status.push(value); } };
class Position { constructor(line, character) { Object.assign(this, { line, character }); } }
const vscode = {
  Position, StatusBarAlignment: { Right: 2 }, ViewColumn: { Beside: -2 },
  workspace: { getConfiguration: () => ({ get: (key) => settings[key] }) },
  window: {
    createStatusBarItem: () => status, onDidChangeTextEditorSelection: () => ({}), activeTextEditor: undefined,
    showErrorMessage: (message) => said.messages.push(message),
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
  async stop() { this.child.kill(); }
}
const load = Module._load;
Module._load = (name, ...rest) =>
  name === "vscode" ? vscode : name === "vscode-languageclient/node" ? { LanguageClient } : load(name, ...rest);
const extension = require(process.argv[2]);
const { idBefore } = require(process.argv[2].replace("extension.js", "preview.js"));
(async () => {
  await extension.activate({ subscriptions: [] });
  await extension.deactivate();
  said.options = extension.options();
  said.id = idBefore('<p xml:id="a"><hi xml:id=\'b\'/></p><p xml:id="c');
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
    assert said["status"][-1] == "teitools"
    assert said["id"] == "b"
    assert said["options"]["client"]["initializationOptions"] == {"language": "tr"}
    assert log.is_file()
    declared = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))["contributes"]
    assert {item["command"] for item in declared["commands"]} < set(said["commands"])
    settings = {name.removeprefix("teitools.") for name in declared["configuration"]["properties"]}
    assert settings == {"command", "language", "log"}


def test_a_program_that_is_not_there_is_told_with_what_to_do(tmp_path):
    said = run(tmp_path, {"command": str(tmp_path / "none")})
    assert "pip install 'teitools[lsp]'" in said["messages"][0]


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
    assert said == {
        "status": ["$(sync~spin) teitools", "teitools", "$(check) teitools"],
        "messages": [],
        "findings": ["XML060", "PTR002"],
    }
