// The extension: it starts `teitools lsp`, shows whether it is at work, and a preview of the HTML edition.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { follow, preview } = require("./preview");

let client;

function settings() {
  return vscode.workspace.getConfiguration("teitools");
}

/** What is started, and what it is told. */
function options() {
  const log = settings().get("log");
  return {
    server: { command: settings().get("command") || "teitools", args: ["lsp", ...(log ? ["--log", log] : [])] },
    client: {
      documentSelector: [{ language: "xml" }],
      initializationOptions: { language: settings().get("language") || undefined },
    },
  };
}

async function start(status) {
  const { server, client: asked } = options();
  client = new LanguageClient("teitools", "teitools", server, asked);
  client.onNotification("$/teitools/checked", (checked) => show(status, checked));
  status.text = "$(sync~spin) teitools";
  try {
    await client.start();
    status.text = "teitools";
  } catch (error) {
    status.text = "$(error) teitools";
    vscode.window.showErrorMessage(
      `teitools: ${server.command} lsp cannot be started (${error.message}); install it with: pip install 'teitools[lsp]'`
    );
  }
}

function show(status, checked) {
  const editor = vscode.window.activeTextEditor;
  if (editor && editor.document.uri.toString() === checked.uri) {
    status.text = checked.isWhole ? "$(check) teitools" : "$(sync~spin) teitools";
  }
}

/** The places of all pointers to an id, in the window that VS Code has for it. */
async function showReferences(uri, position) {
  const target = vscode.Uri.parse(uri);
  const place = new vscode.Position(position.line, position.character);
  const found = await vscode.commands.executeCommand("vscode.executeReferenceProvider", target, place);
  await vscode.commands.executeCommand("editor.action.showReferences", target, place, found);
}

async function activate(context) {
  const status = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Right, 50);
  status.show();
  context.subscriptions.push(
    status,
    vscode.commands.registerCommand("teitools.showReferences", showReferences),
    vscode.commands.registerCommand("teitools.preview", () => preview(context, settings().get("command") || "teitools")),
    vscode.commands.registerCommand("teitools.restart", async () => {
      await deactivate();
      await start(status);
    }),
    vscode.window.onDidChangeTextEditorSelection(follow)
  );
  await start(status);
}

async function deactivate() {
  const running = client;
  client = undefined;
  if (running) {
    await running.stop();
  }
}

module.exports = { activate, deactivate, options };
