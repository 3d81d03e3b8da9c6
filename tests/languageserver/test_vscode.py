"""The extension for VS Code: what it starts is the server, what it declares is what it has; run by Node without VS Code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support.running import ROOT

if TYPE_CHECKING:
    from pathlib import Path

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


def test_it_starts_the_server_and_has_what_it_declares(tmp_path):
    program = tmp_path / "teitools"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m teitools "$@"\n', encoding="utf-8")
    program.chmod(0o755)
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
