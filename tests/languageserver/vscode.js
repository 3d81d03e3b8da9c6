// As much of VS Code as the packaged extension and its client library ask for: one window with one document.
// node vscode.js EXTENSION.js SETTINGS.json DOCUMENT prints what the extension showed as JSON.
"use strict";

const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const [program, settings, file] = [process.argv[2], JSON.parse(process.argv[3]), process.argv[4]];
const said = { status: [], messages: [], findings: null };

const disposable = () => ({ dispose() {} });
const withDefault = (members, fallback) => new Proxy(members, { get: (has, name) => (name in has ? has[name] : fallback(name)) });
// A class or value that is only named or extended: its members are such again.
const unused = (name) =>
  new Proxy(class {}, {
    get: (has, key) => (typeof key === "symbol" || key in has ? has[key] : (has[key] = unused(`${name}.${key}`))),
  });

class Uri {
  static parse(text) {
    return Object.assign(new Uri(), { scheme: text.split(":")[0], path: new URL(text).pathname, toString: () => text });
  }
  static file(name) {
    return Uri.parse(`file://${name}`);
  }
  get fsPath() {
    return this.path;
  }
}

class EventEmitter {
  listeners = [];
  event = (listener) => (this.listeners.push(listener), disposable());
  fire(happened) {
    for (const listener of this.listeners) listener(happened);
  }
  dispose() {}
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: disposable };
  cancel() {}
  dispose() {}
}

const document = {
  uri: Uri.file(file),
  fileName: file,
  languageId: "xml",
  version: 1,
  isClosed: false,
  getText: () => fs.readFileSync(file, "utf8"),
};
const channel = { append: (text) => said.messages.push(text), appendLine: (text) => said.messages.push(text), show() {}, dispose() {} };
const findings = {
  ...{ delete() {}, clear() {}, dispose() {}, get: () => [], has: () => false },
  set: (uri, found) => (said.findings = found.map((one) => one.code?.value ?? one.code)),
};

const vscode = withDefault(
  {
    ...{ Uri, EventEmitter, CancellationTokenSource, version: "1.90.0" },
    Position: class {
      constructor(line, character) {
        Object.assign(this, { line, character });
      }
    },
    Range: class {
      constructor(start, end) {
        Object.assign(this, { start, end });
      }
    },
    Diagnostic: class {
      constructor(range, message, severity) {
        Object.assign(this, { range, message, severity });
      }
    },
    env: { language: "en", appName: "tests" },
    l10n: { t: (text) => text },
    languages: withDefault({ match: () => 10, createDiagnosticCollection: () => findings }, () => disposable),
    workspace: withDefault(
      {
        getConfiguration: () => ({ get: (key) => settings[key] }),
        textDocuments: [document],
        notebookDocuments: [],
        workspaceFolders: [{ uri: Uri.file(path.dirname(file)), name: "texts", index: 0 }],
      },
      () => disposable
    ),
    window: withDefault(
      {
        createStatusBarItem: () => withDefault({ set text(value) { said.status.push(value); } }, () => disposable),
        createOutputChannel: () => channel,
        showErrorMessage: (text) => said.messages.push(text),
        visibleTextEditors: [{ document }],
        activeTextEditor: { document },
        tabGroups: { all: [], onDidChangeTabs: disposable },
      },
      () => disposable
    ),
    commands: { registerCommand: disposable, executeCommand: async () => undefined },
  },
  unused
);

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
const extension = require(program);

(async () => {
  await extension.activate({ subscriptions: [] });
  for (let waited = 0; waited < 30_000 && !said.status.includes("$(check) teitools"); waited += 50)
    await new Promise((done) => setTimeout(done, 50));
  await extension.deactivate();
  console.log(JSON.stringify(said));
})();
