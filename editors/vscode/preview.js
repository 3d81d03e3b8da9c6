// The HTML edition beside the text: the pages of `teitools watch` in a panel that goes where the cursor is.
"use strict";

const { spawn } = require("node:child_process");
const path = require("node:path");
const vscode = require("vscode");

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//;
const PATIENCE = 150; // milliseconds after which the cursor is taken to rest
let panel;
let timer;

/** The id of the last element before the cursor that has one. */
function idBefore(text) {
  const found = [...text.matchAll(/\bxml:id\s*=\s*(["'])([^"'<]+)\1/g)].pop();
  return found ? found[2] : "";
}

function preview(context, command) {
  const editor = vscode.window.activeTextEditor;
  if (panel || !editor) {
    return panel && panel.reveal();
  }
  const file = editor.document.uri;
  const folder = vscode.workspace.getWorkspaceFolder(file);
  const cwd = folder ? folder.uri.fsPath : path.dirname(file.fsPath);
  const watch = spawn(command, ["watch", file.fsPath], { cwd });
  panel = vscode.window.createWebviewPanel("teitools", "teitools", vscode.ViewColumn.Beside, {
    enableScripts: true,
    retainContextWhenHidden: true,
  });
  let told = "";
  watch.stdout.on("data", (data) => {
    told += data;
    const address = ADDRESS.exec(told);
    if (address && panel && !panel.webview.html) {
      panel.webview.html = page(address[0]);
    }
  });
  watch.stderr.on("data", (data) => (told += data));
  watch.on("error", (error) => vscode.window.showErrorMessage(`teitools: ${command} watch: ${error.message}`));
  watch.on("exit", (status) => {
    if (panel && !panel.webview.html) {
      vscode.window.showErrorMessage(`teitools watch (${status}): ${told.trim().slice(-500)}`);
      panel.dispose();
    }
  });
  panel.onDidDispose(() => {
    panel = undefined;
    watch.kill();
  });
  context.subscriptions.push({ dispose: () => watch.kill() });
}

/** The panel: a frame with the page, which is told where to go. */
function page(address) {
  return `<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; frame-src ${address}; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <style>html, body, iframe { width: 100%; height: 100%; margin: 0; border: 0; background: white }</style></head>
    <body><iframe src="${address}"></iframe><script>
      addEventListener("message", (event) => {
        document.querySelector("iframe").src = ${JSON.stringify(address)} + "#" + encodeURIComponent(event.data.id);
      });
    </script></body></html>`;
}

/** Go where the cursor is, when it rests. */
function follow(event) {
  if (!panel || event.textEditor.document.languageId !== "xml") {
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(() => {
    const start = new vscode.Position(0, 0);
    const text = event.textEditor.document.getText(new vscode.Range(start, event.textEditor.selection.active));
    const id = idBefore(text);
    if (panel && id) {
      panel.webview.postMessage({ id });
    }
  }, PATIENCE);
}

module.exports = { follow, idBefore, preview };
