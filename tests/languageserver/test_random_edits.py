"""After any edits the server knows what it would know of the text had it just been opened: findings, symbols, places.

A thousand edits, the same every time, are a campaign; `make test` tries some.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from support.lsp import Client
from support.running import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

PIECES = (
    "<p>", "</p>", "<p/>", "<hi rend='x'>", "</hi>", "x", " ", "\n", "\r\n", "\t", "𐎀", "ğ", "&amp;", "&", "<", ">", '"',
    "<!-- ", " -->", "<![CDATA[", "]]>", '<persName ref="register.xml#person-vrangel">', "</persName>", '<ref target="#fn-3">',
    "</ref>", ' xml:id="new"', '<?xml-model href="none.rng"?>', "]", "</div>",
)  # fmt: skip
MANY = 1_000
BATCHES = 20


def text_at(path: Path) -> str:
    """The article, with line ends of all kinds and letters beyond the first plane."""
    text = path.read_text(encoding="utf-8")
    return text.replace("Kafkas Seddi", "𐎀afkas Seddi").replace("\n      ", "\r\n      ", 200)


class Editor:
    """A text that is changed at random, as an editor has it and as the server is told."""

    def __init__(self, text: str, seed: int) -> None:
        self.text = text
        self.chance = random.Random(seed)  # noqa: S311  # the same every time

    def position(self, offset: int) -> dict[str, int]:
        """Where the protocol has a character."""
        before = self.text[:offset].replace("\r\n", "\n").replace("\r", "\n")
        line = before.rpartition("\n")[2]
        return {"line": before.count("\n"), "character": len(line.encode("utf-16-le")) // 2}

    def change(self) -> dict[str, Any]:
        """One change, done here; half of them take back what the last one did."""
        start = self.chance.randrange(len(self.text) + 1)
        end = min(start + self.chance.choice((0, 0, 0, 1, 2, 9, 60)), len(self.text))
        while end < len(self.text) and self.text[end - 1 : end + 1] == "\r\n":  # no editor parts these
            end += 1
        while start and self.text[start - 1 : start + 1] == "\r\n":
            start -= 1
        new = "".join(self.chance.choices(PIECES, k=self.chance.choice((0, 1, 1, 1, 2))))
        told = {"range": {"start": self.position(start), "end": self.position(end)}, "text": new}
        if new.startswith("\n") and self.text[start - 1 : start] == "\r":
            told["text"] = new = f" {new}"
        if new.endswith("\r") and self.text[end : end + 1] == "\n":
            told["text"] = new = f"{new} "
        self.text = self.text[:start] + new + self.text[end:]
        return told


def known(client: Client, uri: str, version: int, name: str) -> dict[str, Any]:
    """What the server says of a text, without the name of its file."""
    said = {"findings": sorted(map(str, client.whole(uri, version)))}
    for what in ("documentSymbol", "foldingRange", "documentLink"):
        said[what] = client.request(f"textDocument/{what}", {"textDocument": {"uri": uri}})
    place = {"line": version * 13 % 900, "character": version % 40}
    params = {"textDocument": {"uri": uri}, "position": place, "context": {"triggerKind": 1}}
    found = client.request("textDocument/completion", params)
    said["completion"] = found and [item["label"] for item in found["items"]]
    return {key: str(value).replace(name, "") for key, value in said.items()}


@pytest.mark.parametrize("count", [40, pytest.param(MANY, marks=pytest.mark.campaign)])
def test_edits_leave_nothing_behind(count: int, tmp_path: Path):
    for name in ("tei", "schema", "xslt"):
        (tmp_path / name).symlink_to(ROOT / name)
    work = tmp_path / "work"
    work.mkdir()
    text = text_at(ROOT / "tei" / "kafkas-seddi.xml")
    editor = Editor(text, seed=count)
    with Client(work) as client:
        uri = client.open(work / "a.xml", editor.text)
        version = 1
        for _ in range(count // BATCHES):
            for _ in range(BATCHES):
                version += 1
                client.change(uri, version, editor.change())
            if editor.chance.random() < 0.5:  # else hardly any text would be well-formed
                editor.text = text
                version += 1
                client.change(uri, version, {"text": text})
                for _ in range(2):
                    version += 1
                    client.change(uri, version, editor.change())
            changed = known(client, uri, version, "a.xml")
            client.shut(uri)
            fresh = client.open(work / "b.xml", editor.text, version)
            assert known(client, fresh, version, "b.xml") == changed
            client.shut(fresh)
            client.open(work / "a.xml", editor.text, version)
            client.whole(uri, version)
