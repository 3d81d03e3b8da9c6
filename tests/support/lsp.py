"""A client of the language server over real standard streams: requests, notifications, and what the server says."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Self

Message = dict[str, Any]
CAPABILITIES = {
    "workspace": {"workspaceEdit": {"documentChanges": True}, "didChangeWatchedFiles": {"dynamicRegistration": True}},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
        "publishDiagnostics": {"relatedInformation": True},
    },
    "window": {"workDoneProgress": True},
}


class Client:
    """A server in a process of its own, and one client of it."""

    def __init__(self, *folders: Path, arguments: tuple[str, ...] = (), options: Any = None, **more: Any) -> None:
        env = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "LANG")}
        cwd = folders[0] if folders else None
        command = [sys.executable, "-m", "teitools", "lsp", *arguments]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=cwd
        )
        self._answers: dict[int, Message] = {}
        self._inbox: queue.Queue[Message | None] = queue.Queue()
        self._number = 0
        self.diagnostics: dict[str, list[Message]] = {}
        self.checked: dict[str, tuple[int, bool]] = {}
        self.shown: list[str] = []
        self.seen: list[Message] = []
        self._open: set[str] = set()
        threading.Thread(target=self._read, daemon=True).start()
        listed = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
        params = {
            "processId": os.getpid(), "rootUri": folders[0].as_uri() if folders else None, "workspaceFolders": listed,
            "capabilities": CAPABILITIES, "initializationOptions": options, **more,
        }  # fmt: skip
        self.initialized = self.request("initialize", params)
        self.notify("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.close()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()

    def close(self) -> int:
        """Say goodbye; the exit status."""
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(20)

    def request(self, method: str, params: Any, timeout: float = 60) -> Any:
        """The result of a request. Raises LookupError with what the server says of an error."""
        number = self.ask(method, params)
        return self.answer(number, timeout)

    def ask(self, method: str, params: Any) -> int:
        """Send a request without waiting; its number."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        return self._number

    def answer(self, number: int, timeout: float = 60) -> Any:
        """The result of a request that was sent."""
        self._until(lambda: number in self._answers, timeout, f"no answer to request {number}")
        answer = self._answers.pop(number)
        if "error" in answer:
            raise LookupError(json.dumps(answer["error"]))
        return answer["result"]

    def notify(self, method: str, params: Any) -> None:
        """Tell the server something."""
        self._send({"method": method, "params": params})

    def open(self, path: Path | str, text: str | None = None, version: int = 1) -> str:
        """Open a file, or a text that is not saved in it; its URI."""
        uri = path if isinstance(path, str) else path.as_uri()
        if text is None:
            text = Path(path).read_bytes().decode()
        item = {"uri": uri, "languageId": "xml", "version": version, "text": text}
        self._open.add(uri)
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri

    def shut(self, uri: str) -> None:
        """Close a text."""
        self._open.discard(uri)
        self.checked.pop(uri, None)
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri}})

    def close_all(self) -> None:
        """Close every text, and see their findings taken back."""
        for uri in list(self._open):
            self.shut(uri)
        self._until(lambda: not any(self.diagnostics.values()), 20, "there are still findings")
        self.seen.clear()

    def change(self, uri: str, version: int, *changes: Message) -> None:
        """Change a text."""
        self.notify(
            "textDocument/didChange",
            {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)},
        )

    def whole(self, uri: str, version: int, timeout: float = 90) -> list[Message]:
        """The findings of a version of a text, when all of it has been checked."""
        self._until(lambda: self.checked.get(uri) == (version, True), timeout, f"version {version} was not checked")
        return self.diagnostics[uri]

    def quick(self, uri: str, version: int, timeout: float = 60) -> list[Message]:
        """The findings of a version that are known at once."""
        self._until(lambda: self.checked.get(uri, (0,))[0] >= version, timeout, f"version {version} was not checked")
        return self.diagnostics[uri]

    def wait(self, done: Any, timeout: float = 60) -> None:
        """Wait until something is true of what the server has said."""
        self._until(done, timeout, "it did not become true")

    def _until(self, done: Any, timeout: float, fault: str) -> None:
        deadline = time.monotonic() + timeout
        while not done():
            try:
                message = self._inbox.get(timeout=max(deadline - time.monotonic(), 0.001))
            except queue.Empty:
                raise AssertionError(f"{fault} within {timeout} s") from None
            if message is None:
                self._inbox.put(None)
                raise AssertionError(f"{fault}: the server ended: {self.process.stderr.read().decode()[-2000:]}")
            self._take(message)

    def _take(self, message: Message) -> None:
        self.seen.append(message)
        method, params = message.get("method"), message.get("params")
        if method is None:
            self._answers[message["id"]] = message
        elif "id" in message:
            self._send({"id": message["id"], "result": None})
        elif method == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif method == "$/teitools/checked":
            self.checked[params["uri"]] = params["version"], params["isWhole"]
        elif method == "window/showMessage":
            self.shown.append(params["message"])

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def _read(self) -> None:
        stream = self.process.stdout
        try:
            while True:
                length = 0
                while (line := stream.readline()).strip():
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                if not length:
                    break
                self._inbox.put(json.loads(stream.read(length)))
        except ValueError:  # closed
            pass
        self._inbox.put(None)


def marked(text: str) -> tuple[str, Message]:
    """A text without its mark `¦`, and the position of that."""
    before, mark, after = text.partition("¦")
    assert mark
    line = before.rpartition("\n")[2]
    return before + after, {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2}


def applied(text: str, edits: list[Message]) -> str:
    """A text after edits of the protocol, which are all meant for the text as it is."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def offset(place: Message) -> int:
        line = lines[place["line"]].encode("utf-16-le")[: place["character"] * 2]
        return starts[place["line"]] + len(line.decode("utf-16-le"))

    spans = [(offset(one["range"]["start"]), offset(one["range"]["end"]), one["newText"]) for one in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text
