// The extension: it starts `teitools lsp`, shows whether it is at work, and a preview of the HTML edition.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");
const { follow, preview } = require("./preview");

const SUGGEST = { command: "editor.action.triggerSuggest", title: "" };
let client;
let isAtWork = false;
const checked = new Map(); // the version of each text that has been checked as a whole

function settings() {
  return vscode.workspace.getConfiguration("teitools");
}

/** What is started, and what it is told. */
function options() {
  const log = settings().get("log");
  return {
    server: { command: settings().get("command") || "teitools", args: ["lsp", ...(log ? ["--log", log] : [])] },
    client: {
      documentSelector: ["file", "untitled"].map((scheme) => ({ language: "xml", scheme })),
      initializationOptions: { language: settings().get("language") || undefined },
      middleware: { provideCompletionItem: complete },
    },
  };
}

/** What the server offers; after what leaves the cursor in the empty value of an attribute, values are offered. */
async function complete(document, position, context, token, next) {
  const found = await next(document, position, context, token);
  for (const item of found?.items ?? found ?? []) {
    if (/=(["'])\$(?:1|\{1[^}]*\})\1/.test(item.insertText?.value ?? "")) item.command ??= SUGGEST;
  }
  return found;
}

async function start(status) {
  const { server, client: asked } = options();
  client = new LanguageClient("teitools", "teitools", server, asked);
  client.onNotification("$/teitools/checked", ({ uri, version, isWhole }) => {
    checked.set(uri, isWhole ? version : undefined);
    show(status);
  });
  checked.clear();
  isAtWork = true;
  show(status);
  try {
    await client.start();
  } catch (error) {
    isAtWork = false;
    show(status);
    const button = vscode.l10n.t("Settings");
    const said = vscode.l10n.t(
      "teitools: {0} lsp cannot be started ({1}); install it with: pip install 'teitools[lsp]'",
      server.command,
      error?.message ?? error
    );
    vscode.window.showErrorMessage(said, button).then((chosen) => {
      if (chosen) vscode.commands.executeCommand("workbench.action.openSettings", "teitools.command");
    });
  }
}

/** Whether what is edited has been checked as it is; nothing where no XML is edited. */
function show(status) {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== "xml") {
    return status.hide();
  }
  const isDone = checked.get(document.uri.toString()) === document.version;
  status.text = `${isAtWork ? (isDone ? "$(check)" : "$(sync~spin)") : "$(error)"} teitools`;
  status.show();
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
  status.name = "teitools";
  status.tooltip = vscode.l10n.t("Findings of teitools");
  status.command = "workbench.actions.view.problems";
  const restart = async () => {
    await deactivate();
    await start(status);
  };
  context.subscriptions.push(
    status,
    vscode.commands.registerCommand("teitools.showReferences", showReferences),
    vscode.commands.registerCommand("teitools.preview", () => preview(context, settings().get("command") || "teitools")),
    vscode.commands.registerCommand("teitools.restart", restart),
    vscode.window.onDidChangeTextEditorSelection(follow),
    vscode.window.onDidChangeActiveTextEditor(() => show(status)),
    vscode.workspace.onDidChangeTextDocument(() => show(status)),
    vscode.workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("teitools") && restart())
  );
  await start(status);
}

async function deactivate() {
  const running = client;
  client = undefined;
  if (running?.needsStop()) {
    await running.stop();
  }
}

module.exports = { activate, complete, deactivate, options };
