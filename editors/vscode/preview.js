// The HTML edition beside the text: the pages of `teitools watch` in a panel that goes along with the cursor, and back.
"use strict";

const { spawn } = require("node:child_process");
const { createHash } = require("node:crypto");
const path = require("node:path");
const vscode = require("vscode");
const { named, placeAt, wordAfter } = require("./places");

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\//;
const PATIENCE = 150; // milliseconds after which the cursor is taken to rest
let open; // the one preview: its panel, document and process, and where it is to go as soon as there is a page
let timer;

/** Show the edition of the document that is edited. */
async function preview(context, command) {
  const editor = vscode.window.activeTextEditor;
  const document = editor?.document.languageId === "xml" ? editor.document : undefined;
  if (!document || open?.document === document) {
    return open?.panel.reveal(undefined, true);
  }
  if (document.isUntitled) {
    return vscode.window.showErrorMessage(vscode.l10n.t("teitools: save the document first; its file is what is shown"));
  }
  open?.panel.dispose();
  const name = path.basename(document.uri.fsPath);
  const panel = vscode.window.createWebviewPanel(
    "teitools",
    name,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    { enableScripts: true, retainContextWhenHidden: true }
  );
  const mine = { panel, document, wanted: placeAt(document.getText(), document.offsetAt(editor.selection.active)) };
  open = mine;
  panel.webview.onDidReceiveMessage((message) => hear(mine, message));
  const watch = start(context, command, document.uri, (address) => {
    panel.webview.html = page(address);
  });
  watch.ended.then((why) => {
    if (open === mine) {
      vscode.window.showErrorMessage(`teitools watch: ${why}`);
      panel.dispose();
    }
  });
  panel.onDidDispose(() => {
    open = open === mine ? undefined : open;
    watch.stop();
  });
  context.subscriptions.push({ dispose: watch.stop });
}

/** Let `teitools watch` build the pages of a file in a folder of the extension; `found` gets their address. */
function start(context, command, file, found) {
  const folder = vscode.workspace.getWorkspaceFolder(file)?.uri.fsPath ?? path.dirname(file.fsPath);
  const own = createHash("sha256").update(file.toString()).digest("hex").slice(0, 12);
  const output = path.join((context.storageUri ?? context.globalStorageUri).fsPath, "preview", own);
  const child = spawn(command, ["watch", file.fsPath, "--output", output], { cwd: folder });
  let told = "";
  let address = null;
  child.stdout.on("data", async (data) => {
    told = (told + data).slice(-2000);
    if (!address && (address = ADDRESS.exec(told))) {
      found((await vscode.env.asExternalUri(vscode.Uri.parse(address[0]))).toString(true));
    }
  });
  child.stderr.on("data", (data) => (told = (told + data).slice(-2000)));
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(`${command}: ${error.message}`));
    child.on("exit", (status) => resolve(`(${status}) ${told.trim().slice(-500)}`));
  });
  return { ended, stop: () => child.kill() };
}

/** The panel: a frame with the page, and the messages between it and the extension. */
function page(address) {
  const { origin } = new URL(address);
  return `<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy"
    content="default-src 'none'; frame-src ${origin}; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
    <style>html, body, iframe { width: 100%; height: 100%; margin: 0; padding: 0; border: 0 }
    iframe { background: white }</style></head>
    <body><iframe src="${address}"></iframe><script>
      const frame = document.querySelector("iframe");
      const editor = acquireVsCodeApi();
      addEventListener("message", ({ data, source }) => {
        if (source === frame.contentWindow) editor.postMessage(data);
        else frame.contentWindow.postMessage(data, "${origin}");
      });
    </script></body></html>`;
}

/** What the page says: that it is there, or that somebody points at a word of it. */
function hear(preview, message) {
  if (message.teitools === "ready" && preview.wanted) {
    preview.panel.webview.postMessage({ teitools: "go", ...preview.wanted });
    preview.wanted = undefined;
  } else if (message.teitools === "at") {
    show(preview.document, message);
  }
}

/** Put the cursor where the page has been pointed at: on the word, else at the id. */
async function show(document, { places, word }) {
  for (const { id, nth } of places) {
    const found = await whereIs(document, id);
    if (found) {
      const text = found.document.getText();
      const start = wordAfter(text, found.offset, word, nth) ?? found.offset;
      const place = found.document.positionAt(start);
      const seen = vscode.window.visibleTextEditors.find((one) => one.document === found.document);
      const viewColumn = seen?.viewColumn ?? vscode.ViewColumn.One;
      await vscode.window.showTextDocument(found.document, { viewColumn, selection: new vscode.Range(place, place) });
      return;
    }
  }
}

/** The document that has an id, and where: the one that is shown, else whatever the server knows of the workspace. */
async function whereIs(document, id) {
  const offset = named(document.getText(), id);
  if (offset !== undefined) {
    return { document, offset };
  }
  const symbols = await vscode.commands.executeCommand("vscode.executeWorkspaceSymbolProvider", id);
  const symbol = symbols?.find((one) => one.containerName?.endsWith(` ${id}`));
  if (!symbol) {
    return undefined;
  }
  const other = await vscode.workspace.openTextDocument(symbol.location.uri);
  return { document: other, offset: named(other.getText(), id) ?? other.offsetAt(symbol.location.range.start) };
}

/** Go where the cursor is, when it rests; in another file, where that has what the shown one has not. */
function follow({ textEditor }) {
  if (!open || textEditor.document.languageId !== "xml") {
    return;
  }
  clearTimeout(timer);
  timer = setTimeout(() => {
    const { document } = textEditor;
    const place = placeAt(document.getText(), document.offsetAt(textEditor.selection.active));
    if (open && place && (document === open.document || named(open.document.getText(), place.id) === undefined)) {
      open.panel.webview.postMessage({ teitools: "go", ...place });
    }
  }, PATIENCE);
}

module.exports = { follow, preview };
